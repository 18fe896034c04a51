/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINT_CONTEXT_H
#define SCRAPERS_LINT_CONTEXT_H

/*
 * What stands around a vague word and takes the vagueness from it, by the
 * words of a lexicon's "context": who acts, and whether it is denied.
 *
 *	struct lint_marks marks = { 0 };
 *
 *	lint_context_add(&marks, LEXICON_READER, offset, end);
 *	lint_context_ready(&marks);
 *	lint_context_is_denied(&marks, &place)
 *	lint_context_release(&marks);
 *
 * In doubt the answer is no: a word too many is shown, and the reader sees
 * its sentence. Offsets are the caller's, all in one text.
 */

#include <stdbool.h>
#include <stddef.h>

#include "scrapers/lexicon.h"

struct lint_mark {
	size_t at, end;
	enum lexicon_context kind;
};

struct lint_marks {
	struct lint_mark *v; /* owned */
	size_t n, cap;
};

void lint_context_add(
	struct lint_marks *m, enum lexicon_context kind, size_t at, size_t end);

/* Call once, behind the last lint_context_add(). */
void lint_context_ready(struct lint_marks *m);
void lint_context_release(struct lint_marks *m);

/* A word in its sentence. */
struct lint_place {
	size_t from, to; /* the sentence */
	size_t at;	 /* the word */
};

/* "We do not share them with partners": a denial stands before the word, the
 * vendor is not named anew in between, and the sentence has no exception. */
bool lint_context_is_denied(
	const struct lint_marks *m, const struct lint_place *p);

/* "You may object at any time": of reader and vendor, the reader was named
 * last before the word; of a word that begins the sentence, first behind. */
bool lint_context_is_reader(
	const struct lint_marks *m, const struct lint_place *p);

#endif
