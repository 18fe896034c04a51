/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Block by block, from the top of each page down. Between two blocks stands
 * the larger of what the first wants below it and the second above it, and
 * nothing at a page's top.
 */
#include "templates/layout.h"

#include <linebreak.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "templates/layout_table.h"
#include "templates/marks.h"
#include "templates/page.h"
#include "templates/paragraph.h"

/* Sizes in points. */
#define BODY 10.8
#define LEADING 1.36
#define PARAGRAPH_AFTER 6.8
#define ITEM_AFTER 5.0
#define TIGHT_AFTER 2.4
#define LIST_INDENT 15.0
#define QUOTE_INDENT 14.0
#define QUOTE_BAR 2.0
#define QUOTE_GREY 0.7
#define CODE 8.8
#define CODE_LEADING 1.3
#define CODE_PAD 5.0
#define CODE_GREY 0.945
#define RULE_ABOVE 8.0
#define RULE_BELOW 10.0
#define RULE_GREY 0.5
#define TABLE_ABOVE 4.0
#define TABLE_BELOW 10.0
#define TABLE_WANTED 60.0 /* below a heading: the table's first rows */

/* A block of so many lines is not parted where it must stay together. */
enum { WHOLE_LINES = 3 };

/* Deeper ones are not indented further, so that text keeps its width. */
enum { LISTS_SHOWN = 6, QUOTES_SHOWN = 4 };

/* How a kind of block looks. */
struct look {
	double size, before, after, leading, pad;
	bool bold, code, justify;
	char align;
};

struct layout {
	struct page page;
	const struct markdown *md;
	const struct layout_options *options;
	bool any;     /* something was drawn on this page */
	double after; /* what the last block wants below it */
	int quote;    /* the last block's depth of quotes, on this page */
};

/* What draws a text block: the block, its lines and its looks. */
struct text {
	const struct markdown_block *block;
	struct look look;
	struct paragraph lines;
	double step; /* from line to line */
};

static struct look look_of_heading(int level)
{
	static const struct look looks[] = {
		{ 18.5, 0, 12, 1.22, 0, true, false, false, 'c' },
		{ 13.5, 18, 6, 1.25, 0, true, false, false, 'l' },
		{ 11.8, 13, 4.5, 1.25, 0, true, false, false, 'l' },
		{ BODY, 10, 3, 1.3, 0, true, false, false, 'l' },
	};
	const int n = sizeof(looks) / sizeof(looks[0]);

	return looks[level <= n ? level - 1 : n - 1];
}

/* The look of block i. Lists end with a paragraph's distance. */
static struct look look_of(const struct markdown *md, size_t i)
{
	const struct markdown_block *b = &md->blocks[i];
	bool list_goes_on = i + 1 < md->n && md->blocks[i + 1].list > 0;
	struct look look = { BODY, 0, PARAGRAPH_AFTER, LEADING, 0, false, false,
		true, 'l' };

