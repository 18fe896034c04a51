/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

/*
 * One limited HTTP request over libcurl, with everything worth keeping about
 * how the answer was obtained. HTTP/1.1, no redirects followed (the caller
 * walks the hops and so sees each), no cookies, no cache, no proxy unless
 * one is given, Accept-Encoding: identity.
 *
 *	struct http_request q = { .url = url };
 *	struct http_response a;
 *
 *	http_response_init(&a);
 *	rc = http_fetch(&a, &q);
 *	...
 *	http_response_release(&a);
 *
 * Every address is checked by base/addr after resolution and before
 * connecting. With a proxy that is the proxy's address: the target's name is
 * then resolved by the proxy, out of our sight. Only http and https. An
 * answer of any status is a success here; ERR_NET is for what never became a
 * complete answer, ERR_REFUSED for a forbidden address, ERR_LIMIT for a body,
 * header or time past its limit.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Zero members mean the defaults in brackets. All strings are borrowed. */
struct http_request {
	const char *url;
	const char *method; /* ["GET"] or "POST" */
	const void *body;   /* for POST */
	size_t body_len;
	const char *const *headers;  /* "Name: value", NULL-terminated */
	const char *user_agent;	     /* [constat/VERSION (+what it is)] */
	const char *accept_language; /* [none sent] */
	const char *proxy;	     /* [none; the environment is ignored] */
	const char *ca_file;	     /* [the system's] PEM */
	const char *userpwd;	     /* [none] "user:password", basic auth */
	bool allow_private;	     /* lets the guard pass any address */
	size_t max_body;	     /* [32 MiB] bytes */
	unsigned timeout_s;	     /* [60] for the whole request */
};

/* What came back. Strings are owned; "" when unknown. */
struct http_response {
	int status;
	struct str request;	  /* the request's header block, as sent: with
				   * the password when userpwd was given */
	struct str headers;	  /* the final header block, verbatim */
	struct str interim;	  /* 1xx header blocks before it, verbatim */
	struct str trailers;	  /* trailer lines, verbatim */
	struct str body;	  /* de-chunked, otherwise exactly as sent */
	int64_t start_ns, end_ns; /* our clock: instant.h */
	int64_t monotonic_ns;	  /* duration by CLOCK_MONOTONIC */
	char *peer;		  /* address connected to */
	int peer_port;
	char *local;	    /* own address of that connection */
	char *resolved;	    /* addresses tried, comma-separated */
	char *http_version; /* "1.1" */
	char *proxy;	    /* used, or "" */
	char *tls_version;  /* "TLSv1.3", or "" for http */
	char *tls_cipher;
	char *tls_chain;  /* PEM, leaf first */
	char *tls_verify; /* "ok" or OpenSSL's words */
};

void http_response_init(struct http_response *a);
void http_response_release(struct http_response *a);

/* Sends the request. On failure out holds what is known (times, peer). */
int http_fetch(struct http_response *out, const struct http_request *q);

/* The value of the first (index 0) or a further field of that name in a
 * header block, trimmed, appended to out; ERR_NOTFOUND when there is none. */
int http_header(struct str *out, const struct str *block, const char *name,
	size_t index);

/* Call once in main() before any thread; and at the end. */
int http_start(void);
void http_stop(void);

#endif
