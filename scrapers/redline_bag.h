/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_BAG_H
#define SCRAPERS_REDLINE_BAG_H

/*
 * How many words two blocks share: each block as a sorted bag of numbers, and
 * an index from rare words to the blocks that have them.
 *
 *	struct redline_bags a = { 0 }, b = { 0 };
 *	struct intern words = { 0 };
 *
 *	redline_bags_make(&a, &old, to_new, &words);
 *	redline_bags_make(&b, &new, to_old, &words);
 *	common = redline_bag_common(&a, i, &b, j);
 *
 * Words go by their letters alone (scrapers/caseless), those of links' targets
 * only in a block that has no others; any bytes will do. A bag holds at most
 * BAG_MAX words of its block.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scrapers/blocks.h"
#include "scrapers/intern.h"

enum { BAG_MAX = 4096 };

struct redline_bags {
	struct redline_bag {
		size_t at, n; /* in words */
	} * v;		      /* owned: by block */
	uint32_t *words;      /* owned */
	size_t blocks, n;
	char *text; /* owned: of the words, borrowed by their numbers */
	struct redline_letters {
		size_t at, len;
	} * letters; /* owned: by block, all its words, in text */
};

/* Bags of the blocks whose partner is SIZE_MAX; the others are empty. Words
 * get their numbers from `words`, the same for both texts, which must not be
 * used any more when the bags are released. */
void redline_bags_make(struct redline_bags *out, const struct blocks *b,
	const size_t *partner, struct intern *words);
void redline_bags_release(struct redline_bags *b);

/* Words that block i of a and block j of b share. */
size_t redline_bag_common(const struct redline_bags *a, size_t i,
	const struct redline_bags *b, size_t j);

struct redline_index {
	size_t *start;	  /* owned: by word, its first block */
	uint32_t *blocks; /* owned */
	struct redline_vote {
		uint32_t n, search; /* votes of this search */
	} * votes;		    /* owned: by block */
	uint32_t searches;
};

/* last: the greatest number of a word in any bag. */
void redline_index_make(
	struct redline_index *out, const struct redline_bags *b, uint32_t last);
void redline_index_release(struct redline_index *x);

/* Where a block is looked for: in [from, to), of equals the nearest. */
struct redline_place {
	size_t from, to, near;
};

/* The block at the place without partner that shares most rare words with
 * block i of a. False when none does. */
bool redline_index_find(size_t *block, struct redline_index *x,
	const struct redline_bags *a, size_t i,
	const struct redline_place *place, const size_t *partner);

#endif
