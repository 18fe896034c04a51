/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_TLS_H
#define BASE_HTTP_TLS_H

/*
 * What TLS said of a connection: version, cipher, the chain the server sent,
 * how its check ended; noted while the handshake runs, so that it is known
 * also when the certificate is refused. Watching never changes the verdict.
 *
 *	struct http_tls *tls = NULL;
 *
 *	http_tls_watch(curl, &tls);
 *	... the transfer; on its first header http_tls_find(&tls, curl) ...
 *	http_tls_read(answer, tls);
 *	http_tls_free(tls);
 *
 * The record is shared by the connection and every transfer on it; each
 * frees its own hold. On a session taken up again (RFC 8446, 2.2) the server
 * sends no certificate: the chain is then that of the session's beginning.
 */

#include <curl/curl.h>
#include <stdbool.h>

#include "base/http.h"
#include "base/str.h"

struct http_tls;

/* Has *out replaced by the record of each connection that curl opens for its
 * transfer. out is borrowed until that ends; free what it holds then. */
void http_tls_watch(CURL *curl, struct http_tls **out);

/* Replaces *out by the record of the connection that curl is on, which may
 * be one that was kept; leaves it alone without TLS. */
void http_tls_find(struct http_tls **out, CURL *curl);

/* Lets go of it; NULL is allowed. */
void http_tls_free(struct http_tls *tls);

/* Fills the tls_ members of a; with "" when tls is NULL. wrong_name: libcurl
 * found that the certificate is another host's, which OpenSSL did not look
 * at. */
void http_tls_read(
	struct http_response *a, const struct http_tls *tls, bool wrong_name);

/* Whether the server said that it closes the connection: a body that ends
 * with the connection, but without this, may have been cut by anybody. */
bool http_tls_farewell(const struct http_tls *tls);

/* Whether the server refused all that we offered to speak (RFC 7301). */
bool http_tls_no_protocol(const struct http_tls *tls);

/* Appends what is wrong with the certificate that was refused, for people:
 * "it expired on 2026-11-23", "it is for 'a.test', not for 'b.test'". */
void http_tls_flaw(
	struct str *out, const struct http_tls *tls, const char *url);

#endif
