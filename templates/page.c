/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libharu cannot stretch spaces of two-byte fonts, so each box is placed by
 * itself, with its space drawn behind it for those who extract the text. A
 * failure stays in the document and makes all later calls fail: asking once
 * a line is enough.
 */
#include "templates/page.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"
#include "templates/marks.h"
#include "templates/pdf.h"

#define FOOTER_Y 42.0
#define FOOTER_RULE 12.0 /* above it */
#define FOOTER_SIZE 8.0
#define FOOTER_GAP 12.0 /* between its two sides */
#define RULE_WIDTH 0.5f
#define FOOTER_GREY 0.6
#define LINK_GREY 0.55
#define LINK_UNDER 1.6 /* the rule below the baseline */
#define LINK_DROP 0.22 /* of the size: the link's area below the baseline */
#define LINK_RISE 0.78
#define STRIKE_RISE 0.26
#define INSERTED_DROP 0.17 /* of the size: its line below the baseline */
#define MARK_WIDTH 0.8	   /* of that line, and of the one through words */
#define BOOKMARK_RISE 10.0 /* so that the heading is wholly seen */

enum { TITLE_MAX = 200, URL_MAX = 2000 };

void page_init(struct page *p, HPDF_Doc doc)
{
	*p = (struct page){ .doc = doc, .fonts = { .doc = doc } };
}

void page_release(struct page *p)
{
	free(p->all);
	*p = (struct page){ 0 };
}

int page_check(const struct page *p)
{
	HPDF_STATUS status = HPDF_GetError(p->doc);

	if (status == HPDF_OK)
		return 0;
	return err_set(ERR_IO, _("drawing the PDF failed (libharu 0x%04lX)"),
		(unsigned long)status);
}

int page_new(struct page *p)
{
	if (p->n == PDF_PAGES_MAX)
		return err_set(ERR_LIMIT,
			_("the document is longer than %d pages"),
			PDF_PAGES_MAX);
	p->now = HPDF_AddPage(p->doc);
	if (p->now == NULL)
		return page_check(p);
	HPDF_Page_SetWidth(p->now, (HPDF_REAL)PAGE_WIDTH);
	HPDF_Page_SetHeight(p->now, (HPDF_REAL)PAGE_HEIGHT);
	p->all = mem_grow(p->all, &p->cap, p->n + 1, sizeof(HPDF_Page));
	p->all[p->n++] = p->now;
	p->y = PAGE_HEIGHT - PAGE_TOP;
	return page_check(p);
}

double page_left(const struct page *p)
{
	return p->now != NULL ? p->y - PAGE_BOTTOM : 0;
}

int page_need(struct page *p, double height)
{
	return page_left(p) + 0.01 < height ? page_new(p) : 0;
}

/* Where each box of a line begins, seen from its start. */
static double step(const struct box *b, const struct paragraph_line *line)
{
	bool stretches = b->space > 0 && b->end != BOXES_JOINED;

	return b->width + b->space + (stretches ? line->stretch : 0);
}

static void show(struct page *p, const struct box *b, double x, double y)
{
	struct str text = { 0 };

	if (b->len == 0)
		return;
	str_add(&text, b->text, b->len);
	if (b->space > 0)
		str_putc(&text, ' ');
	HPDF_Page_SetFontAndSize(
		p->now, fonts_draw(&p->fonts, b->face), (HPDF_REAL)b->size);
	HPDF_Page_TextOut(p->now, (HPDF_REAL)x, (HPDF_REAL)y, text.p);
	str_release(&text);
}

static bool is_link(const char *url)
{
	return url != NULL && strlen(url) <= URL_MAX &&
	       (strncmp(url, "https://", 8) == 0 ||
		       strncmp(url, "http://", 7) == 0 ||
		       strncmp(url, "mailto:", 7) == 0);
}

static void add_link(
	struct page *p, const struct box *b, double x, double y, double width)
{
	HPDF_Rect area = { (HPDF_REAL)x, (HPDF_REAL)(y - b->size * LINK_DROP),
		(HPDF_REAL)(x + width), (HPDF_REAL)(y + b->size * LINK_RISE) };
	HPDF_Annotation link =
		HPDF_Page_CreateURILinkAnnot(p->now, area, b->url);

	if (link != NULL)
		HPDF_LinkAnnot_SetBorderStyle(link, 0, 0, 0);
	page_rule(p, x, y - LINK_UNDER, width, LINK_GREY);
}

/* The same target on the same line is one link. */
static void add_links(struct page *p, const struct page_line *l, double x)
{
	const struct paragraph_line *line = &l->text->v[l->line];
	const struct box *v = l->text->boxes.v;

	for (size_t i = line->from; i < line->to;) {
		const char *url = v[i].url;
		double start = x, end = x;
		size_t k = i;

		while (k < line->to && v[k].url == url) {
			end = x + v[k].width;
			x += step(&v[k++], line);
		}
		if (is_link(url) && end > start)
			add_link(p, &v[i], start, l->y, end - start);
		i = k;
	}
}