	if (b->kind == MARKDOWN_HEADING)
		return look_of_heading(b->level);
	if (b->kind == MARKDOWN_CODE || b->kind == MARKDOWN_HTML) {
		look.size = CODE;
		look.leading = CODE_LEADING;
		look.pad = CODE_PAD;
		look.code = true;
		look.justify = false;
	}
	if (b->list > 0 && list_goes_on)
		look.after = b->tight ? TIGHT_AFTER : ITEM_AFTER;
	return look;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static double list_indent(const struct markdown_block *b)
{
	return least(b->list, LISTS_SHOWN) * LIST_INDENT;
}

static double indent_of(const struct markdown_block *b)
{
	return list_indent(b) + least(b->quote, QUOTES_SHOWN) * QUOTE_INDENT;
}

static struct boxes_style style_of(
	const struct layout *l, const struct look *look, double width)
{
	return (struct boxes_style){ .size = look->size,
		.width = width,
		.justify = look->justify,
		.mono = look->code,
		.code = look->code,
		.bold = look->bold,
		.lang = l->options->lang };
}

static bool is_comment(const struct markdown_block *b)
{
	return b->kind == MARKDOWN_HTML && b->cells[0].n > 0 &&
	       strncmp(b->cells[0].runs[0].text, "<!--", 4) == 0;
}

/* Block i broken into lines, none for what is not printed. */
static int read_text(struct text *out, struct layout *l, size_t i)
{
	const struct markdown_block *b = &l->md->blocks[i];
	struct look look = look_of(l->md, i);
	struct boxes_style style =
		style_of(l, &look, PAGE_TEXT - indent_of(b) - 2 * look.pad);

	*out = (struct text){
		.block = b, .look = look, .step = look.size * look.leading
	};
	if (b->n_cells == 0 || is_comment(b))
		return 0;
	return paragraph_break(
		&out->lines, &l->page.fonts, &b->cells[0], &style);
}

static int new_page(struct layout *l)
{
	l->any = false;
	l->after = 0;
	l->quote = 0;
	return page_new(&l->page);
}

/* The distance to the block before; returned too. */
static double move_down(struct layout *l, double before)
{
	double gap = l->after > before ? l->after : before;

	if (!l->any)
		gap = 0;
	l->page.y -= gap;
	l->after = 0;
	return gap;
}

/* Whether a line of code is indented: it goes on from the one before it. */
static bool goes_on(const struct text *t, size_t line)
{
	const struct box *b = &t->lines.boxes.v[t->lines.v[line].from];

	return t->look.code && (b->len > 0 ? b->text[0] == ' ' : b->space > 0);
}

/* How many of the lines from the given one go on this page: two at least on
 * each side. An indented line of code takes the one before it along. */
static size_t fit(const struct layout *l, size_t from, const struct text *t)
{
	double room = page_left(&l->page) - 2 * t->look.pad;
	size_t n = room > 0 ? (size_t)(room / t->step + 0.001) : 0;
	size_t left = t->lines.n - from;

	if (n >= left)
		return left;
	if (n > 0 && (left - n == 1 || goes_on(t, from + n)))
		n--;
	return n < 2 ? 0 : n;
}

static int draw_marker(struct layout *l, const struct text *t, double baseline)
{
	struct markdown_run run = { .len = strlen(t->block->marker) };
	const struct markdown_cell cell = { &run, 1, 0 };
	struct boxes_style style = style_of(l, &t->look, PAGE_TEXT);
	struct paragraph p = { 0 };
	char marker[sizeof(t->block->marker)];
	double x = PAGE_LEFT + indent_of(t->block) - LIST_INDENT;
	int rc;

	memcpy(marker, t->block->marker, sizeof(marker));
	run.text = marker;
	style.justify = false;
	rc = paragraph_break(&p, &l->page.fonts, &cell, &style);
	if (rc == 0 && p.n > 0)
		rc = page_text(&l->page, &(struct page_line){ &p, 0, x,
						 baseline, LIST_INDENT, 'l' });
	paragraph_release(&p);
	return rc;
}

/* What lies behind or beside the lines: bars of quotes (also over the gap to
 * a quote before them), the ground of code. */
static void draw_ground(
	struct layout *l, const struct text *t, double height, double gap)
{
	int quotes = least(t->block->quote, QUOTES_SHOWN);
	double x = PAGE_LEFT + indent_of(t->block), y = l->page.y;

