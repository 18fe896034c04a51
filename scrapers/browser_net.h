/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_NET_H
#define SCRAPERS_BROWSER_NET_H

/*
 * All the network that a page in the browser has: every request that it
 * pauses is sent by our own fetcher, behind the guard of base/addr, and the
 * answer is handed to it and kept.
 *
 *	net = browser_net_new(&options);
 *	browser_net_paused(net, &event);	for each Fetch.requestPaused
 *	rc = browser_net_run(net, 5);		now and then
 *	browser_net_take(&page, net, loader);
 *	browser_net_free(net);
 *
 * What is not sent (forbidden address, other methods, beyond the limits) is
 * refused to the page, counted, and noted with its reason; what was sent in
 * vain is kept as a hop without status, and noted. A chain of redirects is
 * one struct fetch, as fetch_page() makes it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "scrapers/browser_notes.h"
#include "scrapers/cdp.h"
#include "scrapers/fetch.h"

enum {
	BROWSER_NET_REQUESTS = 500,	 /* of a page, unless it is told */
	BROWSER_NET_BYTES = 64 << 20,	 /* of all bodies, likewise */
	BROWSER_NET_RESOURCE = 16 << 20, /* of one that is no document */
	BROWSER_NET_AT_ONCE = 8,	 /* under way; the others wait */
};

/* Borrowed until free. */
struct browser_net_options {
	struct cdp *cdp;
	const struct fetch_options *fetch;
	struct browser_notes *notes;
	size_t requests, bytes; /* 0: as above */
	unsigned seconds;	/* for each request */
};

struct browser_net;

struct browser_net *browser_net_new(const struct browser_net_options *o);
void browser_net_free(struct browser_net *net);

/* Takes a request up, or refuses it. An error is the pipe's (cdp_send()). */
int browser_net_paused(
	struct browser_net *net, const struct cdp_message *event);

/* The browser does not take the answer that was sent it with this number:
 * the request is refused. */
int browser_net_rejected(struct browser_net *net, int64_t id);

/* Works until a request ended or limit_ms passed; only while there are some
 * under way. */
int browser_net_run(struct browser_net *net, unsigned limit_ms);
size_t browser_net_count(const struct browser_net *net);

/* Hands out what was fetched: the document of that loader (NULL: the first
 * document), and all others. *rc and err_message() tell what came of the
 * document's last hop; ERR_NOTFOUND when there is none. */
struct browser_net_harvest {
	struct fetch document;
	struct fetch *resources; /* owned */
	size_t n, refused;
	int rc;
};
void browser_net_take(struct browser_net_harvest *out, struct browser_net *net,
	const char *loader);

#endif
