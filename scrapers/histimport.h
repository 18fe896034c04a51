/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_HISTIMPORT_H
#define SCRAPERS_HISTIMPORT_H

/*
 * Pages that were saved earlier, or that somebody else kept: each enters as
 * a snapshot of its date, with the basis of that date and who stated it, and
 * its text takes its place among the versions.
 *
 *	struct histimport i = { .file = "policy-2018.html",
 *		.wanted = { .url = "https://exemple.example/privacy", … },
 *		.seen = "2018-09-03", .source = "saved from my browser", … };
 *
 *	rc = histimport_file(&result, store, &i);
 *
 * The page is read by the declaration of today, or by wanted.select and
 * wanted.remove where the page of that day was built differently. A file whose
 *text is not found is refused, and nothing is kept of it.
 */

#include <stdbool.h>
#include <stddef.h>

#include "scrapers/past.h"

/* Borrowed. */
struct histimport {
	const char *file;	   /* the saved page */
	struct past_wanted wanted; /* whose it is; url: where it stood */
	const char *seen;	   /* date, or date and time */
	const char *zone;	   /* of seen; NULL: UTC */
	const char *source;	   /* who says so, in words */
	enum snapshot_basis basis; /* stated or third-party */
	bool dry_run;
};

struct histimport_result {
	char *service, *terms; /* owned, as the archive spells them */
	struct version_sighting sighting; /* its source is NULL */
	struct digest page, text;
	size_t text_bytes;
	bool kept;   /* false: this sighting was there already */
	bool is_new; /* a text that its neighbours do not have */
};
void histimport_result_release(struct histimport_result *r);

int histimport_file(struct histimport_result *out, struct store *store,
	const struct histimport *i);

#endif
