/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_write.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "scrapers/redline_clean.h"

enum { CONTEXT_BYTES = 160 }; /* shown of a block that stayed */

/* A sign for a run of lines, and its colour. */
struct ink {
	char sign;
	const char *color, *normal; /* "" without colour */
};

size_t redline_count(size_t *blank, const struct redline *r)
{
	size_t seen = 0;

	*blank = 0;
	for (size_t i = 0; i < r->n; i++) {
		bool visible = redline_visible(r, &r->v[i]);

		seen += visible;
		*blank += !visible && !r->v[i].hidden &&
			  r->v[i].kind != REDLINE_SAME;
	}
	return seen;
}

const char *redline_word(const struct redline_change *c)
{
	switch (c->kind) {
	case REDLINE_ADDED:
		return _("added");
	case REDLINE_DELETED:
		return _("deleted");
	case REDLINE_SPLIT:
		return c->moved ? _("moved and split") : _("split");
	case REDLINE_JOINED:
		return c->moved ? _("moved and joined") : _("joined");
	case REDLINE_CHANGED:
		return c->moved ? _("moved and changed") : _("changed");
	case REDLINE_FORM:
		return c->moved ? _("moved") : _("form changed");
	case REDLINE_SAME:
		break;
	}
	return _("moved");
}

const char *redline_coarse(void)
{
	return _("marked as a whole: some of the marked words may have stayed");
}

/* --- lines with a sign --- */

static void begin(struct str *out, const struct ink *ink)
{
	str_printf(out, "%s%c ", ink->color, ink->sign);
}

/* Text of the policies, harmless for a terminal, and no mark with what stands
 * before it. */
static void put_line(struct str *out, const char *text, size_t len)
{
	struct str clean = { 0 };

	redline_clean(
		&clean, out->len > 0 ? out->p[out->len - 1] : '\0', text, len);
	utf8_printable(out, clean.p, clean.len, false);
	str_release(&clean);
}

/* Text whose lines each get the sign; blank ones are left out. */
static void put(
	struct str *out, const char *text, size_t len, const struct ink *ink)
{
	for (size_t at = 0; at < len;) {
		const char *feed = memchr(text + at, '\n', len - at);
		size_t end = feed != NULL ? (size_t)(feed - text) : len;

		put_line(out, text + at, end - at);
		if (feed == NULL)
			break;
		for (at = end + 1; at < len && text[at] == '\n';)
			at++;
		str_printf(out, "%s\n", ink->normal);
		begin(out, ink);
	}
}

static void put_lines(
	struct str *out, const char *text, size_t len, const struct ink *ink)
{
	begin(out, ink);
	put(out, text, len, ink);
	str_printf(out, "%s\n", ink->normal);
}

static void put_marked(struct str *out, const char *const mark[2],
	const char *text, size_t len, const struct ink *ink)
{
	if (len == 0)
		return;
	str_puts(out, mark[0]);
	put(out, text, len, ink);
	if (redline_is_bracket(out->p[out->len - 1], mark[1][0]))
		str_putc(out, ' ');
	str_puts(out, mark[1]);
}

static void put_run(struct str *out, const char *const (*mark)[2],
	const struct diff *d, const struct diff_run *run, const struct ink *ink)
{
	size_t n, m;
	const char *old = diff_bytes(&d->old, &run->old, &n);
	const char *new = diff_bytes(&d->new, &run->new, &m);

	if (redline_is_space(d, run)) {
		put(out, new, m, ink);
		return;
	}
	put_marked(out, mark[0], old, n, ink);
	put_marked(out, mark[1], new, m, ink);
}

static void put_words(struct str *out, const struct redline *r,
	const struct redline_change *c, bool color)
{
	static const char *const plain[2][2] = { { "[-", "-]" },
		{ "{+", "+}" } };
	static const char *const lit[2][2] = { { "\033[31m[-", "-]\033[0m" },
		{ "\033[32m{+", "+}\033[0m" } };
	const char *const(*mark)[2] = color ? lit : plain;
	const struct ink ink = { c->moved ? '>' : '~', "", "" };
	struct diff d = { 0 };
	struct diff_range kept = { 0, 0 };
	const char *bytes;
	size_t len;

	redline_words(&d, r, c);
	begin(out, &ink);
	for (size_t i = 0; i <= d.n; i++) {
		const struct diff_run *run = i < d.n ? &d.v[i] : NULL;

		kept.n = (run != NULL ? run->old.at : d.old.n) - kept.at;
		bytes = diff_bytes(&d.old, &kept, &len);
		put(out, bytes, len, &ink);
		if (run == NULL)
			break;
		put_run(out, mark, &d, run, &ink);
		kept.at = run->old.at + run->old.n;
	}
	str_putc(out, '\n');
	if (d.coarse)
		str_printf(out, "  (%s)\n", redline_coarse());
	diff_release(&d);
}

/* --- a change --- */

