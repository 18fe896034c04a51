/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_ERROR_H
#define BASE_HTTP_ERROR_H

/*
 * Why a request of base/http failed, in words that somebody who is no
 * developer can act on. Never advises to look away from a certificate.
 */

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/http.h"
#include "base/http_tls.h"

/* What is known of the failure. */
struct http_failure {
	CURL *curl;
	CURLcode code;
	const struct http_request *q;
	const struct http_tls *tls;  /* of the connection; NULL: none */
	char words[CURL_ERROR_SIZE]; /* libcurl's own */
	const char *refused;	     /* base/addr's word, or NULL */
	char refused_at[64];
	bool refused_kept; /* the connection stood, from another request */
	bool headers_over, body_over;
	size_t headers_max, body_max; /* bytes */
	unsigned timeout_s, connect_s;
};

/* Sets the message; returns its code, never 0. */
int http_error(const struct http_failure *f);

/* The same in one word; never HTTP_CAUSE_NONE. */
enum http_cause http_error_cause(const struct http_failure *f);

#endif
