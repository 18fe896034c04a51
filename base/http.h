/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_H
#define BASE_HTTP_H

/*
 * One limited HTTP request over libcurl, with everything worth keeping about
 * how the answer was obtained. HTTP/1.1 unless HTTP/2 is asked for, no
 * redirects followed (the caller walks the hops and so sees each), no
 * cookies, no HSTS, no cache, no proxy unless one is given, Accept-Encoding:
 * identity. Many at once: base/http_pool.
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
 *
 * HTTP/2 has no wire text. What the record then holds is libcurl's rendering
 * of it: "HTTP/2 200 " and the fields, names in lower case, each on a line
 * with CR LF; the request likewise, as "GET /path HTTP/2".
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/http_header.h"
#include "base/str.h"

enum {
	HTTP_BODY_MAX = 32 << 20,     /* bytes, unless the request says */
	HTTP_HEADERS_MAX = 256 << 10, /* of all header blocks together */
};

/* Zero members mean the defaults in brackets. All strings are borrowed. */
struct http_request {
	const char *url;
	const char *method; /* ["GET"], "POST", "HEAD" or "OPTIONS" */
	const void *body;   /* for POST */
	size_t body_len;
	const char *const *headers;  /* "Name: value", NULL-terminated */
	const char *user_agent;	     /* [constat/VERSION (+what it is)] */
	const char *accept_language; /* [none sent] */
	const char *proxy;	     /* [none; the environment is ignored] */
	const char *ca_file;	     /* [the system's] PEM */
	const char *userpwd;	     /* [none] "user:password", basic auth */
	/* [none] "HOST:PORT:ADDRESS" each, NULL-terminated: addresses to take
	 * instead of asking for the name (curl's CURLOPT_RESOLVE). The guard
	 * looks at them all the same. */
	const char *const *resolve;
	bool http2;	    /* offer HTTP/2 too (https only, ALPN) */
	bool allow_private; /* lets the guard pass any address */
	size_t max_body;    /* [32 MiB] bytes */
	unsigned timeout_s; /* [60] for the whole request */
};

/* Why there is no complete answer, for those who decide what to do next; the
 * message says it for people. */
enum http_cause {
	HTTP_CAUSE_NONE,
	HTTP_CAUSE_ADDRESS, /* no web address, or forbidden by the guard */
	HTTP_CAUSE_NAME,    /* the name was not resolved */
	HTTP_CAUSE_CONNECT, /* no connection was taken */
	HTTP_CAUSE_TIMEOUT,
	HTTP_CAUSE_TLS,		/* no secure connection was agreed on */
	HTTP_CAUSE_CERTIFICATE, /* refused */
	HTTP_CAUSE_PROTOCOL,	/* it does not speak this version of HTTP */
	HTTP_CAUSE_CUT,		/* the connection ended too early */
	HTTP_CAUSE_SIZE,	/* larger than its limit */
	HTTP_CAUSE_OTHER,
};

/* What came back. Strings are owned; "" when unknown. */
struct http_response {
	int status;
	enum http_cause cause;	  /* of a failure */
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
	char *resolved;	    /* addresses tried, comma-separated; of a reused
			     * connection the one it stands to */
	bool reused;	    /* the connection stood already */
	char *http_version; /* "1.1", "2" */
	char *proxy;	    /* used, or "" */
	char *tls_version;  /* "TLSv1.3", or "" for http */
	char *tls_cipher;
	char *tls_chain;  /* PEM, leaf first */
	char *tls_verify; /* "ok" or OpenSSL's words */
	/* The tls_ members are known also when the certificate was refused. */
};

void http_response_init(struct http_response *a);
void http_response_release(struct http_response *a);

/* "name", "timeout", …: stable, for records; "" for none. */
const char *http_cause_name(enum http_cause cause);

/* Sends the request. On failure out holds what is known (times, peer). */
int http_fetch(struct http_response *out, const struct http_request *q);

/* Starts the network library, the first time only: requests and pools do it
 * themselves, so that a process that needs no network does not. Call stop at
 * the end of main(). */
int http_start(void);
void http_stop(void);

#endif
