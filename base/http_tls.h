/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_HTTP_TLS_H
#define BASE_HTTP_TLS_H

/*
 * What TLS said of a connection, read while it stands: version, cipher, the
 * chain the server sent, how its check ended.
 */

#include <curl/curl.h>

#include "base/http.h"

/* Fills the tls_ members of a; leaves them alone without TLS. */
void http_tls_read(struct http_response *a, CURL *curl);

#endif
