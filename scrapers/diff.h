/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_DIFF_H
#define SCRAPERS_DIFF_H

/*
 * What changed between two texts: lines aligned by Myers' algorithm, and
 * inside changed lines the words.
 *
 *	struct diff d = { 0 };
 *
 *	diff_lines(&d, old, old_len, new, new_len);
 *	for (size_t i = 0; i < d.n; i++)
 *		lines d.v[i].old.at … became lines d.v[i].new.at …
 *	diff_release(&d);
 *
 * What always holds: the runs are in order and apart, and putting the new
 * lines of each run in place of its old ones turns the old text into the new
 * one, byte for byte. The script is the shortest there is, unless `coarse`:
 * where two texts differ in very many places, the search is cut at a cost
 * and its best point so far is taken; the script is still exact.
 *
 * The texts are borrowed and must outlive the struct; valid UTF-8 for
 * diff_words(), any bytes for the rest.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Pieces of a text: piece i is the bytes from at[i] up to at[i + 1]. */
struct diff_text {
	const char *text; /* borrowed */
	size_t *at;	  /* owned: n + 1 offsets */
	size_t n;
};

/* Pieces from `at`, `n` of them. */
struct diff_range {
	size_t at, n;
};

struct diff_run {
	struct diff_range old, new;
};

struct diff {
	struct diff_text old, new;
	struct diff_run *v; /* owned: what changed, in order */
	size_t n, cap;
	bool coarse;
};

/* Lines, each with its line feed. Replaces what out held. */
void diff_lines(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len);

/* Words and what stands between them (scrapers/words). */
void diff_words(struct diff *out, const char *old, size_t old_len,
	const char *new, size_t new_len);

/* Numbers: piece i is the four bytes of the number i. For what was given
 * numbers already, like blocks of a text. */
void diff_numbers(struct diff *out, const uint32_t *old, size_t old_n,
	const uint32_t *new, size_t new_n);

/* Joins runs that are parted only by white space, so that a mark-up reads as
 * an editor's: "{-the watch-}{+our products+}", not a mark for each word. The
 * script is no longer the shortest; it stays exact. */
void diff_join(struct diff *d);

void diff_release(struct diff *d);

/* The bytes of a range, borrowed from the text. */
const char *diff_bytes(
	const struct diff_text *t, const struct diff_range *range, size_t *len);

/* Appends the old text with the runs applied: the new text. */
int diff_apply(struct str *out, const struct diff *d);

#endif
