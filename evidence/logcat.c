/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/logcat.h"

#include <string.h>

#include "evidence/digits.h"

enum { NUMBERS_MAX = 3 };

/* What is left of a line. */
struct rest {
	const char *p, *end;
};

static void skip_blanks(struct rest *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
}

/* The next word; its length, 0 at the end. */
static size_t word(struct rest *r, const char **out)
{
	const char *from;

	skip_blanks(r);
	from = r->p;
	while (r->p < r->end && *r->p != ' ')
		r->p++;
	*out = from;
	return (size_t)(r->p - from);
}

static bool is_priority(const char *p, size_t len)
{
	return len == 1 && memchr("VDIWEFAS", *p, 8) != NULL;
}

/* "I tag: text", behind up to three numbers. */
static bool read_thread(struct logcat_line *out, struct rest r)
{
	const char *p, *colon;
	int64_t number;
	size_t n = word(&r, &p);

	for (int i = 0; i < NUMBERS_MAX && !is_priority(p, n); i++) {
		if (!digits_read(&number, p, n, INT32_MAX) &&
			(i > 0 || n == 0 || *p == '+' || *p == '-'))
			return false;
		n = word(&r, &p);
	}
	if (!is_priority(p, n))
		return false;
	skip_blanks(&r);
	colon = memchr(r.p, ':', (size_t)(r.end - r.p));
	if (colon == NULL)
		return false;
	out->tag = r.p;
	out->tag_len = (size_t)(colon - r.p);
	r.p = colon + 1;
	skip_blanks(&r);
	out->text = r.p;
	out->text_len = (size_t)(r.end - r.p);
	return true;
}

/* "I/tag( 1144): text" */
static bool read_slash(struct logcat_line *out, struct rest r)
{
	const char *bracket, *close;

	skip_blanks(&r);
	if (r.end - r.p < 4 || !is_priority(r.p, 1) || r.p[1] != '/')
		return false;
	r.p += 2;
	bracket = memchr(r.p, '(', (size_t)(r.end - r.p));
	close = bracket != NULL
			? memchr(bracket, ')', (size_t)(r.end - bracket))
			: NULL;
	if (close == NULL || r.end - close < 2 || close[1] != ':')
		return false;
	out->tag = r.p;
	out->tag_len = (size_t)(bracket - r.p);
	r.p = close + 2;
	skip_blanks(&r);
	out->text = r.p;
	out->text_len = (size_t)(r.end - r.p);
	return true;
}

bool logcat_line_read(struct logcat_line *out, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	struct rest r;

	*out = (struct logcat_line){ 0 };
	if (!moment_read(&out->moment, &c))
		return false;
	r = (struct rest){ c.p, c.end };
	if (!read_slash(out, r) && !read_thread(out, r))
		return false;
	while (out->tag_len > 0 && out->tag[out->tag_len - 1] == ' ')
		out->tag_len--;
	return true;
}
