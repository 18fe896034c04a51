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

static void strike(struct page *p, const struct page_line *l, double x)
{
	const struct paragraph_line *line = &l->text->v[l->line];

	for (size_t i = line->from; i < line->to; i++) {
		const struct box *b = &l->text->boxes.v[i];
		bool on = i + 1 < line->to && (b[1].style & MARKDOWN_STRIKE);

		if (b->style & MARKDOWN_STRIKE)
			page_rule(p, x, l->y + b->size * STRIKE_RISE,
				on ? step(b, line) : b->width, 0);
		x += step(b, line);
	}
}

int page_text(struct page *p, const struct page_line *l)
{
	const struct paragraph_line *line = &l->text->v[l->line];
	double left = l->width - line->width, start = l->x, x;

	if (l->align == 'r' && left > 0)
		start += left;
	else if (l->align == 'c' && left > 0)
		start += left / 2;
	x = start;
	HPDF_Page_BeginText(p->now);
	for (size_t i = line->from; i < line->to; i++) {
		show(p, &l->text->boxes.v[i], x, l->y);
		x += step(&l->text->boxes.v[i], line);
	}
	HPDF_Page_EndText(p->now);
	add_links(p, l, start);
	strike(p, l, start);
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
