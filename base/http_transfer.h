/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_TRANSFER_H
#define BASE_HTTP_TRANSFER_H

/*
 * One request under way: what http_fetch() and http_pool share.
 *
 *	rc = http_transfer_new(&t, answer, request);
 *	... libcurl performs http_transfer_curl(t), by itself or among many ...
 *	rc = http_transfer_end(t, code);
 *	http_transfer_free(t);
 *
 * The guard of base/addr is asked twice: before a connection is made, and
 * before the request goes out, so that it holds also on a connection that
 * somebody else's request opened.
 */

#include <curl/curl.h>

#include "base/http.h"

struct http_transfer;

/* answer and request are borrowed until the transfer is freed. ERR_INVALID
 * when the request is not one. */
int http_transfer_new(struct http_transfer **out, struct http_response *answer,
	const struct http_request *request);

/* libcurl's handle, ready to be performed; the clock runs from here. */
CURL *http_transfer_curl(struct http_transfer *t);

/* Writes down what is known, now that libcurl ended with this code; returns
 * what http_fetch() returns. */
int http_transfer_end(struct http_transfer *t, CURLcode code);

void http_transfer_free(struct http_transfer *t);

#endif
