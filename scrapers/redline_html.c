/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_html.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "scrapers/mdlink.h"
#include "scrapers/redline_clean.h"
#include "scrapers/redline_view.h"
#include "scrapers/redline_write.h"

static const char style[] =
	"body{font:1rem/1.5 serif;max-width:72rem;margin:2rem auto;"
	"padding:0 1rem;color:#111;background:#fff}"
	"h1{font-size:1.4rem}h2{font-size:1rem;margin:0 0 .5rem;"
	"font-family:sans-serif}"
	"article{border-top:1px solid #999;padding:1rem 0}"
	"p{margin:.4rem 0;white-space:pre-line;overflow-wrap:anywhere}"
	".same{color:#555}"
	"del{color:#8c1a11;background:#fdebe9;text-decoration:line-through}"
	"ins{color:#0b5a24;background:#e8f6ec;text-decoration:underline}"
	"table{width:100%;table-layout:fixed;border-collapse:collapse}"
	"th{text-align:left;font-family:sans-serif;font-size:.9rem}"
	"td,th{vertical-align:top;padding:0 1rem 0 0}"
	"del::before,del::after,ins::before,ins::after{position:absolute;"
	"width:1px;height:1px;overflow:hidden;clip-path:inset(100%);"
	"white-space:nowrap}";

static void put(struct str *out, const char *text, size_t len)
{
	struct str repaired = { 0 }, clean = { 0 };

	str_puts(&clean, "");
	utf8_repair(&repaired, text, len);
	redline_clean_lines(&clean, repaired.p, repaired.len);
	str_release(&repaired);
	for (size_t i = 0; i < clean.len; i++) {
		unsigned char c = (unsigned char)clean.p[i];

		if (c == '&')
			str_puts(out, "&amp;");
		else if (c == '<')
			str_puts(out, "&lt;");
		else if (c == '>')
			str_puts(out, "&gt;");
		else if (c == '"')
			str_puts(out, "&quot;");
		else if ((c < ' ' && c != '\n' && c != '\t') || c == 0x7F)
			str_puts(out, "\uFFFD");
		else
			str_putc(out, (char)c);
	}
	str_release(&clean);
}

/* The bytes that are no marks. */
static void put_view(struct str *out, const struct redline_view *v,
	const char *bytes, size_t len)
{
	const char *as = v->as + (bytes - v->text);

	for (size_t i = 0; i < len;) {
		size_t n = 0;

		while (i + n < len && as[i + n] == VIEW_TEXT)
			n++;
		put(out, bytes + i, n);
		for (i += n; i < len && as[i] != VIEW_TEXT; i++) {
			if (as[i] == VIEW_BULLET)
				str_puts(out, "\u2022");
			else if (as[i] == VIEW_BREAK)
				str_putc(out, '\n');
		}
	}
}

/* --- a change --- */

/* What a cell of a change shows. */
struct cell {
	bool same, old, new;
};

static void put_marked(struct str *out, const char *tag,
	const struct redline_view *v, const char *bytes, size_t len)
{
	if (redline_view_is_mark(v, bytes, len))
		return;
	str_printf(out, "<%s>", tag);
	put_view(out, v, bytes, len);
	str_printf(out, "</%s>", tag);
}

/* Whether there is a letter or a digit, and not marks alone. */
static bool has_word(const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)bytes[i], low = c | 0x20;

		if ((low >= 'a' && low <= 'z') || (c >= '0' && c <= '9') ||
			c >= 0x80)
			return true;
	}
	return false;
}

/* A piece of one text of a change. */
struct piece {
	const struct redline_view *view;
	const char *bytes;
	size_t len;
};

/* The whole target that a piece lies in; the target that it is, without
 * brackets; or the piece itself. */
static struct piece widen(const struct piece *p)
{
	struct piece whole = *p;
	size_t at = (size_t)(p->bytes - p->view->text), from;
	size_t len = mdlink_around(&from, p->view->text, p->view->len, at);

	if (len > 0 && at + p->len <= from + len) {
		whole.bytes = p->view->text + from;
		whole.len = len;
	} else if (p->len > 2 && memcmp(p->bytes, "](", 2) == 0 &&
		   mdlink_target(p->bytes + 1, p->len - 1) == p->len - 1) {
		whole.bytes += 2;
		whole.len -= 3;
	}
	return whole;
}

static void put_raw(struct str *out, const char *tag, const struct piece *p)
{
	if (p->len == 0)
		return;
	str_printf(out, "<%s>", tag);
	put(out, p->bytes, p->len);
	str_printf(out, "</%s>", tag);
}

/* A run that only changes marks: where its links lead, once for each. last:
 * what was told before. */
