/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CHARSET_H
#define SCRAPERS_CHARSET_H

/*
 * Which encoding a page is in, and the page as UTF-8. The order and the
 * labels are those of the HTML and Encoding standards (WHATWG): byte order
 * mark, Content-Type header, <meta> in the first 1024 bytes. A page that
 * says nothing is UTF-8 when it is valid UTF-8, else windows-1252.
 *
 *	struct charset c;
 *
 *	rc = charset_open(&c, bytes, len, "text/html; charset=latin1");
 *	if (rc == 0)
 *		rc = charset_decode(&text, &c, bytes, len);
 *	charset_close(&c);
 *
 * Opening and decoding are apart because the system's converters are loaded
 * from files when they are opened, which a limited child may not do.
 */

#include <stddef.h>

#include "base/str.h"

/* Where the encoding was found. */
enum charset_source {
	CHARSET_BOM,
	CHARSET_HEADER,
	CHARSET_META,
	CHARSET_GUESS,
};

struct charset {
	const char *name; /* the standard's name, "windows-1252"; constant */
	enum charset_source source;
	void *converter; /* owned; NULL for UTF-8 */
};

/* content_type is the header's value, or NULL. ERR_PARSE for an encoding
 * that the standard forbids to decode or the system cannot. */
int charset_open(struct charset *out, const void *bytes, size_t len,
	const char *content_type);

/* Appends the text as UTF-8 without a byte order mark; what cannot be
 * decoded becomes U+FFFD. */
int charset_decode(struct str *out, const struct charset *c, const void *bytes,
	size_t len);

void charset_close(struct charset *c);

/* The standard's name for a label in any case ("latin1" gives
 * "windows-1252"), or NULL. */
const char *charset_find(const char *label, size_t len);

#endif
