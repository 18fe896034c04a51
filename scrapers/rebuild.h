/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REBUILD_H
#define SCRAPERS_REBUILD_H

/*
 * Versions made again from the pages that were kept.
 *
 *	struct rebuild_options o = { .fn = hear };
 *
 *	rc = rebuild_check(store, &o);	by the rules of then: the same text?
 *	rc = rebuild_upgrade(store, &o);	by the rules of now
 *
 * A check reads every kept capture by the very declaration that read it
 * then, and compares. An upgrade reads them by the declaration that holds
 * for their day (past ones in NAME.history.json) and our rules of now; where
 * the text is another one, a technical upgrade is noted for that capture,
 * never a change of the vendor's.
 */

#include "archive/store.h"
#include "base/digest.h"

enum rebuild_outcome {
	REBUILD_SAME,
	REBUILD_OTHER, /* check: the text differs; upgrade: a new text */
	REBUILD_RULES, /* check: made by rules this program does not have */
	REBUILD_UNREADABLE, /* no text is found in the page */
	REBUILD_GIVEN, /* the text was brought in as such: nothing to read */
};

/* Borrowed. */
struct rebuild_result {
	enum rebuild_outcome outcome;
	const char *service, *terms;
	int64_t snapshot;
	const char *message; /* why it is unreadable, or by which rules */
	struct digest kept, made;
};
typedef int (*rebuild_fn)(const struct rebuild_result *r, void *ctx);

/* Borrowed. */
struct rebuild_options {
	const char *folder;	     /* of the declarations */
	const char *service, *terms; /* NULL: all */
	bool dry_run;
	rebuild_fn fn;
	void *ctx;
};

/* fn hears of every reading, in order of terms and days. The archive's
 * failures, and what fn ends it with. */
int rebuild_check(struct store *store, const struct rebuild_options *o);
int rebuild_upgrade(struct store *store, const struct rebuild_options *o);

/* "same", "other", "rules", "unreadable", "given". */
const char *rebuild_outcome_name(enum rebuild_outcome outcome);

#endif
