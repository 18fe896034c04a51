/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_URL_H
#define SCRAPERS_URL_H

/*
 * URLs as browsers read them: the WHATWG URL Standard, for links in pages
 * and addresses in declarations. (What is fetched goes through libcurl,
 * which reads URLs its own way; give it what url_write() gives.)
 *
 *	struct url base = { 0 }, u = { 0 };
 *
 *	rc = url_parse(&base, "https://exemple.test/a/b", 24, NULL);
 *	rc = url_parse(&u, "../c?d#e", 8, &base);
 *	url_write(&out, &u);			https://exemple.test/c?d#e
 *	url_release(&u);
 *	url_release(&base);
 *
 * What always holds after url_parse(): every part is ASCII and percent-
 * encoded where the standard says so; a host is in lower case, punycode for
 * international names, [::1] for IPv6, dotted decimal for IPv4.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Longest text that is read as a URL, bytes. */
enum { URL_LENGTH = 1 << 20 };

/* The parts are owned; a zeroed struct is an empty one. */
struct url {
	struct str scheme; /* "https", without ":" */
	struct str username, password;
	struct str host; /* meaningful when has_host */
	struct str path; /* "/a/b"; opaque: what follows the scheme */
	struct str query, fragment; /* without ? and # */
	bool has_host, opaque, has_query, has_fragment;
	int port; /* -1: none, or the scheme's own */
};

/* Reads a URL; a relative one against base, which may be NULL. out must be
 * zeroed or hold a URL, which is replaced; it may not be base. ERR_INVALID
 * when it is none: the message quotes it. */
int url_parse(
	struct url *out, const char *text, size_t len, const struct url *base);
void url_release(struct url *u);

/* Appends the URL as text. */
int url_write(struct str *out, const struct url *u);

/* Takes the parameter of that name out of the query; the others are rewritten
 * as application/x-www-form-urlencoded (as the standard's URLSearchParams
 * do). False, and nothing is changed, when it is not there. */
bool url_remove_parameter(struct url *u, const char *name);

#endif