static void put_link(struct str *out, struct piece last[2],
	const struct piece side[2], struct cell cell)
{
	const struct piece old = widen(&side[0]), new = widen(&side[1]);

	if (!has_word(side[0].bytes, side[0].len) &&
		!has_word(side[1].bytes, side[1].len))
		return;
	if ((last[0].len > 0 && last[0].bytes == old.bytes) ||
		(last[1].len > 0 && last[1].bytes == new.bytes))
		return;
	last[0] = old;
	last[1] = new;
	str_puts(out, " (");
	put(out, _("link:"), strlen(_("link:")));
	str_puts(out, " ");
	if (cell.old)
		put_raw(out, "del", &old);
	if (cell.new)
		put_raw(out, "ins", &new);
	str_puts(out, ")");
}

static void put_run(struct str *out, struct piece last[2],
	const struct piece side[2], struct cell cell)
{
	const struct piece *old = &side[0], *new = &side[1];

	if (redline_view_is_mark(old->view, old->bytes, old->len) &&
		redline_view_is_mark(new->view, new->bytes, new->len)) {
		put_link(out, last, side, cell);
		return;
	}
	if (cell.old)
		put_marked(out, "del", old->view, old->bytes, old->len);
	if (cell.new)
		put_marked(out, "ins", new->view, new->bytes, new->len);
}

/* The words of a change that the cell is for. */
static void put_words(struct str *out, const struct diff *d,
	const struct redline_view view[2], struct cell cell)
{
	struct diff_range kept = { 0, 0 };
	struct piece last[2] = { { 0 } }, side[2] = { { 0 } };
	const char *bytes;
	size_t len;

	side[0].view = &view[0];
	side[1].view = &view[1];
	str_puts(out, "<p>");
	for (size_t i = 0; i <= d->n; i++) {
		const struct diff_run *run = i < d->n ? &d->v[i] : NULL;

		kept.n = (run != NULL ? run->old.at : d->old.n) - kept.at;
		bytes = diff_bytes(&d->old, &kept, &len);
		put_view(out, &view[0], bytes, len);
		if (run == NULL)
			break;
		side[0].bytes = diff_bytes(&d->old, &run->old, &side[0].len);
		side[1].bytes = diff_bytes(&d->new, &run->new, &side[1].len);
		kept.at = run->old.at + run->old.n;
		if (redline_is_space(d, run))
			put_view(out, &view[cell.new], side[cell.new].bytes,
				side[cell.new].len);
		else
			put_run(out, last, side, cell);
	}
	str_puts(out, "</p>\n");
}

static void put_sides(struct str *out, const struct diff *d,
	const struct redline_view view[2])
{
	str_puts(out, "<table><thead><tr><th scope=\"col\">");
	put(out, _("before"), strlen(_("before")));
	str_puts(out, "</th><th scope=\"col\">");
	put(out, _("after"), strlen(_("after")));
	str_puts(out, "</th></tr></thead><tbody><tr><td>");
	put_words(out, d, view, (struct cell){ true, true, false });
	str_puts(out, "</td><td>");
	put_words(out, d, view, (struct cell){ true, false, true });
	str_puts(out, "</td></tr></tbody></table>\n");
}

/* Blocks of the new text that stayed. */
static void put_context(
	struct str *out, const struct redline *r, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		const struct diff_range one = { i, 1 };
		struct redline_view v;
		size_t len;
		const char *text = redline_shown(&r->new, &one, &len);

		redline_view_open(&v, text, len);
		if (!redline_view_is_mark(&v, text, len)) {
			str_puts(out, "<p class=\"same\">");
			put_view(out, &v, text, len);
			str_puts(out, "</p>\n");
		}
		redline_view_release(&v);
	}
}

/* body: the change as it is shown. One block whose marks alone changed, so
 * that nothing is marked, changed in form. */
static void put_heading(struct str *out, const struct redline *r,
	const struct redline_change *c, const struct str *body)
{
	struct str path = { 0 };
	const char *word = redline_word(c);

	if (c->kind == REDLINE_CHANGED && !c->moved &&
		strstr(body->p, "<del>") == NULL &&
		strstr(body->p, "<ins>") == NULL)
		word = _("form changed");
	redline_path(&path, r, c);
	str_puts(out, "<article>\n<h2>");
	put(out, word, strlen(word));
	if (path.len > 0) {
		str_puts(out, ": ");
		put(out, path.p, path.len);
	}
	str_puts(out, "</h2>\n");
	str_release(&path);
}

