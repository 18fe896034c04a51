/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_ONLY_H
#define EVIDENCE_ONLY_H

/*
 * Which records of a log a person wants to keep: a log holds a household, and
 * a complaint needs one device, one app, one host, some days. What is not
 * given does not matter. Names of the local network (host_is_local(), private
 * addresses) say who else is at home, and stay out unless asked for.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "archive/observation.h"

/* Patterns with * and ?; borrowed, NULL for any. */
struct only {
	const char *app, *client;
	const char *host; /* host_matches() */
	int64_t from, to; /* 0: open; both count */
	bool has_from, has_to;
	bool local; /* names of the local network too */
};

/* Whether it leaves out more than local names. */
bool only_filters(const struct only *o);

/* A record of a window of time matches when the window meets the period; one
 * without a time matches no period. */
bool only_matches(const struct only *o, const struct observation *row);

/* For the record of an import. */
cJSON *only_json(const struct only *o);

#endif
