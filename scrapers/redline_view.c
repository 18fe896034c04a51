/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_view.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "scrapers/mdlink.h"

enum {
	LINK_MAX = 1024, /* bytes of a link's text that are looked at */
	LEVELS = 6,	 /* of headings */
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* A letter, a digit, or a byte outside ASCII. */
static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* --- at the begin of a line --- */

/* Whether the line has nothing but these characters, the first among them. */
static bool is_made_of(const char *p, size_t len, const char *chars)
{
	bool first = false;

	for (size_t i = 0; i < len; i++) {
		if (p[i] == '\0' ||
			(!is_blank(p[i]) && strchr(chars, p[i]) == NULL))
			return false;
		first |= p[i] == chars[0];
	}
	return first;
}

/* Whether the line before the one at p has something to underline. */
static bool has_above(const char *t, size_t p)
{
	return p > 1 && t[p - 1] == '\n' && t[p - 2] != '\n';
}

/* The bytes that only form the line at p, up to end: "## ", "> ", "-----". */
static size_t form_of(const char *t, size_t p, size_t end)
{
	size_t n = 0, len = end - p;

	if (is_made_of(t + p, len, "-|:") && memchr(t + p, '|', len) != NULL)
		return len;
	if (has_above(t, p) && len > 1 &&
		(is_made_of(t + p, len, "=") || is_made_of(t + p, len, "-")))
		return len;
	while (n < len && is_blank(t[p + n]))
		n++;
	if (n < len && t[p + n] == '#') {
		size_t level = 0;

		while (n + level < len && t[p + n + level] == '#')
			level++;
		if (level > LEVELS ||
			(n + level < len && !is_blank(t[p + n + level])))
			return 0;
		n += level;
	} else if (n < len && t[p + n] == '>') {
		n++;
	} else {
		return 0;
	}
	while (n < len && is_blank(t[p + n]))
		n++;
	return n;
}

/* The form of the line at p; where its content begins. */
static size_t open_line(struct redline_view *v, size_t p)
{
	const char *feed = memchr(v->text + p, '\n', v->len - p);
	size_t end = feed != NULL ? (size_t)(feed - v->text) : v->len, q;
	size_t n = form_of(v->text, p, end);

	memset(v->as + p, VIEW_MARK, n);
	p += n;
	for (q = p; q < end && is_blank(v->text[q]);)
		q++;
	if (q + 1 >= end || strchr("*+-", v->text[q]) == NULL ||
		v->text[q] == '\0' || !is_blank(v->text[q + 1]) ||
		is_made_of(v->text + q, end - q, "*") ||
		is_made_of(v->text + q, end - q, "-"))
		return p;
	v->as[q] = VIEW_BULLET;
	return q + 1;
}

/* --- inside a line --- */

/* The length of "](target)" at p, or 0. */
static size_t target(const char *t, size_t p, size_t len)
{
	size_t n = 0;

	if (t[p] == ']')
		n = mdlink_target(t + p + 1, len - p - 1);
	return n > 0 ? n + 1 : 0;
}

/* Whether the bracket at p opens a link: "](" follows on the line. */
static bool opens_link(const char *t, size_t p, size_t len)
{
	size_t n = len - p < LINK_MAX ? len - p : LINK_MAX;
	const char *end = memmem(t + p, n, "](", 2);
	const char *feed = memchr(t + p, '\n', n);

	return end != NULL && (feed == NULL || end < feed);
}

/* Whether the "*" or "_" at p stands at the edge of a word. */
static bool is_emphasis(const char *t, size_t p, size_t len)
{
	char before = p > 0 ? t[p - 1] : ' ';
	char behind = p + 1 < len ? t[p + 1] : ' ';
	bool blank_before = is_blank(before) || before == '\n';
	bool blank_behind = is_blank(behind) || behind == '\n';

	return !(blank_before && blank_behind) &&
	       !(is_letter(before) && is_letter(behind));
}

static size_t mark_at(const char *t, size_t p, size_t len)
{
	size_t n = target(t, p, len);

	if (n > 0)
		return n;
	if (t[p] == '[')
		return opens_link(t, p, len);
	if (t[p] == '*' && p + 1 < len && t[p + 1] == '*')
		return 2;
	if (t[p] == '*' || t[p] == '_')
		return is_emphasis(t, p, len);
	if (t[p] == '\\' && p + 1 < len &&
		strchr("[]()*_.-+#\\`>", t[p + 1]) != NULL)
		return t[p + 1] != '\0';
	return 0;
}

void redline_view_open(struct redline_view *out, const char *text, size_t len)
{
	static const char line_break[] = "<br>";
	const size_t size = sizeof(line_break) - 1;
	struct redline_view v = { text, len, mem_new(len + 1, 1) };

	for (size_t p = 0; p < len;) {
		size_t n;

		if (p == 0 || text[p - 1] == '\n')
			p = open_line(&v, p);
		if (p == len)
			break;
		if (len - p >= size &&
			memcmp(text + p, line_break, size) == 0) {
			memset(v.as + p, VIEW_MARK, size);
			v.as[p] = VIEW_BREAK;
			p += size;
			continue;
		}
		n = mark_at(text, p, len);
		memset(v.as + p, VIEW_MARK, n);
		if (n == 1 && text[p] == '\\')
			n = 2;
		p += n > 0 ? n : 1;
	}
	*out = v;
}

void redline_view_release(struct redline_view *v)
{
	free(v->as);
	*v = (struct redline_view){ 0 };
}

bool redline_view_is_mark(
	const struct redline_view *v, const char *bytes, size_t len)
{
	const char *as = v->as + (bytes - v->text);

	for (size_t i = 0; i < len; i++)
		if (as[i] == VIEW_TEXT || as[i] == VIEW_BULLET)
			return false;
	return true;
}
