/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_BROWSER_PAUSED_H
#define SCRAPERS_BROWSER_PAUSED_H

/*
 * Between the browser's requests and ours: what it wants (the DevTools event
 * Fetch.requestPaused) as a request that we send, and what we got as the
 * answer that it takes (Fetch.fulfillRequest).
 *
 *	rc = browser_paused_read(&p, event, language);
 *	... send p.request ...
 *	rc = browser_paused_fulfil(&params, p.id, &hop.answer);
 *	browser_paused_release(&p);
 *
 * Only GET, HEAD, POST and OPTIONS are sent, with bodies up to
 * BROWSER_PAUSED_BODY, to http and https addresses without a user name. All
 * the browser's fields go out but those that belong to a connection; no
 * coding is accepted. Redirects go back to the browser, which follows them
 * and asks again.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "base/http.h"

enum {
	BROWSER_PAUSED_BODY = 1 << 20, /* bytes of a request's body */
	BROWSER_PAUSED_HEADERS = 100,  /* fields of a request */
};

/* Everything is owned; request borrows from the rest. */
struct browser_paused {
	char *id;      /* of this request */
	char *before;  /* of the one that was redirected here, or NULL */
	char *network; /* the same for all of a chain; of a document its
			* loader; or NULL */
	char *frame;   /* "" when there is none */
	bool document;
	char *url; /* without fragment */
	char *method;
	char **headers; /* NULL-terminated */
	char *user_agent, *language;
	struct str body;
	struct http_request request;
};

/* Reads the event's params. language (NULL: the browser's own) is what
 * Accept-Language says. ERR_REFUSED for what is not sent, also then `out`
 * names it; ERR_PARSE when it is no such event. Release out always. */
int browser_paused_read(
	struct browser_paused *out, const cJSON *params, const char *language);
void browser_paused_release(struct browser_paused *p);

/* True for addresses that need no network (data:, blob:, about:). */
bool browser_paused_is_local(const char *url);

/* The answer for the browser: status, fields, body decoded of content
 * codings. *out is owned. ERR_PARSE or ERR_LIMIT as coding_decode(). */
int browser_paused_fulfil(
	cJSON **out, const char *id, const struct http_response *answer);

#endif
