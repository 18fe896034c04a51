/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_TAB_H
#define SCRAPERS_BROWSER_TAB_H

/*
 * One page in the browser, in a context of its own: no cookies, no cache, no
 * storage from before, nothing left behind. Whatever waits here also lets the
 * page live: its requests are answered, its dialogs dismissed, its frames and
 * workers put behind the same fetcher, its popups closed.
 *
 *	rc = browser_tab_open(&tab, &options);
 *	rc = browser_tab_go(tab, "https://exemple.example/", 30000);
 *	rc = browser_tab_call(&result, tab, "Page.printToPDF", NULL, 20000);
 *	browser_tab_close(tab);
 *
 * An error of these functions means that the browser is not to be talked
 * with any more, unless said otherwise.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/spawn.h"
#include "scrapers/browser_net.h"

enum {
	BROWSER_TAB_WIDTH = 1920, /* of the window, CSS pixels */
	BROWSER_TAB_HEIGHT = 1080,
};

/* Borrowed until close. */
struct browser_tab_options {
	struct browser_net_options net; /* with cdp, notes */
	struct spawn *spawn;		/* asked why the browser is gone */
	const char *user_agent;		/* the browser's own */
	int setup_ms;			/* for a command that needs no page */
};

struct browser_tab;

int browser_tab_open(
	struct browser_tab **out, const struct browser_tab_options *o);

/* Asks the browser to forget the page; frees. NULL is allowed. */
void browser_tab_close(struct browser_tab *tab);

/* Goes to the address and waits for the load event, limit_ms at most. What
 * came of it is told by the members below. */
int browser_tab_go(struct browser_tab *tab, const char *url, int limit_ms);
bool browser_tab_has_loaded(const struct browser_tab *tab);
/* Why there is no page (the browser's word), or NULL. Borrowed. */
const char *browser_tab_failure(const struct browser_tab *tab);
/* The main frame, its loader and address; NULL before there is one. */
const char *browser_tab_frame(const struct browser_tab *tab);
const char *browser_tab_loader(const struct browser_tab *tab);
const char *browser_tab_url(const struct browser_tab *tab);

/* Lets the page live for so long, or until it has loaded. */
int browser_tab_idle(struct browser_tab *tab, int ms);
int browser_tab_await_load(struct browser_tab *tab, int limit_ms);

/* Sends a command and waits for its answer; params is taken. *result is
 * owned. ERR_INVALID: the browser says no (and why), ERR_LIMIT: no answer in
 * time, or too long a one; after these the talk can go on. */
int browser_tab_call(cJSON **result, struct browser_tab *tab,
	const char *method, cJSON *params, int limit_ms);

/* Sends a command whose answer nobody waits for. */
int browser_tab_send(struct browser_tab *tab, const char *method);

struct browser_net *browser_tab_net(struct browser_tab *tab);

#endif
