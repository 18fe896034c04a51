/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/diff_write.h"

#include <string.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	CONTEXT = 2,	      /* lines shown around a change */
	MARK_BYTES = 1 << 20, /* longer changes are shown without words */
};

/* How the lines of one side look. */
struct look {
	char sign;
	const char *open, *close;   /* around marked words */
	const char *color, *normal; /* "" without colour */
};

/* Where the words of one side are marked. */
struct marks {
	const struct diff *words;
	bool new;
	size_t run; /* next run to look at */
};

static const struct diff_range *range_of(const struct marks *m, size_t i)
{
	return m->new ? &m->words->v[i].new : &m->words->v[i].old;
}

/* The run of marked bytes that ends behind offset `at`: false when there is
 * none. */
static bool next_mark(size_t *from, size_t *to, struct marks *m, size_t at)
{
	const struct diff_text *text = m->new ? &m->words->new : &m->words->old;

	for (; m->run < m->words->n; m->run++) {
		const struct diff_range *r = range_of(m, m->run);

		*from = text->at[r->at];
		*to = text->at[r->at + r->n];
		if (*to > at && *to > *from)
			return true;
	}
	return false;
}

/* One line without its line feed, at offset `at` of the change. */
static void write_line(struct str *out, const char *text, size_t at, size_t end,
	struct marks *m, const struct look *look)
{
	size_t from, to;

	str_printf(out, "%s%c", look->color, look->sign);
	while (at < end) {
		bool marked =
			m != NULL && next_mark(&from, &to, m, at) && from < end;
		size_t plain = !marked ? end : from > at ? from : at;

		utf8_printable(out, text + at, plain - at, false);
		at = plain;
		if (!marked)
			break;
		to = to < end ? to : end;
		str_puts(out, look->open);
		utf8_printable(out, text + at, to - at, false);
		str_puts(out, look->close);
		at = to;
	}
	str_printf(out, "%s\n", look->normal);
}

/* All lines of a text, which is one side of a change or its context. */
static void write_lines(struct str *out, const char *text, size_t len,
	struct marks *m, const struct look *look)
{
	for (size_t at = 0; at < len;) {
		const char *feed = memchr(text + at, '\n', len - at);
		size_t end = feed != NULL ? (size_t)(feed - text) : len;

		write_line(out, text, at, end, m, look);
		at = feed != NULL ? end + 1 : len;
	}
}

static void write_context(
	struct str *out, const struct diff *d, size_t at, size_t n)
{
	static const struct look look = { ' ', "", "", "", "" };
	const struct diff_range range = { at, n };
	const char *bytes;
	size_t len;

	bytes = diff_bytes(&d->old, &range, &len);
	write_lines(out, bytes, len, NULL, &look);
}

/* Compares the words of a change; false when they have too little in common
 * for marks to help. */
static bool mark_words(struct diff *words, const char *old, size_t old_len,
	const char *new, size_t new_len)
{
	size_t kept;

	if (old_len == 0 || new_len == 0 || old_len + new_len > MARK_BYTES ||
		!utf8_valid(old, old_len, NULL) ||
		!utf8_valid(new, new_len, NULL))
		return false;
	diff_words(words, old, old_len, new, new_len);
	kept = old_len;
	for (size_t i = 0; i < words->n; i++) {
		size_t len;

		diff_bytes(&words->old, &words->v[i].old, &len);
		kept -= len;
	}
	diff_join(words);
	return 2 * kept >= old_len || 2 * kept >= new_len;
}

static void write_range(struct str *out, const struct diff_range *r)
{
	if (r->n == 0)
		str_printf(out, "%zu", r->at);
	else if (r->n == 1)
		str_printf(out, "%zu", r->at + 1);
	else
		str_printf(out, "%zu-%zu", r->at + 1, r->at + r->n);
}

static void write_heading(struct str *out, const struct diff_run *run)
{
	struct str old = { 0 }, new = { 0 };

	write_range(&old, &run->old);
	write_range(&new, &run->new);
	if (run->old.n == 0)
		str_printf(out, _("@@ behind line %s, added: %s @@\n"), old.p,
			new.p);
	else if (run->new.n == 0)
		str_printf(out, _("@@ deleted: %s @@\n"), old.p);
	else
		str_printf(out, _("@@ changed: %s, now %s @@\n"), old.p, new.p);
	str_release(&old);
	str_release(&new);
}

