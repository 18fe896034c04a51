/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/typography.h"

#include <stdbool.h>
#include <string.h>

#include "base/err.h"

static const char full[] = "\xC2\xA0", narrow[] = "\xE2\x80\xAF";

/* A no-break space stands before these, and behind those. */
static const struct {
	const char *mark, *space;
} before[] = {
	{ ";", narrow }, { "!", narrow }, { "?", narrow }, { ":", full },
	{ "%", full }, { "\xE2\x82\xAC", full }, /* € */
	{ "\xC2\xBB", full },			 /* » */
	{ "n\xC2\xB0", full },			 /* n° */
};
static const char open_quote[] = "\xC2\xAB"; /* « */
static const char *const before_number[] = { "n\xC2\xB0", "N\xC2\xB0",
	"\xC2\xA7", "art.", "Art.", "p.", "\xE2\x84\x96" };

static bool starts(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(text, word, n) == 0;
}

/* Whether the word ends here, and begins where a word may. */
static bool ends(const char *text, size_t len, const char *word)
{
	size_t n = strlen(word);

	return len >= n && memcmp(text + len - n, word, n) == 0 &&
	       (len == n || strchr(" (\n", text[len - n - 1]) != NULL);
}

/* The no-break space that the plain one at text[i] becomes, or NULL. */
static const char *replace(const char *text, size_t len, size_t i)
{
	const char *next = text + i + 1;
	size_t left = len - i - 1;

	if (i >= 2 && starts(text + i - 2, 2, open_quote))
		return full;
	for (size_t k = 0; k < sizeof(before) / sizeof(before[0]); k++)
		if (starts(next, left, before[k].mark))
			return before[k].space;
	if (left == 0 || *next < '0' || *next > '9')
		return NULL;
	for (size_t k = 0; k < sizeof(before_number) / sizeof(char *); k++)
		if (ends(text, i, before_number[k]))
			return full;
	return NULL;
}

int typography_apply(
	struct str *out, const char *text, size_t len, const char *lang)
{
	size_t from = 0;

	if (strncmp(lang, "fr", 2) != 0)
		return str_add(out, text, len);
	for (size_t i = 0; i < len; i++) {
		const char *space =
			text[i] == ' ' ? replace(text, len, i) : NULL;

		if (space == NULL)
			continue;
		str_add(out, text + from, i - from);
		str_puts(out, space);
		from = i + 1;
	}
	return str_add(out, text + from, len - from);
}
