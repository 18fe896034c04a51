/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_FETCH_H
#define SCRAPERS_FETCH_H

/*
 * A page, through all its redirects, with every hop kept: what we asked,
 * what came back, from which address, under which certificate.
 *
 *	struct fetch f = { 0 };
 *
 *	rc = fetch_page(&f, "http://exemple.example/privacy", &options);
 *	if (rc == 0)
 *		last = &f.v[f.n - 1];
 *	...
 *	fetch_release(&f);
 *
 * Redirects (301, 302, 303, 307, 308) are walked by hand: at most FETCH_HOPS
 * answers, never to an address that was visited before, only http and https,
 * each hop's address through the guard of base/addr.
 *
 * HTTP/1.1, since only that has a wire text to keep. A server that refuses it
 * (status 426 or 505, or no answer in HTTP at all, over TLS) is asked once
 * more with HTTP/2; the refusal stays as a hop of its own.
 */

#include <stdbool.h>

#include "base/digest.h"
#include "base/http.h"

enum {
	FETCH_HOPS = 20,
	FETCH_BYTES = 32 << 20, /* of one body, as sent and decoded */
	FETCH_SECONDS = 60,	/* for all hops together, waits apart */
	FETCH_VALIDATOR = 1024, /* bytes of an ETag that is sent back */
};

/* Sends one request; http_fetch() unless a test says otherwise. */
typedef int (*fetch_send_fn)(
	struct http_response *out, const struct http_request *q, void *ctx);

/* Zero members mean: none, no. Borrowed. */
struct fetch_options {
	const char *proxy;    /* address of a proxy; else none is used */
	const char *ca_file;  /* PEM; else the system's authorities */
	const char *language; /* Accept-Language */
	/* Asks whether the page has changed since an answer that had these
	 * (If-None-Match, If-Modified-Since). The question goes with the
	 * request for `validated`, the address of that answer, and with no
	 * other; NULL: the address that is fetched. */
	const char *etag;
	const char *modified;
	const char *validated;
	bool http2; /* offer HTTP/2 from the start */
	/* "HOST:PORT:ADDRESS" as curl's --resolve; NULL-terminated */
	const char *const *resolve;
	bool allow_private;
	fetch_send_fn send;
	void *ctx;
};

/* One request and its answer; everything is owned. */
struct fetch_hop {
	char *url; /* without fragment, as it was requested */
	struct http_response answer;
	struct digest body;  /* of answer.body */
	struct digest chain; /* of answer.tls_chain */
};

struct fetch {
	struct fetch_hop *v;
	size_t n;
	bool downgraded; /* a hop led from https to http */
	bool unchanged;	 /* the last answer is the 304 that was asked for */
};

/* Fetches; out holds the hops so far also on failure. ERR_NET for a loop,
 * too many hops or a redirect that leads nowhere; the codes of http_fetch()
 * otherwise. An answer of any status is a success here. */
int fetch_page(struct fetch *out, const char *url,
	const struct fetch_options *options);
void fetch_release(struct fetch *f);

/* The same a request at a time, for those who send many pages' requests at
 * once:
 *
 *	rc = fetch_begin(&w, &f, url, &options);
 *	while (rc == 0 && w.more) {
 *		rc = fetch_ask(&w);
 *		if (rc == 0)
 *			rc = fetch_take(&w, send(w.answer, &w.request));
 *	}
 *	fetch_end(&w);
 */
struct fetch_walk {
	bool more;		      /* another request is wanted */
	struct str next;	      /* its address; owned */
	struct http_request request;  /* after fetch_ask() */
	struct http_response *answer; /* in the newest hop */
	/* the walk's own */
	struct fetch *fetch;
	const struct fetch_options *options;
	struct str validated, etag, modified;
	const char *fields[3];
	int64_t spent_ns;
	bool http2, again;
};

/* w must be zeroed or ended; out and options are borrowed until the end, out
 * must be zeroed or hold a fetch, which is replaced. */
int fetch_begin(struct fetch_walk *w, struct fetch *out, const char *url,
	const struct fetch_options *options);

/* Adds the hop and prepares w->request and w->answer. */
int fetch_ask(struct fetch_walk *w);

/* Takes what came of it: rc as http_fetch() gave it, its message in place.
 * Returns 0 when the walk goes on or has its page. */
int fetch_take(struct fetch_walk *w, int rc);
void fetch_end(struct fetch_walk *w);

/* Appends the body of the last hop, decoded of content codings. */
int fetch_body(struct str *out, const struct fetch *f);

/* Appends the last answer's Content-Type; nothing when it has none. */
void fetch_media_type(struct str *out, const struct fetch *f);

#endif
