/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WALL_MATCH_H
#define SCRAPERS_WALL_MATCH_H

/*
 * Many fixed patterns in one pass over a text. Patterns are ASCII in lower
 * case, at least WALL_MATCH_MIN bytes; they match in any case.
 *
 *	struct wall_match m;
 *
 *	wall_match_init(&m);
 *	wall_match_add(&m, 7, "just a moment");
 *	wall_match_each(&m, text, len, hit, ctx);	hit(7, offset, ctx)
 */

#include <stddef.h>
#include <stdint.h>

enum { WALL_MATCH_MIN = 3, WALL_MATCH_MAX = 512, WALL_MATCH_BUCKETS = 512 };

struct wall_match {
	size_t n;
	struct {
		const char *text; /* borrowed */
		size_t len;
		int id;
		int next; /* in its bucket; -1 ends */
	} patterns[WALL_MATCH_MAX];
	int16_t buckets[WALL_MATCH_BUCKETS]; /* by the first three bytes */
};

typedef void (*wall_match_fn)(int id, size_t offset, size_t len, void *ctx);

void wall_match_init(struct wall_match *m);
void wall_match_add(struct wall_match *m, int id, const char *pattern);

/* Calls fn for every occurrence of every pattern, in the text's order. Time:
 * linear in len; a byte costs at most one bucket's patterns. */
void wall_match_each(const struct wall_match *m, const char *text, size_t len,
	wall_match_fn fn, void *ctx);

#endif
