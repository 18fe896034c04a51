/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/difference_words.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "scrapers/redline_words.h"

enum op { SAME, DELETED, INSERTED };

/* The list, and how many bytes went into it. */
struct list {
	cJSON *parts;
	size_t size;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Overlays, and lines below: by NFC they are not part of a letter. */
static bool draws_line(uint32_t c)
{
	return c == 0x0320 || (c >= 0x0331 && c <= 0x0338) || c == 0x0347 ||
	       c == 0x035F || (c >= 0x20D2 && c <= 0x20D3) ||
	       (c >= 0x20E5 && c <= 0x20EB) || (c >= 0xFE27 && c <= 0xFE2D);
}

static bool turns_line(uint32_t c)
{
	return c == 0x061C || c == 0x200E || c == 0x200F ||
	       (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* Whether a bracket of templates/marks.h would be written. */
static bool is_bracket(char a, char b)
{
	return (a == '[' && b == '-') || (a == '-' && b == ']') ||
	       (a == '{' && b == '+') || (a == '+' && b == '}');
}

static void clean(struct str *out, const char *text, size_t len)
{
	str_puts(out, "");
	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = utf8_decode(&c, text + i, len - i);

		if (draws_line(c) || turns_line(c))
			str_printf(out, "[U+%04X]", (unsigned)c);
		else if (out->len > 0 &&
			 is_bracket(out->p[out->len - 1], text[i]))
			str_printf(out, " %c", text[i]);
		else
			str_add(out, text + i, n);
		i += n;
	}
}

static cJSON *new_part(struct list *l, enum op op)
{
	cJSON *one = json_object();

	json_set_bool(one, "same", op == SAME);
	json_set_bool(one, "deleted", op == DELETED);
	json_set_bool(one, "inserted", op == INSERTED);
	json_push(l->parts, one);
	return one;
}

static void add_text(struct list *l, enum op op, const char *text, size_t len)
{
	struct str words = { 0 };
	cJSON *one;

	if (len == 0)
		return;
	clean(&words, text, len);
	one = new_part(l, op);
	json_set_bool(one, "skipped", false);
	json_set(one, "text", words.p);
	json_set(one, "words", "");
	l->size += words.len;
	str_release(&words);
}

static void add_skipped(
	struct list *l, enum op op, const char *text, size_t len)
{
	size_t words = 0;
	char number[24];
	cJSON *one;

	for (size_t i = 0; i < len; i++)
		words +=
			!is_blank(text[i]) && (i == 0 || is_blank(text[i - 1]));
	if (words == 0)
		return;
	snprintf(number, sizeof(number), "%zu", words);
	one = new_part(l, op);
	json_set_bool(one, "skipped", true);
	json_set(one, "text", "");
	json_set(one, "words", number);
}

/* The length up to the last blank at or before `most` bytes; at a character
 * where there is none. */
static size_t head_of(const char *text, size_t len, size_t most)
{
	size_t n = most;

	if (len <= most)
		return len;
	while (n > most / 2 && !is_blank(text[n]))
		n--;
	if (!is_blank(text[n]))
		for (n = most;
			n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80;)
			n--;
	return n;
}

/* Where the last `most` bytes begin, behind a blank. */
static size_t tail_of(const char *text, size_t len, size_t most)
{
	size_t at = len > most ? len - most : 0;

	while (at > 0 && at < len && !is_blank(text[at]))
		at++;
	return at;
}

/* What stays between two marks; at the passage's ends one side is enough. */
static void add_same(
	struct list *l, const char *text, size_t len, bool first, bool last)
{
	size_t head, tail;

	if (len <= 3 * DIFFERENCE_AROUND) {
		add_text(l, SAME, text, len);
		return;
	}
	head = first ? head_of(text, len, DIFFERENCE_AROUND / 2)
		     : head_of(text, len, DIFFERENCE_AROUND);
	tail = last ? len : tail_of(text, len, DIFFERENCE_AROUND);
	add_text(l, SAME, text, head);
	add_skipped(l, SAME, text + head, tail - head);
	add_text(l, SAME, text + tail, len - tail);
}

/* Marked words, their blanks beside the mark. */
static void add_marked(struct list *l, enum op op, const char *text, size_t len)
{
	size_t from = 0, to = len, shown;

	while (from < to && is_blank(text[from]))
		from++;
	while (to > from && is_blank(text[to - 1]))
		to--;
	add_text(l, SAME, text, from);
	shown = head_of(text + from, to - from, DIFFERENCE_MARKED);
	add_text(l, op, text + from, shown);
	add_skipped(l, op, text + from + shown, to - from - shown);
	add_text(l, SAME, text + to, len - to);
}

size_t difference_words(cJSON *parts, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	struct list l = { parts, 0 };
	struct diff d = { 0 };
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	redline_mark(&d, old, old_len, new, new_len);
	for (size_t i = 0; i <= d.n; i++) {
		const struct diff_run *run = i < d.n ? &d.v[i] : NULL;

		kept.n = (run != NULL ? run->old.at : d.old.n) - kept.at;
		bytes = diff_bytes(&d.old, &kept, &len);
		add_same(&l, bytes, len, i == 0, run == NULL);
		if (run == NULL)
			break;
		bytes = diff_bytes(&d.old, &run->old, &len);
		add_marked(&l, DELETED, bytes, len);
		bytes = diff_bytes(&d.new, &run->new, &len);
		add_marked(&l, INSERTED, bytes, len);
		kept.at = run->old.at + run->old.n;
	}
	diff_release(&d);
	return l.size;
}

size_t difference_context(cJSON *parts, const char *text, size_t len)
{
	struct list l = { parts, 0 };
	size_t head = len <= 2 * DIFFERENCE_AROUND
			      ? len
			      : head_of(text, len, DIFFERENCE_AROUND);

	add_text(&l, SAME, text, head);
	add_skipped(&l, SAME, text + head, len - head);
	return l.size;
}
