/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Line by line: quote marks and indent are skipped, then the first
 * characters decide.
 *
 *	Title		a paragraph, until the underline makes it a heading
 *	=====
 *	### Title	a heading
 *	*   text	an item; also "- ", "+ ", "12. ", "12) "
 *	| a | b |	a row
 *	* * *		a rule
 *	```		code, up to the same fence
 *
 * Anything else goes on with the paragraph that is open, or opens one.
 */
#include "scrapers/blocks.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum {
	DIGITS_MAX = 9, /* of an item's number (CommonMark 5.2) */
	BOLD_MAX = 160, /* bytes of a bold paragraph that is a heading */
	BOLD_LEVEL = 7,
	DEPTH_MAX = 8,	 /* headings in a path */
	TITLE_MAX = 120, /* bytes of one of them */
};

struct scan {
	struct blocks *b;
	bool open;  /* the last block may go on */
	char fence; /* ` or ~ inside code, else 0 */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static size_t skip_space(const char *t, size_t p, size_t end)
{
	while (p < end && is_space(t[p]))
		p++;
	return p;
}

static size_t run_of(const char *t, size_t p, size_t end, char c)
{
	size_t n = 0;

	while (p + n < end && t[p + n] == c)
		n++;
	return n;
}

/* Three or more of one of "*-_", with nothing but blanks between. */
static bool is_rule(const char *t, size_t p, size_t end)
{
	char c = t[p];
	size_t n = 0;

	if (c != '*' && c != '-' && c != '_')
		return false;
	for (; p < end; p++) {
		if (t[p] != c && !is_space(t[p]))
			return false;
		n += t[p] == c;
	}
	return n >= 3;
}

/* The length of an item's mark with the blanks behind it; 0: none. */
static size_t item_mark(const char *t, size_t p, size_t end)
{
	size_t q = p;

	if (strchr("*-+", t[p]) != NULL && t[p] != '\0') {
		q = p + 1;
	} else {
		while (q < end && t[q] >= '0' && t[q] <= '9')
			q++;
		if (q == p || q - p > DIGITS_MAX || q == end ||
			(t[q] != '.' && t[q] != ')'))
			return 0;
		q++;
	}
	return q < end && is_space(t[q]) ? skip_space(t, q, end) - p : 0;
}

static struct block *add(
	struct scan *s, enum block_kind kind, size_t at, size_t from, size_t to)
{
	struct blocks *b = s->b;

	b->v = mem_grow(b->v, &b->cap, b->n + 1, sizeof(*b->v));
	b->v[b->n] = (struct block){ .at = b->n == 0 ? 0 : at,
		.from = from,
		.to = to,
		.kind = (unsigned char)kind };
	return &b->v[b->n++];
}

static bool ends_sentence(const char *t, size_t p)
{
	return t[p] == '\n' ||
	       (t[p] == ' ' && strchr(".!?;", t[p - 1]) != NULL &&
		       t[p - 1] != '\0');
}

/* Cuts the last block behind its lines and sentences when it is long. */
static void cut_long(struct scan *s)
{
	const char *t = s->b->text;
	struct block *last = s->b->n > 0 ? &s->b->v[s->b->n - 1] : NULL;
	size_t p, to;

	if (last == NULL || last->to - last->from <= BLOCK_LONG)
		return;
	p = last->from + 1;
	to = last->to;
	while (p < to) {
		size_t end = p;

		if (!ends_sentence(t, p++))
			continue;
		while (p < to && (is_space(t[p]) || t[p] == '\n'))
			p++;
		if (p == to)
			break;
		s->b->v[s->b->n - 1].to = end;
		add(s, BLOCK_PARAGRAPH, p, p, to);
		p++;
	}
}

static void close_block(struct scan *s)
{
	if (s->open)
		cut_long(s);
	s->open = false;
}

/* An underline makes a heading of the paragraph above it. */
static bool underline(struct scan *s, size_t p, size_t end)
{
	const char *t = s->b->text;
	struct block *last;

	if (!s->open || (t[p] != '=' && t[p] != '-') ||
		p + run_of(t, p, end, t[p]) != end)
		return false;
	last = &s->b->v[s->b->n - 1];
	last->kind = BLOCK_HEADING;
	last->level = t[p] == '=' ? 1 : 2;
	s->open = false;
	return true;
}

static bool heading(struct scan *s, size_t p, size_t end)
{
	const char *t = s->b->text;
	size_t level = run_of(t, p, end, '#');

	if (level < 1 || level > 6 ||
		(p + level < end && !is_space(t[p + level])))
		return false;
	close_block(s);
	add(s, BLOCK_HEADING, p, skip_space(t, p + level, end), end)->level =
		(unsigned char)level;
	return true;
}

static bool fence(struct scan *s, size_t p, size_t end)
{
	const char *t = s->b->text;

	if ((t[p] != '`' && t[p] != '~') || run_of(t, p, end, t[p]) < 3)
		return false;
	close_block(s);
	add(s, BLOCK_CODE, p, p, end);
	s->fence = t[p];
	return true;
}

/* A line inside code. */
static void take_code(struct scan *s, size_t p, size_t end)
{
	s->b->v[s->b->n - 1].to = end;
	if (run_of(s->b->text, p, end, s->fence) >= 3)
		s->fence = 0;
}

