/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/difference_words.h"

#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/str.h"
#include "scrapers/redline_clean.h"
#include "scrapers/redline_words.h"

enum op { SAME, DELETED, INSERTED };

/* The list, and the words of each kind behind the room's end. */
struct list {
	cJSON *parts;
	struct difference_room *room;
	size_t rest[INSERTED + 1];
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
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

static size_t words_of(const char *text, size_t len)
{
	size_t words = 0;

	for (size_t i = 0; i < len; i++)
		words +=
			!is_blank(text[i]) && (i == 0 || is_blank(text[i - 1]));
	return words;
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

static void put_skipped(struct list *l, enum op op, size_t words)
{
	char number[24];
	cJSON *one;

	if (words == 0)
		return;
	snprintf(number, sizeof(number), "%zu", words);
	one = new_part(l, op);
	json_set_bool(one, "skipped", true);
	json_set(one, "text", "");
	json_set(one, "words", number);
	l->room->skipped = true;
}

static void add_skipped(
	struct list *l, enum op op, const char *text, size_t len)
{
	if (l->room->left == 0)
		l->rest[op] += words_of(text, len);
	else
		put_skipped(l, op, words_of(text, len));
}

/* As much of the text as there is room for. Beside it may stand a sign of its
 * mark ("[-", "+}"), with which its ends may not make another bracket. */
static void add_text(struct list *l, enum op op, const char *text, size_t len)
{
	static const char signs[] = { '\0', '-', '+' };
	size_t n = head_of(text, len, l->room->left);
	struct str words = { 0 };
	cJSON *one;

	if (n > 0) {
		redline_clean(&words, signs[op], text, n);
		if (redline_is_bracket(words.p[words.len - 1], signs[op]))
			str_putc(&words, ' ');
		one = new_part(l, op);
		json_set_bool(one, "skipped", false);
		json_set(one, "text", words.p);
		json_set(one, "words", "");
		l->room->left -=
			words.len < l->room->left ? words.len : l->room->left;
		str_release(&words);
	}
	if (n < len) {
		l->room->left = 0;
		l->rest[op] += words_of(text + n, len - n);
	}
}

/* What is behind the room's end. */
static void end_list(struct list *l)
{
	for (enum op op = SAME; op <= INSERTED; op++)
		put_skipped(l, op, l->rest[op]);
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

void difference_words(cJSON *parts, struct difference_room *room,
	const char *old, size_t old_len, const char *new, size_t new_len)
{
	struct list l = { parts, room, { 0 } };
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
	room->coarse |= d.coarse;
	end_list(&l);
	diff_release(&d);
}

void difference_context(cJSON *parts, struct difference_room *room,
	const char *text, size_t len)
{
	struct list l = { parts, room, { 0 } };
	size_t head = len <= 2 * DIFFERENCE_AROUND
			      ? len
			      : head_of(text, len, DIFFERENCE_AROUND);

	add_text(&l, SAME, text, head);
	add_skipped(&l, SAME, text + head, len - head);
	end_list(&l);
}