static void put_change(struct str *out, const struct redline *r,
	const struct redline_change *c, const struct redline_page *page)
{
	struct diff d = { 0 };
	struct redline_view view[2];
	size_t n, m;
	const char *old = redline_shown(&r->old, &c->old, &n);
	const char *new = redline_shown(&r->new, &c->new, &m);

	redline_view_open(&view[0], old, n);
	redline_view_open(&view[1], new, m);
	redline_words(&d, r, c);
	if (page->side && c->kind != REDLINE_SAME)
		put_sides(out, &d, view);
	else
		put_words(out, &d, view, (struct cell){ true, true, true });
	if (d.coarse) {
		str_puts(out, "<p><i>");
		put(out, redline_coarse(), strlen(redline_coarse()));
		str_puts(out, "</i></p>\n");
	}
	diff_release(&d);
	redline_view_release(&view[0]);
	redline_view_release(&view[1]);
}

/* --- the page --- */

/* Text for a string of CSS: translations may hold quotes. */
static void put_css(struct str *out, const char *selector, const char *text)
{
	str_printf(out, "%s{content:\" ", selector);
	for (; *text != '\0'; text++)
		if (strchr("\"\\<\n", *text) == NULL)
			str_putc(out, *text);
	str_puts(out, " \"}");
}

static void put_name(struct str *out, const char *which, const char *name)
{
	str_puts(out, "<p><b>");
	put(out, which, strlen(which));
	str_puts(out, "</b>: ");
	put(out, name, strlen(name));
	str_puts(out, "</p>\n");
}

/* What is not shown. */
static void put_rest(struct str *out, const struct redline_rest *rest)
{
	struct str text = { 0 };

	if (rest == NULL || rest->n == 0)
		return;
	redline_rest_write(&text, rest);
	str_puts(out, "<p>");
	put(out, text.p, text.len);
	str_puts(out, "</p>\n");
	str_release(&text);
}

static void put_head(struct str *out, const struct redline *r,
	const struct redline_page *page)
{
	const char *title = _("What changed");
	size_t blank, seen = redline_count(&blank, r);

	str_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	str_puts(out, _("en")); /* the code of the page's language */
	str_puts(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<meta "
		      "name=\"viewport\" content=\"width=device-width\">\n"
		      "<title>");
	put(out, title, strlen(title));
	str_puts(out, "</title>\n<style>");
	str_puts(out, style);
	put_css(out, "del::before", _("[deleted:"));
	put_css(out, "del::after", _("end of deleted]"));
	put_css(out, "ins::before", _("[added:"));
	put_css(out, "ins::after", _("end of added]"));
	str_puts(out, "</style>\n</head>\n<body>\n<main>\n<h1>");
	put(out, title, strlen(title));
	str_puts(out, "</h1>\n");
	put_name(out, _("before"), page->old_name);
	put_name(out, _("after"), page->new_name);
	str_puts(out, "<p>");
	str_printf(out, _("changes: %zu"), seen);
	if (blank > 0) {
		str_puts(out, "; ");
		str_printf(
			out, _("blocks with other blank space: %zu\n"), blank);
	}
	str_puts(out, "</p>\n");
	put_rest(out, page->rest);
}

static bool is_plain(const struct redline *r, size_t i)
{
	return i < r->n && !r->v[i].hidden && !redline_visible(r, &r->v[i]);
}

int redline_html(struct str *out, const struct redline *r,
	const struct redline_page *page)
{
	struct str body = { 0 };
	size_t shown = 0;

	str_init(&body, out->max);
	put_head(out, r, page);
	for (size_t i = 0; i < r->n; i++) {
		const struct redline_change *c = &r->v[i];
		size_t from = c->new.at, to = from + c->new.n;

		if (!redline_visible(r, c))
			continue;
		for (size_t k = i; k > 0 && is_plain(r, k - 1) &&
				   c->new.at - from < page->context;
			k--)
			from = r->v[k - 1].new.at;
		if (c->new.at - from > page->context)
			from = c->new.at - page->context;
		str_clear(&body);
		put_change(&body, r, c, page);
		out->over |= body.over;
		put_heading(out, r, c, &body);
		put_context(out, r, from > shown ? from : shown, c->new.at);
		str_add(out, body.p, body.len);
		shown = to;
		for (size_t k = i + 1;
			is_plain(r, k) && to - shown < page->context; k++)
			to = r->v[k].new.at + r->v[k].new.n;
		if (to - shown > page->context)
			to = shown + page->context;
		put_context(out, r, shown, to);
		str_puts(out, "</article>\n");
		shown = to;
	}
	str_puts(out, "</main>\n</body>\n</html>\n");
	str_release(&body);
	return str_check(out, _("the page"));
}
