/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CHANGE_H
#define SCRAPERS_CHANGE_H

/*
 * One change of terms, as it is told outside: to a hook, in a feed.
 *
 *	struct change_place at = { store, "Exemple", "Privacy Policy",
 *		&spans, 3 };
 *	struct change c = { 0 };
 *
 *	rc = change_read(&c, &at);
 *	...
 *	change_release(&c);
 *
 * The first version of terms is a change too: from nothing.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "archive/version.h"
#include "base/str.h"
#include "scrapers/diff.h"
#include "scrapers/kind.h"

/* The span that is looked at among all spans of its terms; borrowed. */
struct change_place {
	struct store *store;
	const char *service, *terms;
	const struct version_spans *spans;
	size_t index;
};

/* Members without a word on it are borrowed from the place. */
struct change {
	const char *service, *terms;
	const struct version_span *now, *before; /* before NULL: the first */
	int returns;	/* the number of an earlier version with this very
			   text; 0: it is new */
	bool technical; /* a change of our rules, not the vendor's */
	const struct kind *kind; /* borrowed: who knows it sets it, or NULL */
	size_t added, removed;	 /* words */
	char *url;		 /* owned: of the page, as declared then */
	struct digest body;	 /* of the page that showed it first */
	struct str old, text;	 /* owned: both texts, valid UTF-8 */
	struct diff lines;	 /* owned: from old to text */
};

/* The number of the first earlier span with the same text; 0: none. */
int change_returns(const struct version_spans *spans, size_t index);

/* Reads both texts and compares them. The archive's failures. */
int change_read(struct change *out, const struct change_place *at);
void change_release(struct change *c);

/* {"schema": "constat.change/1", "service", "terms", "url", "outcome": "new"
 * or "changed", "version", "text", "bytes", "seen", "precision", "basis",
 * "source", "previous": {"version", "text", "bytes", "last_seen"} or null,
 * "words_added", "words_removed", "returns_to": a number or null,
 * "technical", and when it is known "change": see kinds_json()}. A new
 * tree. */
cJSON *change_json(const struct change *c);

#endif
