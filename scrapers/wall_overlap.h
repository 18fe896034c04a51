/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WALL_OVERLAP_H
#define SCRAPERS_WALL_OVERLAP_H

/*
 * How much of one text's sentences another has: what tells a document that
 * was shortened, or stayed as it is, from another page in its place.
 *
 *	struct wall_overlap o;
 *
 *	wall_overlap(&o, before, before_len, now, now_len);
 *	if (o.kept * 10 < o.before)
 *		nearly all sentences are gone;
 *
 * A sentence is what stands between ends of lines and . ! ? with at least
 * WALL_SENTENCE words; case, accents, marks and spaces do not matter. A
 * sentence that comes twice counts twice. Time: n log n in the sentences.
 */

#include <stddef.h>

enum { WALL_SENTENCE = 4 };

struct wall_overlap {
	size_t before, now; /* sentences in each */
	size_t kept;	    /* of before, those that now has */
	size_t known;	    /* of now, those that before had */
};

/* Compares two Markdown texts. */
void wall_overlap(struct wall_overlap *out, const char *before,
	size_t before_len, const char *now, size_t now_len);

#endif