/* --- marks --- */

/* A line at a height through, or under, the boxes of a style. */
struct stroke {
	unsigned style;
	double rise; /* of the size, from the baseline */
	double width;
};

/* What words that went and came are printed with, beside their line: dark
 * enough for a copy in grey. */
static void set_ink(struct page *p, unsigned style)
{
	if (style & MARKS_DELETED)
		HPDF_Page_SetRGBFill(p->now, 0.55f, 0.10f, 0.07f);
	else if (style & MARKS_INSERTED)
		HPDF_Page_SetRGBFill(p->now, 0.04f, 0.35f, 0.14f);
	else
		HPDF_Page_SetGrayFill(p->now, 0);
}

static void draw_stroke(struct page *p, double x, double y, double width,
	const struct stroke *s)
{
	if (s->style & MARKS_DELETED)
		HPDF_Page_SetRGBStroke(p->now, 0.55f, 0.10f, 0.07f);
	else if (s->style & MARKS_INSERTED)
		HPDF_Page_SetRGBStroke(p->now, 0.04f, 0.35f, 0.14f);
	else
		HPDF_Page_SetGrayStroke(p->now, 0);
	HPDF_Page_SetLineWidth(p->now, (HPDF_REAL)s->width);
	HPDF_Page_MoveTo(p->now, (HPDF_REAL)x, (HPDF_REAL)y);
	HPDF_Page_LineTo(p->now, (HPDF_REAL)(x + width), (HPDF_REAL)y);
	HPDF_Page_Stroke(p->now);
}

static void stroke(struct page *p, const struct page_line *l, double x,
	const struct stroke *s)
{
	const struct paragraph_line *line = &l->text->v[l->line];

	for (size_t i = line->from; i < line->to; i++) {
		const struct box *b = &l->text->boxes.v[i];
		bool on = i + 1 < line->to && (b[1].style & s->style);

		if (b->style & s->style)
			draw_stroke(p, x, l->y + b->size * s->rise,
				on ? step(b, line) : b->width, s);
		x += step(b, line);
	}
}

