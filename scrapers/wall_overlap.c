/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Each sentence becomes a 64-bit number (FNV-1a of its folded letters and
 * digits, one space between words); the numbers of both texts are sorted and
 * walked side by side. Two sentences with the same number by accident change
 * a count by one.
 */
#include "scrapers/wall_overlap.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/wall_text.h"

struct numbers {
	uint64_t *v; /* owned */
	size_t n, room;
	uint64_t hash; /* of the sentence under way */
	size_t words;
	bool in_word;
};

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static void mix(struct numbers *s, unsigned char byte)
{
	s->hash = (s->hash ^ byte) * FNV_PRIME;
}

static void end_sentence(struct numbers *s)
{
	if (s->words >= WALL_SENTENCE) {
		s->v = mem_grow(s->v, &s->room, s->n + 1, sizeof(*s->v));
		s->v[s->n++] = s->hash;
	}
	s->hash = FNV_START;
	s->words = 0;
	s->in_word = false;
}

static bool is_end(uint32_t cp)
{
	return cp == '.' || cp == '!' || cp == '?' || cp == '\n' ||
	       cp == 0x3002;
}

/* A folded byte of a letter or digit; all that is not ASCII is taken as
 * one. */
static bool is_letter(unsigned char c)
{
	return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
}

static void add_character(struct numbers *s, uint32_t cp)
{
	char bytes[WALL_FOLD_ROOM];
	size_t n = wall_fold_one(bytes, cp);

	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if (!is_letter(c)) {
			s->in_word = false;
			continue;
		}
		if (!s->in_word) {
			s->words++;
			mix(s, ' ');
		}
		s->in_word = true;
		mix(s, c);
	}
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void read_sentences(struct numbers *out, const char *text, size_t len)
{
	end_sentence(out);
	for (size_t i = 0; i < len;) {
		uint32_t cp;

		i += utf8_decode(&cp, text + i, len - i);
		if (is_end(cp))
			end_sentence(out);
		else
			add_character(out, cp);
	}
	end_sentence(out);
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), compare);
}

/* How many of a are in b; both sorted. */
static size_t shared(const struct numbers *a, const struct numbers *b)
{
	size_t n = 0;

	for (size_t i = 0, k = 0; i < a->n; i++) {
		while (k < b->n && b->v[k] < a->v[i])
			k++;
		if (k < b->n && b->v[k] == a->v[i])
			n++;
	}
	return n;
}

void wall_overlap(struct wall_overlap *out, const char *before,
	size_t before_len, const char *now, size_t now_len)
{
	struct numbers a = { 0 }, b = { 0 };

	read_sentences(&a, before, before_len);
	read_sentences(&b, now, now_len);
	out->before = a.n;
	out->now = b.n;
	out->kept = shared(&a, &b);
	out->known = shared(&b, &a);
	free(a.v);
	free(b.v);
}
