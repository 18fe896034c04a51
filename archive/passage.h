/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_PASSAGE_H
#define ARCHIVE_PASSAGE_H

/*
 * Full text over the texts of all versions of all terms. What is indexed are
 * distinct passages (paragraphs, items, headings, rows: plain text), each
 * once, with the texts of each terms that it stands in, as ranges of numbers.
 * Dates are no part of it: whoever asks lays the numbers beside the spans of
 * archive/version.h, so that a copy found later needs no new index.
 *
 *	while ((rc = passage_next(&text, &found, store)) == 0 && found) {
 *		(unless text.known: split it into blocks)
 *		rc = passage_add(store, &text, blocks, n);
 *		passage_text_release(&text);
 *	}
 *	rc = passage_each(store, query, fn, ctx);
 *
 * What always holds: the index is a function of the texts; it is never looked
 * at by verify, may be cleared at any time, and goes with the first content
 * that is emptied. In what order texts were added is their number, from 1 in
 * each terms; a text that comes back keeps its number.
 */

#include <stdbool.h>

#include "archive/store.h"
#include "base/digest.h"

/* What to look for, as a tree; owned by who made it. */
enum passage_op {
	PASSAGE_PHRASE, /* words, one behind the other */
	PASSAGE_NEAR,	/* two phrases, at most distance words apart */
	PASSAGE_AND,
	PASSAGE_OR,
	PASSAGE_NOT, /* left, without right */
};

struct passage_query {
	enum passage_op op;
	const char *words; /* of a phrase: any text with a word in it */
	bool prefix;	   /* its last word is the beginning of one */
	int distance;	   /* of NEAR */
	const struct passage_query *left, *right; /* of the others */
};

/* The next version whose text is not indexed. */
struct passage_text {
	int64_t version;
	char *service, *terms; /* owned */
	struct digest digest;
	bool known; /* the same text is there already: nothing to split */
};
void passage_text_release(struct passage_text *t);

/* A block of a text; control characters in it count as spaces. */
struct passage_block {
	const char *body; /* borrowed, UTF-8 */
	size_t len;
	int level; /* of a heading, from 1; else 0 */
};

/* Something found: a passage, and texts of terms that it stands in. One that
 * stands in several ranges of them, or under several headings, is given once
 * for each. Borrowed. */
struct passage_hit {
	const char *service, *terms;
	int64_t line;	 /* the terms' id here */
	int64_t block;	 /* the passage's */
	int64_t section; /* the nearest heading's block, or 0 */
	int64_t first, last;
};

/* Marks in a snippet, around what was found. */
enum { PASSAGE_ON = 2, PASSAGE_OFF = 3 };

/* How many versions are not indexed. */
int passage_pending(int64_t *out, struct store *s);

/* Opens a transaction to add in: of the archive, or, where the index is lent,
 * of this process alone. End it with store_end(). */
int passage_begin(struct store *s);

/* The next text to add; t is to be released when *found. */
int passage_next(struct passage_text *out, bool *found, struct store *s);

/* Adds it. n is 0 where its content is gone. */
int passage_add(struct store *s, const struct passage_text *t,
	const struct passage_block *blocks, size_t n);

/* Empties the index. */
int passage_clear(struct store *s);

/* For an archive that cannot be written: an empty index in the memory of this
 * process, used from now on instead of the archive's. */
int passage_lend(struct store *s);

/* Called when a content's bytes leave: where it was a text that is indexed,
 * the index goes too. */
int passage_forget(struct store *s, const struct digest *d);

/* All that is found, in order of service, terms, passage, number; fn non-zero
 * ends, and is returned. ERR_INVALID for a tree deeper than 64. */
typedef int (*passage_fn)(const struct passage_hit *hit, void *ctx);
int passage_each(struct store *s, const struct passage_query *q, passage_fn fn,
	void *ctx);

/* The numbers of a terms' texts, in order: fn for each. */
typedef int (*passage_number_fn)(
	int64_t number, const struct digest *text, void *ctx);
int passage_numbers(
	struct store *s, int64_t line, passage_number_fn fn, void *ctx);

/* Appends a passage, whole, or what surrounds the words that were found, with
 * PASSAGE_ON and _OFF around them and "…" where it is cut. */
int passage_body(struct str *out, struct store *s, int64_t block);
int passage_snippet(struct str *out, struct store *s,
	const struct passage_query *q, int64_t block);

/* The block of the heading above a heading in a text, or 0. */
int passage_above(int64_t *out, struct store *s, const struct passage_hit *hit,
	int64_t heading);

#endif
