/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_BAG_H
#define SCRAPERS_REDLINE_BAG_H

/*
 * How many words two blocks share: each block as a sorted bag of hashes, and
 * an index from rare words to the blocks that have them.
 *
 *	struct redline_bags a = { 0 }, b = { 0 };
 *
 *	redline_bags_make(&a, &old, to_new, seed);	the same seed
 *	redline_bags_make(&b, &new, to_old, seed);
 *	common = redline_bag_common(&a, i, &b, j);
 *
 * Words here are runs of letters and digits, every byte from 0x80 taken as a
 * letter: for a measure of nearness, any bytes will do. A bag holds at most
 * BAG_MAX words of its block.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "scrapers/blocks.h"

enum { BAG_MAX = 4096 };

struct redline_bags {
	struct redline_bag {
		size_t at, n; /* in words */
	} * v;		      /* owned: by block */
	uint32_t *words;      /* owned */
	size_t blocks, n, cap;
};

/* Bags of the blocks whose partner is SIZE_MAX; the others are empty. */
void redline_bags_make(struct redline_bags *out, const struct blocks *b,
	const size_t *partner, uint64_t seed);
void redline_bags_release(struct redline_bags *b);

/* Words that block i of a and block j of b share. */
size_t redline_bag_common(const struct redline_bags *a, size_t i,
	const struct redline_bags *b, size_t j);

struct redline_index {
	struct redline_posting {
		uint32_t word, block;
	} * v; /* owned: sorted by word */
	size_t n;
	uint32_t *votes; /* owned: by block; zero between searches */
};

void redline_index_make(
	struct redline_index *out, const struct redline_bags *b);
void redline_index_release(struct redline_index *x);

/* The block in [from, to) without partner that shares most rare words with
 * block i of a. False when none does. */
bool redline_index_find(size_t *block, const struct redline_index *x,
	const struct redline_bags *a, size_t i, size_t from, size_t to,
	const size_t *partner);

/* A random start, so that nobody can choose collisions; and the hash. */
uint64_t redline_bag_seed(void);
uint64_t redline_bag_hash(uint64_t seed, const char *text, size_t len);

#endif