static void strokes(struct page *p, const struct page_line *l, double x)
{
	static const struct stroke all[] = {
		{ MARKDOWN_STRIKE, STRIKE_RISE, RULE_WIDTH },
		{ MARKS_DELETED, STRIKE_RISE, MARK_WIDTH },
		{ MARKS_INSERTED, -INSERTED_DROP, MARK_WIDTH },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		stroke(p, l, x, &all[i]);
}

/* Text that is there for those who copy, extract or hear it. */
static void hide(struct page *p, const struct box *b, const char *text,
	double x, double y)
{
	if (*text == '\0')
		return;
	HPDF_Page_SetTextRenderingMode(p->now, HPDF_INVISIBLE);
	HPDF_Page_SetHorizontalScalling(
		p->now, (HPDF_REAL)(100 * BOXES_HIDDEN));
	show(p,
		&(struct box){ .text = (char *)(uintptr_t)text,
			.len = strlen(text),
			.face = b->face,
			.size = b->size,
			.space = b->hidden ? b->space : 0 },
		x, y);
	HPDF_Page_SetHorizontalScalling(p->now, 100);
	HPDF_Page_SetTextRenderingMode(p->now, HPDF_FILL);
}

static double bracket_width(
	const struct page *p, const struct box *b, const char *text)
{
	return BOXES_HIDDEN *
	       fonts_width(&p->fonts, b->face, b->size, text, strlen(text));
}

/* A passage that goes on from the line before has its brackets beside the
 * line too, so that each line can be copied alone. */
static void show_left_edge(struct page *p, const struct page_line *l, double x)
{
	const struct box *v = l->text->boxes.v;
	size_t from = l->text->v[l->line].from;
	unsigned before = from > 0 ? v[from - 1].style & MARKS_ANY : 0;
	const char *open = marks_open(v[from].style & before);

	hide(p, &v[from], open, x - bracket_width(p, &v[from], open), l->y);
}

/* The same for one that goes on onto the next line. */
static void show_right_edge(struct page *p, const struct page_line *l, double x)
{
	const struct boxes *b = &l->text->boxes;
	size_t to = l->text->v[l->line].to;
	unsigned behind = to < b->n ? b->v[to].style & MARKS_ANY : 0;

	hide(p, &b->v[to - 1], marks_close(b->v[to - 1].style & behind), x,
		l->y);
}

static void show_all(struct page *p, const struct page_line *l, double start)
{
	const struct paragraph_line *line = &l->text->v[l->line];
	const struct box *v = l->text->boxes.v;
	double x = start, end = start;
	unsigned ink = 0;

	show_left_edge(p, l, start);
	for (size_t i = line->from; i < line->to; i++) {
		end = x + v[i].width;
		if ((v[i].style & MARKS_ANY) != ink)
			set_ink(p, ink = v[i].style & MARKS_ANY);
		if (v[i].hidden)
			hide(p, &v[i], v[i].text, x, l->y);
		else
			show(p, &v[i], x, l->y);
		x += step(&v[i], line);
	}
	show_right_edge(p, l, end);
	if (ink != 0)
		set_ink(p, 0);
}

int page_text(struct page *p, const struct page_line *l)
{
	const struct paragraph_line *line = &l->text->v[l->line];
	double left = l->width - line->width, start = l->x;

	if (l->align == 'r' && left > 0)
		start += left;
	else if (l->align == 'c' && left > 0)
		start += left / 2;
	HPDF_Page_BeginText(p->now);
	show_all(p, l, start);
	HPDF_Page_EndText(p->now);
	add_links(p, l, start);
	strokes(p, l, start);
	return page_check(p);
}

void page_rule(struct page *p, double x, double y, double width, double grey)
{
	HPDF_Page_SetGrayStroke(p->now, (HPDF_REAL)grey);
	HPDF_Page_SetLineWidth(p->now, RULE_WIDTH);
	HPDF_Page_MoveTo(p->now, (HPDF_REAL)x, (HPDF_REAL)y);
	HPDF_Page_LineTo(p->now, (HPDF_REAL)(x + width), (HPDF_REAL)y);
	HPDF_Page_Stroke(p->now);
}

void page_fill(struct page *p, const struct page_area *a, double grey)
{
	HPDF_Page_SetGrayFill(p->now, (HPDF_REAL)grey);
	HPDF_Page_Rectangle(p->now, (HPDF_REAL)a->x,
		(HPDF_REAL)(a->top - a->height), (HPDF_REAL)a->width,
		(HPDF_REAL)a->height);
	HPDF_Page_Fill(p->now);
	HPDF_Page_SetGrayFill(p->now, 0);
}

/* The title, shortened between two characters. */
static char *shorten(const char *title)
{
	size_t len = strlen(title);

	if (len > TITLE_MAX) {
		len = TITLE_MAX;
		while (len > 0 && ((unsigned char)title[len] & 0xC0) == 0x80)
			len--;
	}
	return mem_dup(title, len);
}

int page_bookmark(struct page *p, int level, const char *title, double y)
{
	HPDF_Encoder encoder = HPDF_GetEncoder(p->doc, "UTF-8");
	HPDF_Outline parent = NULL, outline;
	HPDF_Destination place;
	char *words = shorten(title);

	for (int i = level - 1; i > 0 && parent == NULL; i--)
		parent = p->parents[i];
	outline = HPDF_CreateOutline(p->doc, parent, words, encoder);
	place = HPDF_Page_CreateDestination(p->now);
	free(words);
	if (outline == NULL || place == NULL)
		return page_check(p);
	HPDF_Destination_SetFitH(place, (HPDF_REAL)(y + BOOKMARK_RISE));
	HPDF_Outline_SetDestination(outline, place);
	p->parents[level] = outline;
	for (int i = level + 1; i <= PAGE_LEVELS; i++)
		p->parents[i] = NULL;
	return page_check(p);
}

/* "page # / #" with both numbers. */
static void number_words(
	struct str *out, const char *words, size_t page, size_t pages)
{
	size_t value = page;

	for (; *words != '\0'; words++) {
		if (*words != '#') {
			str_putc(out, *words);
			continue;
		}
		str_printf(out, "%zu", value);
		value = pages;
	}
}

/* One side of a footer: what does not fit its first line is left out. */
static int foot(
	struct page *p, const char *text, double x, double width, char align)
{
	struct markdown_run run = { mem_strdup(text), strlen(text), 0, NULL };
	const struct markdown_cell cell = { &run, 1, 0 };
	const struct boxes_style style = {
		.size = FOOTER_SIZE, .width = width, .sans = true, .lang = ""
	};
	struct paragraph words = { 0 };
	int rc = paragraph_break(&words, &p->fonts, &cell, &style);

	if (rc == 0 && words.n > 0)
		rc = page_text(p, &(struct page_line){ &words, 0, x, FOOTER_Y,
					  width, align });
	paragraph_release(&words);
	free(run.text);
	return rc;
}

int page_footers(struct page *p, const char *left, const char *words)
{
	const double narrow = PAGE_TEXT / 4;
	int rc = 0;

	for (size_t i = 0; i < p->n && rc == 0; i++) {
		struct str right = { 0 };

		str_init(&right, 0);
		number_words(&right, words, i + 1, p->n);
		p->now = p->all[i];
		page_rule(p, PAGE_LEFT, FOOTER_Y + FOOTER_RULE, PAGE_TEXT,
			FOOTER_GREY);
		rc = foot(p, left, PAGE_LEFT, PAGE_TEXT - narrow - FOOTER_GAP,
			'l');
		if (rc == 0)
			rc = foot(p, right.p, PAGE_WIDTH - PAGE_RIGHT - narrow,
				narrow, 'r');
		str_release(&right);
	}
	return rc;
}