static void write_run(struct str *out, const struct diff *d,
	const struct diff_run *run, bool color)
{
	const struct look minus = { '-', "[-", "-]", color ? "\033[31m" : "",
		color ? "\033[0m" : "" };
	const struct look plus = { '+', "{+", "+}", color ? "\033[32m" : "",
		color ? "\033[0m" : "" };
	struct diff words = { 0 };
	struct marks old_marks = { .words = &words };
	struct marks new_marks = { .words = &words, .new = true };
	size_t old_len, new_len;
	const char *old = diff_bytes(&d->old, &run->old, &old_len);
	const char *new = diff_bytes(&d->new, &run->new, &new_len);
	bool marked = mark_words(&words, old, old_len, new, new_len);

	write_lines(out, old, old_len, marked ? &old_marks : NULL, &minus);
	write_lines(out, new, new_len, marked ? &new_marks : NULL, &plus);
	diff_release(&words);
}

int diff_write_terminal(struct str *out, const struct diff *d, bool color)
{
	size_t shown = 0; /* old lines before this one were shown */

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_run *run = &d->v[i];
		size_t end = run->old.at + run->old.n;
		size_t next = i + 1 < d->n ? d->v[i + 1].old.at : d->old.n;
		size_t before = run->old.at - shown;
		size_t after = next - end;

		before = before < CONTEXT ? before : CONTEXT;
		after = after < CONTEXT ? after : CONTEXT;
		write_heading(out, run);
		write_context(out, d, run->old.at - before, before);
		write_run(out, d, run, color);
		write_context(out, d, end, after);
		shown = end + after;
	}
	return str_check(out, _("the difference"));
}

/* The longest run of backquotes in the text. */
static size_t backquotes(const struct str *text)
{
	size_t longest = 0, n = 0;

	for (size_t i = 0; i < text->len; i++) {
		n = text->p[i] == '`' ? n + 1 : 0;
		longest = n > longest ? n : longest;
	}
	return longest;
}

int diff_write_markdown(struct str *out, const struct diff *d)
{
	struct str body = { 0 };
	size_t fence;
	int rc = diff_write_terminal(&body, d, false);

	fence = backquotes(&body) + 1 > 3 ? backquotes(&body) + 1 : 3;
	for (size_t i = 0; i < fence; i++)
		str_putc(out, '`');
	str_puts(out, "diff\n");
	if (body.len > 0)
		str_add(out, body.p, body.len);
	for (size_t i = 0; i < fence; i++)
		str_putc(out, '`');
	str_putc(out, '\n');
	str_release(&body);
	return rc != 0 ? rc : str_check(out, _("the difference"));
}

/* --- JSON --- */

static void add_part(cJSON *parts, const char *op, const char *text, size_t len)
{
	struct str repaired = { 0 };
	cJSON *o;

	if (len == 0)
		return;
	o = json_object();
	json_set(o, "op", op);
	utf8_repair(&repaired, text, len);
	json_set(o, "text", repaired.p);
	json_push(parts, o);
	str_release(&repaired);
}

static void add_words(cJSON *parts, const struct diff *words)
{
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	for (size_t i = 0; i < words->n; i++) {
		kept.n = words->v[i].old.at - kept.at;
		bytes = diff_bytes(&words->old, &kept, &len);
		add_part(parts, "same", bytes, len);
		bytes = diff_bytes(&words->old, &words->v[i].old, &len);
		add_part(parts, "deleted", bytes, len);
		bytes = diff_bytes(&words->new, &words->v[i].new, &len);
		add_part(parts, "added", bytes, len);
		kept.at = words->v[i].old.at + words->v[i].old.n;
	}
	kept.n = words->old.n - kept.at;
	bytes = diff_bytes(&words->old, &kept, &len);
	add_part(parts, "same", bytes, len);
}

static cJSON *range_json(const struct diff_range *r)
{
	cJSON *o = json_object();

	json_set_int(o, "line", (int64_t)r->at + 1);
	json_set_int(o, "lines", (int64_t)r->n);
	return o;
}

static cJSON *run_json(const struct diff *d, const struct diff_run *run)
{
	cJSON *o = json_object(), *parts = json_array();
	struct diff words = { 0 };
	size_t old_len, new_len;
	const char *old = diff_bytes(&d->old, &run->old, &old_len);
	const char *new = diff_bytes(&d->new, &run->new, &new_len);

	json_add(o, "old", range_json(&run->old));
	json_add(o, "new", range_json(&run->new));
	if (mark_words(&words, old, old_len, new, new_len)) {
		add_words(parts, &words);
	} else {
		add_part(parts, "deleted", old, old_len);
		add_part(parts, "added", new, new_len);
	}
	json_add(o, "parts", parts);
	diff_release(&words);
	return o;
}

cJSON *diff_write_json(const struct diff *d)
{
	cJSON *o = json_object(), *changes = json_array();

	for (size_t i = 0; i < d->n; i++)
		json_push(changes, run_json(d, &d->v[i]));
	json_set_bool(o, "coarse", d->coarse);
	json_add(o, "changes", changes);
	return o;
}
