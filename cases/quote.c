/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Both sides lose their markup through base/markdown, are put into Normal
 * Form C, and are then folded: runs of white space (no-break spaces too)
 * become one space, typographic apostrophes and hyphens the plain ones,
 * "..." the ellipsis, zero-width characters nothing.
 */
#include "cases/quote.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "scrapers/sentence.h"

int quote_plain(struct str *out, const char *markdown, size_t len)
{
	struct markdown md = { 0 };
	int rc = markdown_parse_limited(&md, markdown, len);

	str_puts(out, "");
	for (size_t i = 0; i < md.n && rc == 0; i++) {
		size_t before = out->len;

		rc = markdown_text(out, &md.blocks[i]);
		for (size_t k = before; k < out->len; k++)
			if (out->p[k] == '\n')
				out->p[k] = ' ';
		if (rc == 0 && out->len > before)
			rc = str_putc(out, '\n');
	}
	markdown_release(&md);
	return rc;
}

static uint32_t fold_char(uint32_t c)
{
	if (c == 0x2018 || c == 0x2019 || c == 0x02BC)
		return '\'';
	if (c == 0x2010 || c == 0x2011)
		return '-';
	if (c == 0x201C || c == 0x201D)
		return '"';
	return c;
}

/* Appends the text folded, without spaces at its ends. */
static int fold(struct str *out, const char *text, size_t len)
{
	struct str nfc = { 0 };
	bool space = false;
	int rc = utf8_nfc(&nfc, text, len);

	for (size_t i = 0; i < nfc.len && rc == 0;) {
		uint32_t c;
		size_t n = utf8_decode(&c, nfc.p + i, nfc.len - i);

		if (nfc.len - i >= 3 && memcmp(nfc.p + i, "...", 3) == 0) {
			c = 0x2026;
			n = 3;
		}
		i += n;
		if (utf8_is_space(c))
			space = true;
		if (utf8_is_space(c) || utf8_is_invisible(c))
			continue;
		if (space && out->len > 0)
			str_putc(out, ' ');
		space = false;
		rc = utf8_put(out, fold_char(c));
	}
	str_release(&nfc);
	return rc;
}

/* A quotation in the form in which texts are compared. */
static int fold_quotation(struct str *out, const char *quotation)
{
	struct str plain = { 0 };
	int rc = quote_plain(&plain, quotation, strlen(quotation));

	str_init(out, 0);
	if (rc == 0)
		rc = fold(out, plain.p != NULL ? plain.p : "", plain.len);
	str_release(&plain);
	return rc;
}

int quote_find(bool *out, const char *plain, const char *quotation)
{
	struct str text, wanted = { 0 }, typed;
	int rc;

	str_init(&text, 0);
	str_init(&typed, 0);
	rc = fold_quotation(&wanted, quotation);
	if (rc == 0)
		rc = fold(&text, plain, strlen(plain));
	if (rc == 0)
		rc = fold(&typed, quotation, strlen(quotation));
	if (rc == 0)
		*out = (wanted.len > 0 && strstr(text.p, wanted.p) != NULL) ||
		       (typed.len > 0 && strstr(text.p, typed.p) != NULL);
	str_release(&text);
	str_release(&typed);
	str_release(&wanted);
	return rc;
}

/* A word of a folded text: bytes between spaces and punctuation. */
static size_t next_word(const char **at, const char **word)
{
	static const char between[] = " .,;:!?()\"'";
	const char *p = *at + strspn(*at, between);
	size_t n = strcspn(p, between);

	*word = p;
	*at = p + n;
	return n;
}

static bool has_word(const char *text, const char *word, size_t len)
{
	const char *at = text, *other;
	size_t n;

	while ((n = next_word(&at, &other)) > 0)
		if (n == len && memcmp(other, word, len) == 0)
			return true;
	return false;
}

/* How many words of the sentence the quotation has; longer ones weigh more. */
static size_t shared(const char *sentence, const char *quotation)
{
	const char *at = sentence, *word;
	size_t sum = 0, n;

	while ((n = next_word(&at, &word)) > 0)
		if (n > 2 && has_word(quotation, word, n))
			sum += n;
	return sum;
}

/* The sentence that shares most so far. */
struct nearest {
	const char *best; /* borrowed from the text */
	size_t len, most;
};

static int weigh(
	struct nearest *n, const char *sentence, size_t len, const char *wanted)
{
	struct str folded;
	size_t score = 0;
	int rc;

	str_init(&folded, 0);
	rc = fold(&folded, sentence, len);
	if (rc == 0)
		score = shared(folded.p, wanted);
	str_release(&folded);
	if (score > n->most)
		*n = (struct nearest){ sentence, len, score };
	return rc;
}

int quote_nearest(struct str *out, const char *plain, const char *quotation)
{
	struct nearest nearest = { 0 };
	struct str wanted = { 0 };
	int rc = fold_quotation(&wanted, quotation);

	for (const char *line = plain; rc == 0 && *line != '\0';) {
		size_t len = strcspn(line, "\n"), at = 0, size;

		while (rc == 0 && sentence_next(&at, &size, line, len, 0)) {
			rc = weigh(&nearest, line + at, size, wanted.p);
			at += size;
		}
		line += len + (line[len] == '\n');
	}
	if (rc == 0 && nearest.best != NULL)
		rc = str_add(out, nearest.best, nearest.len);
	str_release(&wanted);
	return rc;
}