static size_t line_of(const struct blocks *b, const struct diff_range *range)
{
	if (range->at < b->n)
		return b->v[range->at].line;
	return b->n > 0 ? b->v[b->n - 1].line : 0;
}

static void put_heading(struct str *out, const struct redline *r,
	const struct redline_change *c, bool color)
{
	struct str path = { 0 };

	str_printf(out, "%s@@ %s: ", color ? "\033[36m" : "", redline_word(c));
	if (c->new.n == 0)
		str_printf(out, _("line %zu"), line_of(&r->old, &c->old));
	else if (c->old.n == 0)
		str_printf(out, _("now line %zu"), line_of(&r->new, &c->new));
	else
		str_printf(out, _("line %zu, now line %zu"),
			line_of(&r->old, &c->old), line_of(&r->new, &c->new));
	redline_path(&path, r, c);
	if (path.len > 0) {
		str_puts(out, "; ");
		put_line(out, path.p, path.len);
	}
	str_printf(out, " @@%s\n", color ? "\033[0m" : "");
	str_release(&path);
}

/* Blocks of the new text from `from` up to `to`, each cut to its head. */
static void put_context(
	struct str *out, const struct redline *r, size_t from, size_t to)
{
	static const struct ink ink = { ' ', "", "" };

	for (size_t i = from; i < to; i++) {
		const struct diff_range one = { i, 1 };
		size_t len, cut;
		const char *text = redline_shown(&r->new, &one, &len);

		cut = len < CONTEXT_BYTES ? len : CONTEXT_BYTES;
		while (cut < len && cut > 0 &&
			((unsigned char)text[cut] & 0xC0) == 0x80)
			cut--;
		begin(out, &ink);
		put(out, text, cut, &ink);
		str_puts(out, cut < len ? " […]\n" : "\n");
	}
}

static void put_change(struct str *out, const struct redline *r,
	const struct redline_change *c, bool color)
{
	const struct ink minus = { '-', color ? "\033[31m" : "",
		color ? "\033[0m" : "" };
	const struct ink plus = { '+', color ? "\033[32m" : "",
		color ? "\033[0m" : "" };
	const struct ink moved = { '>', "", "" };
	size_t n, m;
	const char *old = redline_shown(&r->old, &c->old, &n);
	const char *new = redline_shown(&r->new, &c->new, &m);

	if (c->kind == REDLINE_DELETED)
		put_lines(out, old, n, &minus);
	else if (c->kind == REDLINE_ADDED)
		put_lines(out, new, m, &plus);
	else if (c->kind == REDLINE_SAME)
		put_lines(out, new, m, &moved);
	else
		put_words(out, r, c, color);
}

static bool is_plain(const struct redline *r, size_t i)
{
	return i < r->n && !r->v[i].hidden && !redline_visible(r, &r->v[i]);
}

int redline_write_terminal(struct str *out, const struct redline *r,
	const struct redline_look *look)
{
	size_t blank, shown = 0; /* new blocks before this one were shown */

	redline_count(&blank, r);
	for (size_t i = 0; i < r->n; i++) {
		const struct redline_change *c = &r->v[i];
		size_t from = c->new.at, to = c->new.at + c->new.n;

		if (!redline_visible(r, c))
			continue;
		for (size_t k = i; k > 0 && is_plain(r, k - 1) &&
				   c->new.at - from < look->context;
			k--)
			from = r->v[k - 1].new.at;
		if (c->new.at - from > look->context)
			from = c->new.at - look->context;
		put_heading(out, r, c, look->color);
		put_context(out, r, from > shown ? from : shown, c->new.at);
		put_change(out, r, c, look->color);
		shown = to;
		for (size_t k = i + 1;
			is_plain(r, k) && to - shown < look->context; k++)
			to = r->v[k].new.at + r->v[k].new.n;
		if (to - shown > look->context)
			to = shown + look->context;
		put_context(out, r, shown, to);
		shown = to;
	}
	if (blank > 0)
		str_printf(
			out, _("blocks with other blank space: %zu\n"), blank);
	if (look->rest != NULL && look->rest->n > 0) {
		redline_rest_write(out, look->rest);
		str_putc(out, '\n');
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

int redline_write_markdown(struct str *out, const struct redline *r,
	const struct redline_look *look)
{
	struct redline_look plain = *look;
	struct str body = { 0 };
	size_t fence;
	int rc;

	plain.color = false;
	str_puts(&body, "");
	rc = redline_write_terminal(&body, r, &plain);
	fence = backquotes(&body) + 1;
	fence = fence < 3 ? 3 : fence;
	for (size_t i = 0; i < fence; i++)
		str_putc(out, '`');
	str_puts(out, "diff\n");
	str_add(out, body.p, body.len);
	for (size_t i = 0; i < fence; i++)
		str_putc(out, '`');
	str_putc(out, '\n');
	str_release(&body);
	return rc != 0 ? rc : str_check(out, _("the difference"));
}
