/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A word is a run of ASCII letters, bytes of other letters, and hyphens
 * between such. The last word of a line that ends in a hyphen is no witness.
 */
#include "scrapers/pdftext_words.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/mem.h"
#include "base/utf8.h"

#define FNV_START UINT64_C(14695981039346656037)
#define FNV_PRIME UINT64_C(1099511628211)

static uint64_t mix(uint64_t hash, const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		char c = p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		hash = (hash ^ (unsigned char)c) * FNV_PRIME;
	}
	return hash;
}

/* The length of the letter at p, 0 for something else. */
static size_t letter(const char *p, size_t len)
{
	uint32_t cp;
	size_t n = len > 0 ? utf8_decode(&cp, p, len) : 0;

	return n > 0 && uc_is_alpha(cp) ? n : 0;
}

static size_t letters(const char *p, size_t len)
{
	size_t i = 0, n;

	while ((n = letter(p + i, len - i)) > 0)
		i += n;
	return i;
}

/* The length of the word at p, with hyphens inside. */
static size_t word(const char *p, size_t len)
{
	size_t i = letters(p, len);

	while (i > 0 && i < len && p[i] == '-') {
		size_t n = letters(p + i + 1, len - i - 1);

		if (n == 0)
			break;
		i += 1 + n;
	}
	return i;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

static void add_line(
	struct pdftext_words *w, size_t *room, const char *p, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		n = word(p + i, len - i);
		if (n == 0) {
			uint32_t cp;

			n = utf8_decode(&cp, p + i, len - i);
			continue;
		}
		if (i + n + 1 == len && p[i + n] == '-')
			continue;
		w->v = mem_grow(w->v, room, w->n + 1, sizeof(*w->v));
		w->v[w->n++] = mix(FNV_START, p + i, n);
	}
}

void pdftext_words_read(
	struct pdftext_words *out, const struct pdftext_layout *l)
{
	size_t room = 0;

	pdftext_words_release(out);
	for (size_t i = 0; i < l->n; i++)
		add_line(out, &room, l->text.p + l->lines[i].text,
			l->lines[i].len);
	if (out->n > 0)
		qsort(out->v, out->n, sizeof(*out->v), compare);
}

static bool stands(const struct pdftext_words *w, uint64_t hash)
{
	return w->n > 0 &&
	       bsearch(&hash, w->v, w->n, sizeof(*w->v), compare) != NULL;
}

/* Where the last word of the line begins, hyphens inside included. */
static size_t last_word(const char *line, size_t end)
{
	size_t i = end;

	while (i > 0) {
		size_t k = i - 1;

		while (k > 0 && ((unsigned char)line[k] & 0xC0) == 0x80)
			k--;
		if (line[k] != '-' && letter(line + k, i - k) == 0)
			break;
		i = k;
	}
	return i;
}

static bool is_lower(const char *p, size_t len)
{
	uint32_t cp = 0;

	return len > 0 && utf8_decode(&cp, p, len) > 0 && uc_is_lower(cp);
}

enum pdftext_join pdftext_words_join(const struct pdftext_words *w,
	const char *line, size_t len, const char *next, size_t next_len)
{
	size_t behind = word(next, next_len);
	uint64_t without, with;
	size_t from;

	if (len >= 2 && memcmp(line + len - 2, "\xC2\xAD", 2) == 0)
		return PDFTEXT_LETTERS;
	if (len < 2 || line[len - 1] != '-' || !is_lower(next, next_len))
		return PDFTEXT_SPACE;
	from = last_word(line, len - 1);
	if (from == len - 1)
		return PDFTEXT_SPACE;
	without =
		mix(mix(FNV_START, line + from, len - 1 - from), next, behind);
	with = mix(mix(FNV_START, line + from, len - from), next, behind);
	return stands(w, without) && !stands(w, with) ? PDFTEXT_LETTERS
						      : PDFTEXT_HYPHEN;
}

void pdftext_words_release(struct pdftext_words *w)
{
	free(w->v);
	*w = (struct pdftext_words){ 0 };
}
