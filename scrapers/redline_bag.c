/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bags are sorted all at once: words go by their number (a counting sort),
 * then each to its block.
 */
#include "scrapers/redline_bag.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/str.h"
#include "scrapers/caseless.h"
#include "scrapers/mdlink.h"

enum { RARE = 8 }; /* a word that more blocks have says nothing */

/* A word and the block it stands in. */
struct place {
	uint32_t word, block;
};

struct places {
	struct place *v;
	size_t n;
};

/* Words one after the other, where each ends, and of which block it is. */
struct gathered {
	struct str text;
	struct {
		size_t end;
		uint32_t block;
	} * v;
	size_t n, cap;
};

static void gather(struct gathered *g, const char *text, size_t len,
	size_t most, uint32_t block)
{
	size_t at = 0;

	while (g->n < most && caseless_next(&g->text, &at, text, len)) {
		g->v = mem_grow(g->v, &g->cap, g->n + 1, sizeof(*g->v));
		g->v[g->n].end = g->text.len;
		g->v[g->n++].block = block;
	}
}

/* The words of a block but for where its links lead; all of them when there
 * are no others. */
static void gather_block(
	struct gathered *g, const char *text, size_t len, uint32_t block)
{
	size_t first = g->n, from = 0;

	for (size_t p = 0; p < len;) {
		const char *end = memchr(text + p, ']', len - p);
		size_t n;

		if (end == NULL)
			break;
		p = (size_t)(end - text) + 1;
		n = mdlink_target(text + p, len - p);
		if (n == 0)
			continue;
		gather(g, text + from, p - from, first + BAG_MAX, block);
		from = p += n;
	}
	gather(g, text + from, len - from, first + BAG_MAX, block);
	if (g->n == first)
		gather(g, text, len, first + BAG_MAX, block);
}

/* Where each word's places begin when they stand by word: last + 2 of them. */
static size_t *count_places(const struct places *p, uint32_t last)
{
	size_t *start = mem_new((size_t)last + 2, sizeof(*start));

	for (size_t i = 0; i < p->n; i++)
		start[p->v[i].word + 1]++;
	for (size_t w = 0; w <= last; w++)
		start[w + 1] += start[w];
	return start;
}

/* Gives the places by word, each to the end of its block's bag. */
static void fill(
	struct redline_bags *out, const struct places *p, uint32_t last)
{
	size_t *start = count_places(p, last);
	uint32_t *by_word = mem_new(p->n + 1, sizeof(*by_word));
	size_t *taken = mem_new(out->blocks + 1, sizeof(*taken));

	out->words = mem_new(p->n + 1, sizeof(*out->words));
	for (size_t i = 0; i < p->n; i++)
		by_word[start[p->v[i].word]++] = (uint32_t)i;
	for (size_t k = 0; k < p->n; k++) {
		const struct place *place = &p->v[by_word[k]];
		size_t b = place->block;

		out->words[out->v[b].at + taken[b]++] = place->word;
	}
	out->n = p->n;
	free(start);
	free(by_word);
	free(taken);
}

/* Numbers for the words that were gathered, which they borrow. */
static void number(
	struct places *out, const struct gathered *g, struct intern *words)
{
	size_t from = 0;

	out->v = mem_new(g->n + 1, sizeof(*out->v));
	for (; out->n < g->n; out->n++) {
		size_t end = g->v[out->n].end;

		out->v[out->n] = (struct place){
			intern_id(words, g->text.p + from, end - from),
			g->v[out->n].block
		};
		from = end;
	}
}

void redline_bags_make(struct redline_bags *out, const struct blocks *b,
	const size_t *partner, struct intern *words)
{
	struct gathered g = { 0 };
	struct places places = { 0 };

	redline_bags_release(out);
	str_init(&g.text, SIZE_MAX);
	out->blocks = b->n;
	out->v = mem_new(b->n + 1, sizeof(*out->v));
	out->letters = mem_new(b->n + 1, sizeof(*out->letters));
	for (size_t i = 0; i < b->n; i++) {
		const struct block *v = &b->v[i];

		out->v[i].at = g.n;
		out->letters[i].at = g.text.len;
		if (partner[i] == SIZE_MAX)
			gather_block(&g, b->text + v->from, v->to - v->from,
				(uint32_t)i);
		out->v[i].n = g.n - out->v[i].at;
		out->letters[i].len = g.text.len - out->letters[i].at;
	}
	number(&places, &g, words);
	fill(out, &places, words->n);
	out->text = str_take(&g.text);
	free(g.v);
	free(places.v);
}

void redline_bags_release(struct redline_bags *b)
{
	free(b->v);
	free(b->words);
	free(b->text);
	free(b->letters);
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

/* Whether word k of a bag is the one before it again. */
static bool is_again(
	const struct redline_bag *bag, const uint32_t *words, size_t k)
{
	return k > 0 && words[bag->at + k] == words[bag->at + k - 1];
}

void redline_index_make(
	struct redline_index *out, const struct redline_bags *b, uint32_t last)
{
	struct places places = { .v = mem_new(b->n + 1, sizeof(*places.v)) };
	size_t *next;

	redline_index_release(out);
	for (size_t i = 0; i < b->blocks; i++)
		for (size_t k = 0; k < b->v[i].n; k++)
			if (!is_again(&b->v[i], b->words, k))
				places.v[places.n++] = (struct place){
					b->words[b->v[i].at + k], (uint32_t)i
				};
	out->start = count_places(&places, last);
	next = count_places(&places, last);
	out->blocks = mem_new(places.n + 1, sizeof(*out->blocks));
	for (size_t i = 0; i < places.n; i++)
		out->blocks[next[places.v[i].word]++] = places.v[i].block;
	out->votes = mem_new(b->blocks + 1, sizeof(*out->votes));
	free(next);
	free(places.v);
}

void redline_index_release(struct redline_index *x)
{
	free(x->start);
	free(x->blocks);
	free(x->votes);
	*x = (struct redline_index){ 0 };
}

/* A block's distance from where it is looked for. */
static size_t away(const struct redline_place *place, size_t block)
{
	return block > place->near ? block - place->near : place->near - block;
}

/* A vote of this search for a block; how many it has now. */
static uint32_t vote(struct redline_index *x, uint32_t block)
{
	struct redline_vote *v = &x->votes[block];

	if (v->search != x->searches)
		*v = (struct redline_vote){ 0, x->searches };
	return ++v->n;
}

bool redline_index_find(size_t *block, struct redline_index *x,
	const struct redline_bags *a, size_t i,
	const struct redline_place *place, const size_t *partner)
{
	const uint32_t *words = a->words + a->v[i].at;
	uint32_t most = 0;
	size_t best = 0;

	x->searches++;
	for (size_t k = 0; k < a->v[i].n; k++) {
		size_t end = x->start[words[k] + 1];

		if (end - x->start[words[k]] > RARE)
			continue;
		for (size_t at = x->start[words[k]]; at < end; at++) {
			size_t j = x->blocks[at];
			uint32_t n;

			if (j < place->from || j >= place->to ||
				partner[j] != SIZE_MAX)
				continue;
			n = vote(x, (uint32_t)j);
			if (n < most ||
				(n == most &&
					away(place, j) >= away(place, best)))
				continue;
			most = n;
			best = j;
		}
	}
	if (most == 0)
		return false;
	*block = best;
	return true;
}
