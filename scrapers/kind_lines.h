/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KIND_LINES_H
#define SCRAPERS_KIND_LINES_H

/*
 * Which lines of two texts are not in the other, wherever they stand, and
 * how often lines came and went in the texts before.
 *
 *	struct kind_lines d;
 *
 *	kind_lines_compare(&d, &old, &new);
 *	kind_lines_words(&d, &removed, &added);
 *	kind_lines_release(&d);
 *
 * A line that comes twice counts twice. Lines are compared by their words'
 * hash; time is n log n in the lines.
 */

#include "scrapers/kind_text.h"

/* Lines by their index, in order. */
struct kind_picks {
	size_t *v; /* owned */
	size_t n, cap;
};

struct kind_lines {
	const struct kind_text *old, *new; /* borrowed */
	struct kind_picks gone, came;
};

void kind_lines_compare(struct kind_lines *out, const struct kind_text *old,
	const struct kind_text *new);
void kind_lines_release(struct kind_lines *d);

/* The first line of d->gone or d->came; NULL when there is none. */
const struct kind_line *kind_lines_first(
	const struct kind_lines *d, const struct kind_picks *picks);

/* How many words those that went have more than those that came, and the
 * other way round. */
void kind_lines_words(
	const struct kind_lines *d, size_t *removed, size_t *added);

/* True when each changed line is short and stands beside one with an age, in
 * texts that have several of these: a list of posts. */
bool kind_lines_listing(const struct kind_lines *d);

/* What is known of lines in the last `memory` texts. */
struct kind_flips;
struct kind_flips *kind_flips_new(size_t memory);
void kind_flips_free(struct kind_flips *f);

/* The next text. */
void kind_flips_note(struct kind_flips *f, const struct kind_text *text);

/* True when each changed line, and there is one, came and went again
 * and again: twice, or once for a line of a few words. */
bool kind_lines_flip(const struct kind_lines *d, const struct kind_flips *f);

#endif