static void take_text(struct scan *s, size_t p, size_t end)
{
	size_t mark = item_mark(s->b->text, p, end);

	if (mark > 0) {
		close_block(s);
		add(s, BLOCK_ITEM, p, p + mark, end);
		s->open = true;
	} else if (s->b->text[p] == '|') {
		close_block(s);
		add(s, BLOCK_ROW, p, p, end);
	} else if (s->open) {
		s->b->v[s->b->n - 1].to = end;
	} else {
		add(s, BLOCK_PARAGRAPH, p, p, end);
		s->open = true;
	}
}

/* The line from p up to end, its line feed not with it. */
static void take_line(struct scan *s, size_t p, size_t end)
{
	const char *t = s->b->text;

	while (end > p && is_space(t[end - 1]))
		end--;
	p = skip_space(t, p, end);
	while (s->fence == 0 && p < end && t[p] == '>')
		p = skip_space(t, p + 1, end);
	if (p == end) {
		close_block(s);
	} else if (s->fence != 0) {
		take_code(s, p, end);
	} else if (underline(s, p, end) || heading(s, p, end) ||
		   fence(s, p, end)) {
		return;
	} else if (is_rule(t, p, end)) {
		close_block(s);
		add(s, BLOCK_RULE, p, p, end);
	} else {
		take_text(s, p, end);
	}
}

/* Whether a paragraph is one bold run: "**Who we are**". */
static bool is_bold(const char *t, const struct block *b)
{
	size_t len = b->to - b->from;
	const char *end;

	if (b->kind != BLOCK_PARAGRAPH || len < 5 || len > BOLD_MAX ||
		memcmp(t + b->from, "**", 2) != 0)
		return false;
	end = memmem(t + b->from + 2, len - 2, "**", 2);
	return end == t + b->to - 2;
}

/* Tells each block the line it begins on. */
static void count_lines(struct blocks *b)
{
	size_t line = 1, p = 0;

	for (size_t i = 0; i < b->n; i++) {
		const char *feed;

		while (p < b->v[i].from &&
			(feed = memchr(b->text + p, '\n', b->v[i].from - p)) !=
				NULL) {
			line++;
			p = (size_t)(feed - b->text) + 1;
		}
		p = b->v[i].from;
		b->v[i].line = line;
	}
}

/* Links each block to the heading above it, and headings to the one they
 * stand under. */
static void link_sections(struct blocks *b)
{
	size_t above = 0; /* 1 + index */

	for (size_t i = 0; i < b->n; i++) {
		struct block *v = &b->v[i];

		if (is_bold(b->text, v))
			v->level = BOLD_LEVEL;
		while (v->level > 0 && above > 0 &&
			b->v[above - 1].level >= v->level)
			above = b->v[above - 1].section;
		v->section = above;
		if (v->level > 0)
			above = i + 1;
	}
}

void blocks_split(struct blocks *out, const char *text, size_t len)
{
	struct scan s = { .b = out };

	blocks_release(out);
	out->text = len > 0 ? text : "";
	out->len = len;
	for (size_t at = 0; at < len;) {
		const char *feed = memchr(text + at, '\n', len - at);
		size_t end = feed != NULL ? (size_t)(feed - text) : len;

		take_line(&s, at, end);
		at = end + 1;
	}
	close_block(&s);
	if (out->n == 0 && len > 0)
		add(&s, BLOCK_PARAGRAPH, 0, len, len);
	count_lines(out);
	link_sections(out);
}

void blocks_release(struct blocks *b)
{
	free(b->v);
	*b = (struct blocks){ 0 };
}

size_t blocks_end(const struct blocks *b, size_t i)
{
	return i + 1 < b->n ? b->v[i + 1].at : b->len;
}

/* The length of an empty link at t: an anchor, "[](#id)"; 0: none. */
static size_t anchor(const char *t, size_t len)
{
	const char *end;

	if (len < 4 || memcmp(t, "[](", 3) != 0)
		return 0;
	end = memchr(t, ')', len);
	return end != NULL ? (size_t)(end + 1 - t) : 0;
}

/* A heading's text without emphasis and anchors, on one line. */
static void add_title(struct str *out, const char *t, size_t len)
{
	if (len > TITLE_MAX)
		for (len = TITLE_MAX;
			len > 0 && ((unsigned char)t[len] & 0xC0) == 0x80;
			len--)
			continue;
	for (size_t i = 0; i < len; i++) {
		bool escape = t[i] == '\\' && i + 1 < len;
		size_t skip = anchor(t + i, len - i);

		if (skip > 0)
			i += skip - 1;
		else if (!escape && t[i] != '*')
			str_putc(out, t[i] == '\n' ? ' ' : t[i]);
	}
}

void blocks_path(struct str *out, const struct blocks *b, size_t i)
{
	size_t chain[DEPTH_MAX], n = 0;
	size_t above = b->v[i].level > 0 ? i + 1 : b->v[i].section;

	for (; above > 0 && n < DEPTH_MAX; above = b->v[above - 1].section)
		chain[n++] = above - 1;
	str_puts(out, "");
	while (n > 0) {
		const struct block *v = &b->v[chain[--n]];

		add_title(out, b->text + v->from, v->to - v->from);
		if (n > 0)
			str_puts(out, " \u203a ");
	}
}
