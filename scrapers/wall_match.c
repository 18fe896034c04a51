/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table from the first three bytes of a pattern to the patterns that begin
 * so; at each place of the text the one bucket is compared. Buckets are
 * short and patterns are too, so that hostile text costs a constant a byte.
 */
#include "scrapers/wall_match.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

static unsigned char lower(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static unsigned bucket_of(const char *p)
{
	unsigned h = lower(p[0]) * 131U + lower(p[1]) * 31U + lower(p[2]) * 7U;

	return h % WALL_MATCH_BUCKETS;
}

void wall_match_init(struct wall_match *m)
{
	m->n = 0;
	for (size_t i = 0; i < WALL_MATCH_BUCKETS; i++)
		m->buckets[i] = -1;
}

void wall_match_add(struct wall_match *m, int id, const char *pattern)
{
	size_t len = strlen(pattern);
	unsigned b;

	assert(len >= WALL_MATCH_MIN && m->n < WALL_MATCH_MAX);
	b = bucket_of(pattern);
	m->patterns[m->n].text = pattern;
	m->patterns[m->n].len = len;
	m->patterns[m->n].id = id;
	m->patterns[m->n].next = m->buckets[b];
	m->buckets[b] = (int16_t)m->n;
	m->n++;
}

static bool same(const char *text, const char *pattern, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (lower(text[i]) != (unsigned char)pattern[i])
			return false;
	return true;
}

void wall_match_each(const struct wall_match *m, const char *text, size_t len,
	wall_match_fn fn, void *ctx)
{
	for (size_t i = 0; i + WALL_MATCH_MIN <= len; i++) {
		int p = m->buckets[bucket_of(text + i)];

		for (; p >= 0; p = m->patterns[p].next) {
			size_t n = m->patterns[p].len;

			if (n <= len - i &&
				same(text + i, m->patterns[p].text, n))
				fn(m->patterns[p].id, i, n, ctx);
		}
	}
}
