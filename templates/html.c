/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks are a flat list that says how deep each one stands; what contains
 * them (quotes, lists) is opened and closed as that changes.
 */
#include "templates/html.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/markdown.h"
#include "base/mem.h"
#include "templates/marks.h"

static const char style[] =
	"body{font:1rem/1.5 serif;max-width:46rem;margin:2rem auto;"
	"padding:0 1rem;color:#111;background:#fff;overflow-wrap:anywhere}"
	"h1{font-size:1.6rem;text-align:center}h2{font-size:1.25rem}"
	"h3{font-size:1.1rem}h4{font-size:1rem}"
	"blockquote{margin:.5rem 0;padding-left:.8rem;"
	"border-left:2px solid #aaa}"
	"table{border-collapse:collapse;width:100%;font-size:.9rem}"
	"td,th{text-align:left;vertical-align:top;padding:.2rem .5rem;"
	"border-bottom:1px solid #bbb}"
	".r{text-align:right}.c{text-align:center}"
	"pre{background:#f1f1f1;padding:.4rem;white-space:pre-wrap}"
	"del{color:#8c1a11;text-decoration:line-through}"
	"ins{color:#0b5a24;text-decoration:underline}"
	".m{position:absolute;width:1px;height:1px;overflow:hidden;"
	"clip-path:inset(100%);white-space:nowrap}"
	".p{break-before:page;border:0}";

/* A list or a quote that is open. */
struct holder {
	const char *tag; /* "blockquote", "ul", "ol" */
	bool item;	 /* <li> is open */
};

struct page {
	struct str *out;
	struct holder *v; /* owned: open, the outermost first */
	size_t n, cap;
	bool table;
};

void html_escape(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

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
}

static void put(struct str *out, const char *text)
{
	html_escape(out, text, strlen(text));
}

/* --- runs --- */

/* Tags of the styles, from the outside in. */
static const struct {
	unsigned style;
	const char *tag;
} tags[] = {
	{ MARKS_DELETED, "del" },
	{ MARKS_INSERTED, "ins" },
	{ MARKDOWN_STRONG, "strong" },
	{ MARKDOWN_EMPHASIS, "em" },
	{ MARKDOWN_STRIKE, "s" },
	{ MARKDOWN_MONO, "code" },
};

enum { TAGS = sizeof(tags) / sizeof(tags[0]) };

static bool is_link(const struct markdown_run *r)
{
	return r->url != NULL && !(r->style & MARKDOWN_IMAGE) &&
	       (strncmp(r->url, "https://", 8) == 0 ||
		       strncmp(r->url, "http://", 7) == 0 ||
		       strncmp(r->url, "mailto:", 7) == 0);
}

static void put_bracket(struct str *out, const char *text)
{
	if (*text == '\0')
		return;
	str_puts(out, "<span class=\"m\">");
	put(out, text);
	str_puts(out, "</span>");
}

/* A run; its mark goes on where that of its neighbours is the same, so that
 * brackets stand at the ends of a passage only. */
static void put_run(struct str *out, const struct markdown_cell *cell, size_t i)
{
	const struct markdown_run *r = &cell->runs[i];
	unsigned mark = r->style & MARKS_ANY;
	unsigned before = i > 0 ? r[-1].style & MARKS_ANY : 0;
	unsigned behind = i + 1 < cell->n ? r[1].style & MARKS_ANY : 0;

	if (r->style & MARKDOWN_BREAK) {
		str_puts(out, "<br>\n");
		return;
	}
	for (size_t k = 0; k < TAGS; k++)
		if (r->style & tags[k].style)
			str_printf(out, "<%s>", tags[k].tag);
	if (mark != before)
		put_bracket(out, marks_open(mark));
	if (is_link(r)) {
		str_puts(out, "<a href=\"");
		put(out, r->url);
		str_puts(out, "\">");
	}
	html_escape(out, r->text, r->len);
	if (is_link(r))
		str_puts(out, "</a>");
	if (mark != behind)
		put_bracket(out, marks_close(mark));
	for (size_t k = TAGS; k > 0; k--)
		if (r->style & tags[k - 1].style)
			str_printf(out, "</%s>", tags[k - 1].tag);
}

static void put_cell(struct str *out, const struct markdown_cell *cell)
{
	for (size_t i = 0; i < cell->n; i++)
		put_run(out, cell, i);
}

/* --- what contains blocks --- */

static void close_to(struct page *p, size_t n)
{
	while (p->n > n) {
		const struct holder *h = &p->v[--p->n];

		if (h->item)
			str_puts(p->out, "</li>\n");
		str_printf(p->out, "</%s>\n", h->tag);
	}
}

static void open_holder(struct page *p, const char *tag)
{
	p->v = mem_grow(p->v, &p->cap, p->n + 1, sizeof(*p->v));
	p->v[p->n++] = (struct holder){ .tag = tag };
	str_printf(p->out, "<%s>", tag);
}

/* The tag of holder i of a block: its outer quotes, lists, inner quotes. */
static const char *tag_of(const struct markdown_block *b, size_t i)
{
	size_t outer = (size_t)b->outer, lists = (size_t)b->list;

	if (i < outer || i >= outer + lists)
		return "blockquote";
	if (i + 1 == outer + lists && b->marker[0] >= '0' &&
		b->marker[0] <= '9')
		return "ol";
	return "ul";
}

