/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_POOL_H
#define BASE_HTTP_POOL_H

/*
 * Many requests at once, in one thread. Each is what http_fetch() would send,
 * under the same limits and the same guard; connections and TLS sessions are
 * kept for the next request to the same server (not by requests for HTTP/2,
 * which open their own).
 *
 *	rc = http_pool_new(&pool, 32);
 *	rc = http_pool_add(pool, &answer, &request, done, ctx);
 *	while (http_pool_count(pool) > 0)
 *		rc = http_pool_run(pool, 100);	... done() is called from here
 *	http_pool_free(pool);
 *
 * The pool starts whatever it is given at once; how many there are is up to
 * its user.
 */

#include <stddef.h>

#include "base/http.h"

struct http_pool;

/* Hears of one request's end: rc and message (err_message()) as from
 * http_fetch(). May add requests. */
typedef void (*http_done_fn)(struct http_response *answer, int rc, void *ctx);

/* keep: idle connections that are kept at most. */
int http_pool_new(struct http_pool **out, unsigned keep);

/* Begins a request. answer and request, with all it points to, are borrowed
 * until done. ERR_INVALID when the request is not one: then nothing began,
 * and done is not called. */
int http_pool_add(struct http_pool *p, struct http_response *answer,
	const struct http_request *request, http_done_fn done, void *ctx);

/* Works until a request ended or timeout_ms passed, also when there is
 * nothing to do. ERR_NET when the network library fails as a whole. */
int http_pool_run(struct http_pool *p, unsigned timeout_ms);

/* Requests under way. */
size_t http_pool_count(const struct http_pool *p);

/* Ends it; requests under way are dropped, done is not called. */
void http_pool_free(struct http_pool *p);

#endif
