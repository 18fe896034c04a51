/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CODING_H
#define SCRAPERS_CODING_H

/*
 * Content codings (RFC 9110, 8.4.1): we ask for none, but some servers
 * compress all the same. The body is kept as sent; this gives what it means.
 *
 *	str_init(&text, FETCH_BYTES);
 *	rc = coding_decode(&text, "gzip", body, len);
 */

#include <stddef.h>

#include "base/str.h"

/* Appends the decoded bytes. coding is the value of Content-Encoding; NULL,
 * "" and "identity" copy. ERR_LIMIT past out's ceiling or for a body that
 * swells more than any text does; ERR_PARSE when it is damaged or of a
 * coding we do not know. */
int coding_decode(
	struct str *out, const char *coding, const void *data, size_t len);

#endif
