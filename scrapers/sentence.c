/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/sentence.h"

#include <string.h>
#include <strings.h>
#include <unicase.h>

#include "base/utf8.h"

/* What stands before a full stop that ends no sentence. */
static const char *const abbreviations[] = { "e.g", "i.e", "ex", "art", "no",
	"inc", "ltd", "co", "corp", "sec", "cf", "vs", "dr", "mr", "mrs", "mme",
	"st", "z.b", "u.a", "d.h", "bzw", "abs", "nr", "ggf", "vgl", "ca",
	NULL };

static const char spaces[] = " \t\r\n\f\v";

static bool is_space(char c)
{
	return c != '\0' && strchr(spaces, c) != NULL;
}

/* Bytes of the mark that can end a sentence, or 0. */
static size_t mark(const char *text, size_t len)
{
	if (strchr(".!?", text[0]) != NULL)
		return text[0] != '\0';
	return len >= 3 && memcmp(text, "\u2026", 3) == 0 ? 3 : 0;
}

/* Bytes of what may close behind the mark, a further mark included. */
static size_t closing(const char *text, size_t len)
{
	static const char *const marks[] = { "\"", "'", ")", "]", ".", "!", "?",
		"\u201d", "\u2019", "\u00bb", "\u00a0\u00bb", "\u202f\u00bb",
		NULL };

	for (const char *const *m = marks; *m != NULL; m++) {
		size_t n = strlen(*m);

		if (n <= len && memcmp(text, *m, n) == 0)
			return n;
	}
	return 0;
}

static bool is_abbreviation(const char *text, size_t start, size_t stop)
{
	size_t from = stop, len;

	while (from > start && !is_space(text[from - 1]) &&
		text[from - 1] != '(')
		from--;
	len = stop - from;
	if (len == 1 && text[from] >= 'A')
		return true;
	for (const char *const *a = abbreviations; *a != NULL; a++)
		if (strlen(*a) == len && strncasecmp(text + from, *a, len) == 0)
			return true;
	return false;
}

static bool is_small(const char *text, size_t len)
{
	uint32_t cp;

	if (len == 0)
		return false;
	utf8_decode(&cp, text, len);
	return uc_toupper(cp) != cp;
}

/* Whether the sentence from start ends at the mark at stop; *end is behind
 * what closes. */
static bool ends(
	size_t *end, const char *text, size_t len, size_t start, size_t stop)
{
	size_t i = stop + mark(text + stop, len - stop), n, next;

	while (i < len && (n = closing(text + i, len - i)) > 0)
		i += n;
	*end = i;
	if (i < len && !is_space(text[i]))
		return false;
	for (next = i; next < len && is_space(text[next]);)
		next++;
	return !is_small(text + next, len - next) &&
	       !(text[stop] == '.' && is_abbreviation(text, start, stop));
}

/* Behind the sentence that begins at start and goes no further than len. */
static size_t find_end(const char *text, size_t len, size_t start)
{
	size_t end, i = start;

	while (i < len) {
		if (mark(text + i, len - i) == 0) {
			i++;
			continue;
		}
		if (ends(&end, text, len, start, i))
			return end;
		i = end;
	}
	while (i > start && is_space(text[i - 1]))
		i--;
	return i;
}

/* Where to cut a text that is longer than max. */
static size_t cut(const char *text, size_t max)
{
	size_t n = max;

	while (n > max / 2 && !is_space(text[n]))
		n--;
	if (n > max / 2) {
		while (n > 0 && is_space(text[n - 1]))
			n--;
		if (n > 0)
			return n;
	}
	n = max;
	while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	return n > 0 ? n : max;
}

bool sentence_next(
	size_t *at, size_t *size, const char *text, size_t len, size_t max)
{
	size_t start = *at, window;

	while (start < len && is_space(text[start]))
		start++;
	*at = start;
	if (start == len)
		return false;
	window = max > 0 && len - start > max ? start + max : len;
	*size = find_end(text, window, start) - start;
	if (window < len && start + *size == window)
		*size = cut(text + start, max);
	return true;
}