	for (int i = 0; i < quotes; i++) {
		double over = i < l->quote ? gap : 0;
		double left = i < t->block->outer ? 0 : list_indent(t->block);

		page_fill(&l->page,
			&(struct page_area){
				PAGE_LEFT + left + i * QUOTE_INDENT + QUOTE_BAR,
				y + over, QUOTE_BAR, height + over },
			QUOTE_GREY);
	}
	if (t->look.code)
		page_fill(&l->page,
			&(struct page_area){
				x, y, PAGE_WIDTH - PAGE_RIGHT - x, height },
			CODE_GREY);
	l->quote = quotes;
}

/* Lines from..to-1 of a block, from the pen down. */
static int draw_lines(struct layout *l, const struct text *t, size_t from,
	size_t to, double gap)
{
	double pad = t->look.pad;
	double x = PAGE_LEFT + indent_of(t->block) + pad;
	double width = PAGE_WIDTH - PAGE_RIGHT - pad - x;
	int rc = 0;

	draw_ground(l, t, (double)(to - from) * t->step + 2 * pad, gap);
	l->page.y -= pad;
	for (size_t i = from; i < to && rc == 0; i++) {
		double baseline = l->page.y - t->look.size;

		if (i == 0 && t->block->kind == MARKDOWN_ITEM)
			rc = draw_marker(l, t, baseline);
		if (rc == 0)
			rc = page_text(&l->page,
				&(struct page_line){ &t->lines, i, x, baseline,
					width, t->look.align });
		l->page.y -= t->step;
	}
	l->page.y -= pad;
	l->any = true;
	return rc;
}

/* Height of a block's first lines that stand together: two, or three when
 * there are no more. */
static int first_lines(double *out, struct layout *l, size_t i)
{
	struct text t;
	size_t n;
	int rc = read_text(&t, l, i);

	n = t.lines.n <= WHOLE_LINES ? t.lines.n : 2;
	*out = (double)n * t.step + 2 * t.look.pad;
	paragraph_release(&t.lines);
	return rc;
}

/* Whether block i is followed by a list that it is not in. */
static bool introduces(const struct markdown *md, size_t i)
{
	return i + 1 < md->n && md->blocks[i + 1].marker[0] != '\0' &&
	       md->blocks[i + 1].list > md->blocks[i].list;
}

/* What a block wants below it on its page: the first lines of what follows,
 * and the headings and words before a list between. */
static int wanted_below(double *out, struct layout *l, size_t i)
{
	double wanted = 0, height = 0;
	int rc = 0;

	for (i++; i < l->md->n && rc == 0 && wanted < PAGE_ROOM / 4; i++) {
		const struct markdown_block *b = &l->md->blocks[i];
		struct look look = look_of(l->md, i);

		if (b->kind == MARKDOWN_ROW) {
			wanted += TABLE_ABOVE + TABLE_WANTED;
			break;
		}
		rc = first_lines(&height, l, i);
		wanted += height;
		if (b->kind != MARKDOWN_HEADING && !introduces(l->md, i))
			break;
		wanted += look.before + look.after;
	}
	*out = wanted;
	return rc;
}

/* A new page where the block would end this one without what follows. */
static int keep_with_next(struct layout *l, size_t i, const struct text *t)
{
	double gap = l->after > t->look.before ? l->after : t->look.before;
	double below = 0;
	int rc = wanted_below(&below, l, i);

	if (rc == 0 && l->any &&
		page_left(&l->page) < gap + (double)t->lines.n * t->step +
					      t->look.after + below)
		rc = new_page(l);
	return rc;
}

/* A whole paragraph, over pages where it must. */
static int draw_paragraph(struct layout *l, size_t i, const struct text *t)
{
	bool keep = t->lines.n <= WHOLE_LINES && introduces(l->md, i);
	int rc = keep ? keep_with_next(l, i, t) : 0;
	double gap = move_down(l, t->look.before);
	size_t done = 0;

	while (done < t->lines.n && rc == 0) {
		size_t n = fit(l, done, t);

		if (n > 0) {
			rc = draw_lines(l, t, done, done + n, gap);
			done += n;
		}
		if (done < t->lines.n && rc == 0)
			rc = new_page(l);
		gap = 0;
	}
	return rc;
}

static int draw_heading(struct layout *l, size_t i, const struct text *t)
{
	struct str title = { 0 };
	int rc = keep_with_next(l, i, t);

	move_down(l, t->look.before);
	str_init(&title, 0);
	marks_text(&title, t->block);
	if (rc == 0)
		rc = page_bookmark(
			&l->page, t->block->level, title.p, l->page.y);
	for (size_t k = 0; k < t->lines.n && rc == 0; k++) {
		rc = page_need(&l->page, t->step);
		if (rc == 0)
			rc = draw_lines(l, t, k, k + 1, 0);
	}
	str_release(&title);
	return rc;
}

static int draw_text_block(struct layout *l, size_t i)
{
	struct text t;
	int rc = read_text(&t, l, i);

	if (rc == 0 && t.lines.n > 0) {
		rc = t.block->kind == MARKDOWN_HEADING
			     ? draw_heading(l, i, &t)
			     : draw_paragraph(l, i, &t);
		l->after = t.look.after;
	}
	paragraph_release(&t.lines);
	return rc;
}

/* A rule; a second one behind it begins a new page instead. */
static int draw_rule(struct layout *l, size_t *i)
{
	int rc = 0;

	if (*i + 1 < l->md->n && l->md->blocks[*i + 1].kind == MARKDOWN_RULE) {
		++*i;
		return l->any ? new_page(l) : 0;
	}
	if (page_left(&l->page) < RULE_ABOVE + RULE_BELOW)
		rc = new_page(l);
	if (rc == 0) {
		move_down(l, RULE_ABOVE);
		page_rule(&l->page, PAGE_LEFT, l->page.y, PAGE_TEXT, RULE_GREY);
		l->after = RULE_BELOW;
		l->any = true;
		l->quote = 0;
	}
	return rc;
}

static int draw_table(struct layout *l, size_t *i)
{
	const struct markdown_block *rows = &l->md->blocks[*i];
	size_t n = 1;
	int rc;

	while (*i + n < l->md->n && rows[n].kind == MARKDOWN_ROW &&
		!rows[n].first)
		n++;
	move_down(l, TABLE_ABOVE);
	rc = layout_table_draw(&l->page, rows, n, l->options->lang);
	*i += n - 1;
	l->any = true;
	l->after = TABLE_BELOW;
	l->quote = 0;
	return rc;
}

int layout_draw(HPDF_Doc doc, size_t *pages, const struct markdown *md,
	const struct layout_options *options)
{
	struct layout l = { .md = md, .options = options };
	int rc;

	init_linebreak();
	page_init(&l.page, doc);
	rc = new_page(&l);
	for (size_t i = 0; i < md->n && rc == 0; i++) {
		if (md->blocks[i].kind == MARKDOWN_ROW)
			rc = draw_table(&l, &i);
		else if (md->blocks[i].kind == MARKDOWN_RULE)
			rc = draw_rule(&l, &i);
		else
			rc = draw_text_block(&l, i);
	}
	if (rc == 0)
		rc = page_footers(
			&l.page, options->footer, options->page_words);
	if (rc == 0)
		*pages = l.page.n;
	page_release(&l.page);
	return rc;
}
