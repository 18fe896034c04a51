/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CAPTURING_H
#define CLI_CAPTURING_H

/*
 * What the commands that capture have in common: their options, a line for
 * each terms, the sum in the end.
 *
 *	static struct capturing capturing = { .pause_ms = -1 };
 *	static const struct opt options[] = {
 *		CAPTURING_OPTIONS(capturing),
 *		{ 0 },
 *	};
 *	...
 *	rc = capturing_fill(&o, &capturing, cli);
 *	if (rc == 0)
 *		rc = capture_run(store, &o);
 *	return capturing_sum_up(&capturing);
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "cli/cmd.h"
#include "cli/network.h"
#include "scrapers/capture.h"

/* What was said, and what came of it. Texts are the command line's. */
struct capturing {
	struct network network;
	bool no_browser;
	int64_t jobs, pause_ms; /* pause_ms -1: not said */
	const char *robots, *browser, *person, *purpose;
	const struct cli *cli; /* borrowed */
	unsigned by[CAPTURE_FAILED + 1];
};

#define CAPTURING_OPTIONS(c)                                                   \
	{ "jobs", 'j', OPT_NUMBER, N_("N"),                                    \
		N_("requests under way at once (8)"), &(c).jobs },             \
		{ "pause", 0, OPT_NUMBER, N_("MS"),                            \
			N_("milliseconds between two requests to one host "    \
			   "(1000)"),                                          \
			&(c).pause_ms },                                       \
		{ "robots", 0, OPT_TEXT, N_("HOW"),                            \
			N_("what robots.txt is for: record (the default), "    \
			   "obey or ignore"),                                  \
			&(c).robots },                                         \
		{ "no-browser", 0, OPT_FLAG, NULL,                             \
			N_("never show a page to Chromium"),                   \
			&(c).no_browser },                                     \
		{ "browser", 0, OPT_TEXT, N_("PROGRAM"),                       \
			N_("the browser to use (Chromium, found by itself)"),  \
			&(c).browser },                                        \
		{ "by", 0, OPT_TEXT, N_("NAME"),                               \
			N_("who captures, for the record"), &(c).person },     \
		{ "purpose", 0, OPT_TEXT, N_("TEXT"),                          \
			N_("why, for the record"), &(c).purpose },             \
		NETWORK_OPTIONS((c).network)

/* The options into o: all but folder, service, terms, due and the like. fn
 * and ctx are set to capturing_tell() and c. ERR_INVALID. */
int capturing_fill(
	struct capture_options *o, struct capturing *c, const struct cli *cli);

/* A capture_fn: prints what became of one terms, and counts it. */
int capturing_tell(const struct capture_result *r, void *ctx);

/* The sum as a message; the exit status that it means. */
int capturing_sum_up(const struct capturing *c);

/* The sum as an object. A new tree. */
cJSON *capturing_json(const struct capturing *c);

#endif