/* Whether an open holder can hold the block: a list goes on unless an item
 * of the other kind begins. */
static bool holds(
	const struct holder *h, const struct markdown_block *b, size_t i)
{
	bool list = strcmp(h->tag, "blockquote") != 0;
	const char *tag = tag_of(b, i);

	if (strcmp(h->tag, tag) == 0)
		return true;
	return list && strcmp(tag, "blockquote") != 0 &&
	       (i + 1 != (size_t)(b->outer + b->list) || b->marker[0] == '\0');
}

static void end_table(struct page *p)
{
	if (p->table)
		str_puts(p->out, "</table>\n");
	p->table = false;
}

static void enter(struct page *p, const struct markdown_block *b)
{
	size_t want = (size_t)(b->quote + b->list), same = 0;
	size_t list = (size_t)(b->outer + b->list);

	while (same < want && same < p->n && holds(&p->v[same], b, same))
		same++;
	if (same < p->n)
		end_table(p);
	if (b->marker[0] != '\0' && same > list)
		same = list;
	close_to(p, same);
	while (p->n < list)
		open_holder(p, tag_of(b, p->n));
	if (b->marker[0] != '\0' && b->list > 0) {
		struct holder *h = &p->v[list - 1];

		str_puts(p->out, h->item ? "</li>\n<li" : "<li");
		if (strcmp(h->tag, "ol") == 0)
			str_printf(p->out, " value=\"%.*s\"",
				(int)strspn(b->marker, "0123456789"),
				b->marker);
		str_puts(p->out, ">");
		h->item = true;
	}
	while (p->n < want)
		open_holder(p, tag_of(b, p->n));
}

/* --- blocks --- */

static const char *align_of(const struct markdown_cell *cell)
{
	return cell->align == 'r'   ? " class=\"r\""
	       : cell->align == 'c' ? " class=\"c\""
				    : "";
}

static void put_row(struct page *p, const struct markdown_block *b)
{
	const char *tag = b->header ? "th" : "td";
	bool any = false;

	if (b->first)
		end_table(p);
	if (!p->table)
		str_puts(p->out, "<table>\n");
	p->table = true;
	for (size_t i = 0; i < b->n_cells; i++)
		any = any || b->cells[i].n > 0;
	if (b->header && !any)
		return;
	str_puts(p->out, "<tr>");
	for (size_t i = 0; i < b->n_cells; i++) {
		str_printf(p->out, "<%s%s>", tag, align_of(&b->cells[i]));
		put_cell(p->out, &b->cells[i]);
		str_printf(p->out, "</%s>", tag);
	}
	str_puts(p->out, "</tr>\n");
}

static void put_text(struct page *p, const struct markdown_block *b)
{
	static const char *const headings[] = { "h1", "h2", "h3", "h4", "h5",
		"h6" };
	const char *tag = b->kind == MARKDOWN_HEADING ? headings[b->level - 1]
			  : b->kind == MARKDOWN_CODE || b->kind == MARKDOWN_HTML
				  ? "pre"
				  : "p";

	if (b->n_cells == 0 ||
		(b->kind == MARKDOWN_HTML && b->cells[0].n > 0 &&
			strncmp(b->cells[0].runs[0].text, "<!--", 4) == 0))
		return;
	str_printf(p->out, "<%s>", tag);
	put_cell(p->out, &b->cells[0]);
	str_printf(p->out, "</%s>\n", tag);
}

static void put_blocks(struct page *p, const struct markdown *md)
{
	for (size_t i = 0; i < md->n; i++) {
		const struct markdown_block *b = &md->blocks[i];
		bool twice = i + 1 < md->n && b->kind == MARKDOWN_RULE &&
			     md->blocks[i + 1].kind == MARKDOWN_RULE;

		if (b->kind != MARKDOWN_ROW)
			end_table(p);
		enter(p, b);
		if (b->kind == MARKDOWN_ROW)
			put_row(p, b);
		else if (b->kind == MARKDOWN_RULE)
			str_puts(p->out,
				twice ? "<hr class=\"p\">\n" : "<hr>\n");
		else
			put_text(p, b);
		i += twice;
	}
	end_table(p);
	close_to(p, 0);
}

int html_make(struct str *out, const char *markdown, size_t len,
	const struct html_options *options)
{
	struct page p = { .out = out };
	struct markdown md = { 0 };
	int rc = markdown_parse(&md, markdown, len);

	if (rc != 0)
		return rc;
	marks_read(&md);
	str_puts(out, "<!DOCTYPE html>\n<html lang=\"");
	put(out, options->lang);
	str_puts(out, "\">\n<head>\n<meta charset=\"utf-8\">\n"
		      "<meta name=\"viewport\" "
		      "content=\"width=device-width\">\n"
		      "<meta http-equiv=\"Content-Security-Policy\" "
		      "content=\"default-src 'none'; style-src "
		      "'unsafe-inline'\">\n<title>");
	put(out, options->title);
	str_puts(out, "</title>\n<style>");
	str_puts(out, style);
	str_puts(out, "</style>\n</head>\n<body>\n");
	put_blocks(&p, &md);
	str_puts(out, "</body>\n</html>\n");
	free(p.v);
	markdown_release(&md);
	return str_check(out, _("the document"));
}
