/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_bag.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/rand.h"

enum { RARE = 8 }; /* a word that more blocks have says nothing */

uint64_t redline_bag_seed(void)
{
	uint64_t seed;

	if (rand_bytes(&seed, sizeof(seed)) != 0)
		seed = UINT64_C(0xcbf29ce484222325);
	return seed;
}

/* Eight bytes at a time: multiply, fold. */
uint64_t redline_bag_hash(uint64_t seed, const char *text, size_t len)
{
	const uint64_t prime = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t h = seed ^ (len * prime), word;

	for (; len >= sizeof(word); len -= sizeof(word)) {
		memcpy(&word, text, sizeof(word));
		h = (h ^ word) * prime;
		h ^= h >> 32;
		text += sizeof(word);
	}
	word = 0;
	if (len > 0)
		memcpy(&word, text, len);
	h = (h ^ word) * prime;
	return h ^ (h >> 29);
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

static int by_word(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static void add_words(
	struct redline_bags *out, const char *text, size_t len, uint64_t seed)
{
	size_t first = out->n;

	for (size_t p = 0; p < len && out->n - first < BAG_MAX;) {
		size_t q = p;

		while (q < len && is_letter(text[q]))
			q++;
		if (q > p) {
			out->words = mem_grow(out->words, &out->cap, out->n + 1,
				sizeof(*out->words));
			out->words[out->n++] = (uint32_t)redline_bag_hash(
				seed, text + p, q - p);
		}
		p = q + 1;
	}
	if (out->n > first)
		qsort(out->words + first, out->n - first, sizeof(*out->words),
			by_word);
}

void redline_bags_make(struct redline_bags *out, const struct blocks *b,
	const size_t *partner, uint64_t seed)
{
	redline_bags_release(out);
	out->blocks = b->n;
	out->v = mem_new(b->n + 1, sizeof(*out->v));
	for (size_t i = 0; i < b->n; i++) {
		const struct block *v = &b->v[i];

		out->v[i].at = out->n;
		if (partner[i] == SIZE_MAX)
			add_words(
				out, b->text + v->from, v->to - v->from, seed);
		out->v[i].n = out->n - out->v[i].at;
	}
}

void redline_bags_release(struct redline_bags *b)
{
	free(b->v);
	free(b->words);
	*b = (struct redline_bags){ 0 };
}

size_t redline_bag_common(const struct redline_bags *a, size_t i,
	const struct redline_bags *b, size_t j)
{
	size_t n = a->v[i].n, m = b->v[j].n, p = 0, q = 0, common = 0;
	const uint32_t *x, *y;

	if (n == 0 || m == 0)
		return 0;
	x = a->words + a->v[i].at;
	y = b->words + b->v[j].at;
	while (p < n && q < m) {
		if (x[p] == y[q]) {
			common++;
			p++;
			q++;
		} else if (x[p] < y[q]) {
			p++;
		} else {
			q++;
		}
	}
	return common;
}

static int by_posting(const void *a, const void *b)
{
	const struct redline_posting *x = a, *y = b;

	if (x->word != y->word)
		return x->word < y->word ? -1 : 1;
	return (x->block > y->block) - (x->block < y->block);
}

void redline_index_make(struct redline_index *out, const struct redline_bags *b)
{
	redline_index_release(out);
	out->v = mem_new(b->n + 1, sizeof(*out->v));
	out->votes = mem_new(b->blocks + 1, sizeof(*out->votes));
	for (size_t i = 0; i < b->blocks; i++) {
		for (size_t k = 0; k < b->v[i].n; k++) {
			uint32_t word = b->words[b->v[i].at + k];

			if (k > 0 && b->words[b->v[i].at + k - 1] == word)
				continue;
			out->v[out->n++] =
				(struct redline_posting){ word, (uint32_t)i };
		}
	}
	qsort(out->v, out->n, sizeof(*out->v), by_posting);
}

void redline_index_release(struct redline_index *x)
{
	free(x->v);
	free(x->votes);
	*x = (struct redline_index){ 0 };
}

/* The first posting of a word, or of the next one. */
static size_t first_posting(const struct redline_index *x, uint32_t word)
{
	size_t low = 0, high = x->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (x->v[middle].word < word)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Adds d to the votes of the blocks that have a rare word, and takes the one
 * with most for the best. */
static void vote(const struct redline_index *x, uint32_t word, int d,
	uint32_t *best, size_t *block, const size_t *partner)
{
	size_t k = first_posting(x, word), end = k;

	while (end < x->n && end - k <= RARE && x->v[end].word == word)
		end++;
	if (end - k > RARE)
		return;
	for (; k < end; k++) {
		uint32_t i = x->v[k].block;

		x->votes[i] += (uint32_t)d;
		if (x->votes[i] > *best && partner[i] == SIZE_MAX) {
			*best = x->votes[i];
			*block = i;
		}
	}
}

bool redline_index_find(size_t *block, const struct redline_index *x,
	const struct redline_bags *a, size_t i, size_t from, size_t to,
	const size_t *partner)
{
	const uint32_t *words;
	uint32_t best = 0, none = UINT32_MAX;
	size_t found = 0, unused;

	if (a->v[i].n == 0)
		return false;
	words = a->words + a->v[i].at;
	for (size_t k = 0; k < a->v[i].n; k++)
		vote(x, words[k], 1, &best, &found, partner);
	for (size_t k = 0; k < a->v[i].n; k++)
		vote(x, words[k], -1, &none, &unused, partner);
	if (best == 0 || found < from || found >= to)
		return false;
	*block = found;
	return true;
}
