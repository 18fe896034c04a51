/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WORDS_H
#define SCRAPERS_WORDS_H

/*
 * Words of a text, by the default rules of Unicode (UAX #29) as libunistring
 * has them. Everything is a piece: words, and what stands between them.
 *
 *	struct words w = { 0 };
 *
 *	words_split(&w, "l'app, 2 pas", 12);
 *	for (size_t i = 0; i < w.n; i++)
 *		piece from w.v[i] up to w.v[i + 1]
 *	words_release(&w);
 *
 * What always holds: pieces joined give the text, byte for byte; no piece is
 * empty. The text must be valid UTF-8.
 */

#include <stddef.h>

struct words {
	size_t *v; /* owned: n + 1 offsets, the last is the text's length */
	size_t n;
};

/* Splits len bytes; replaces what out held. */
void words_split(struct words *out, const char *text, size_t len);
void words_release(struct words *w);

/* How many pieces have a letter or a digit: what people call words. */
size_t words_count(const char *text, size_t len);

#endif
