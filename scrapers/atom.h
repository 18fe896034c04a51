/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_ATOM_H
#define SCRAPERS_ATOM_H

/*
 * The elements of an Atom document (RFC 4287) about changes of terms.
 *
 *	atom_open(&out, &head);
 *	rc = atom_entry(&out, &change, head.archive);	any number of times
 *	atom_close(&out);
 *	rc = str_check(&out, _("the feed"));
 *
 * Ids are "urn:uuid:" of version 8 (RFC 9562): the beginning of a SHA-256
 * over what names the thing. Sentences are in the person's language, quoted
 * texts in their own.
 */

#include <stdint.h>

#include "base/str.h"
#include "scrapers/change.h"

/* Borrowed; service, terms and self may be NULL. */
struct atom_head {
	const char *archive; /* its id */
	const char *service, *terms;
	const char *self; /* the feed's own address */
	int64_t updated_ns;
};

/* The document up to its entries. */
int atom_open(struct str *out, const struct atom_head *head);

/* One change: title, dates with their basis, words added and removed, and
 * the beginning of what changed, marked. ERR_LIMIT when out is full. */
int atom_entry(struct str *out, const struct change *c, const char *archive);

int atom_close(struct str *out);

/* Appends text for an XML document of UTF-8: < > & " ' escaped, invalid
 * bytes and characters that XML 1.0 does not have (most controls, U+FFFE and
 * U+FFFF) as U+FFFD. */
int atom_text(struct str *out, const char *text, size_t len);

#endif
