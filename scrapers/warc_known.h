/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_KNOWN_H
#define SCRAPERS_WARC_KNOWN_H

/*
 * The responses that a WARC file has already, by their bytes: what comes
 * again is then told as a "revisit". Looks back a bounded number of different
 * contents, the latest first.
 *
 *	struct warc_known known = { 0 };
 *
 *	warc_known_add(&known, &(struct warc_response){ .body = digest, … });
 *	of = warc_known_find(&known, &digest);
 *	warc_known_release(&known);
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"

enum { WARC_KNOWN = 64 }; /* looked back at */

/* Strings are borrowed when given, owned when kept; NULL when unknown. */
struct warc_response {
	struct digest body;
	char *id, *uri, *date;
	char *digest; /* WARC-Payload-Digest */
	char *media_type, *coding;
};

struct warc_known {
	struct warc_response v[WARC_KNOWN];
	size_t n; /* added so far */
	struct digest contents[WARC_KNOWN];
	size_t n_contents;
};

void warc_known_add(struct warc_known *k, const struct warc_response *r);

/* Borrowed until the next add; or NULL. */
const struct warc_response *warc_known_find(
	const struct warc_known *k, const struct digest *body);

/* The one that a revisit names: by its id, else by address and date, else by
 * payload digest; each may be NULL. Borrowed until the next add; or NULL. */
const struct warc_response *warc_known_named(const struct warc_known *k,
	const char *id, const char *uri, const char *date, const char *digest);

/* Whether this content was asked for before; remembers it. */
bool warc_known_content(struct warc_known *k, const struct digest *content);

void warc_known_release(struct warc_known *k);

#endif
