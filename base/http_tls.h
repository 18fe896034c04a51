/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_TLS_H
#define BASE_HTTP_TLS_H

/*
 * What TLS said of a connection, read while it stands: version, cipher, the
 * chain the server sent, how its check ended.
 */

#include <curl/curl.h>
#include <stdbool.h>

#include "base/http.h"

/* Has *farewell (borrowed until the transfer's end) set when the server says
 * that it closes the connection: a body that ends with the connection, but
 * without this, may have been cut by anybody. */
void http_tls_watch(CURL *curl, bool *farewell);

/* Fills the tls_ members of a; leaves them alone without TLS. */
void http_tls_read(struct http_response *a, CURL *curl);

#endif
