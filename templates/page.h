/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PAGE_H
#define TEMPLATES_PAGE_H

/*
 * A4 pages being drawn: where the pen is, lines of text, rules, links,
 * bookmarks, footers. Lengths are points (1/72 inch); y grows upwards.
 *
 *	page_init(&p, doc);
 *	rc = page_need(&p, height);
 *	...
 *	rc = page_footers(&p, _("case 1"), "page # / #");
 *	page_release(&p);
 *
 * What always holds: text lies within the margins, since whoever draws asks
 * for room first (page_need) and lines are never wider than their column.
 */

#include <hpdf.h>
#include <stddef.h>

#include "templates/fonts.h"
#include "templates/paragraph.h"

#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.89
#define PAGE_LEFT 70.866 /* 25 mm, as the other three */
#define PAGE_RIGHT 70.866
#define PAGE_TOP 70.866
#define PAGE_BOTTOM 70.866 /* the footer lies in it */
#define PAGE_TEXT (PAGE_WIDTH - PAGE_LEFT - PAGE_RIGHT)
#define PAGE_ROOM (PAGE_HEIGHT - PAGE_TOP - PAGE_BOTTOM)

enum { PAGE_LEVELS = 6 }; /* of headings */

struct page {
	HPDF_Doc doc;
	HPDF_Page now;	/* NULL before the first */
	HPDF_Page *all; /* owned array */
	size_t n, cap;
	double y; /* where the next thing's top goes */
	struct fonts fonts;
	HPDF_Outline parents[PAGE_LEVELS + 1]; /* last of each level */
};

void page_init(struct page *p, HPDF_Doc doc);
void page_release(struct page *p);

/* Begins a new page. ERR_LIMIT past PDF_PAGES_MAX. */
int page_new(struct page *p);

/* Room left above the bottom margin; may be below 0. */
double page_left(const struct page *p);

/* Begins a new page when less than `height` is left. */
int page_need(struct page *p, double height);

/* One line with its baseline at y; align 'l', 'c' or 'r' within width. Links
 * (http, https, mailto) become annotations with a thin rule under them; words
 * that went or came (marks.h) get their line, their ink, and in the text
 * that is extracted their brackets, on each line anew. */
struct page_line {
	const struct paragraph *text;
	size_t line;
	double x, y, width;
	char align;
};
int page_text(struct page *p, const struct page_line *l);

/* A thin rule; grey: 0 black to 1 white. A filled rectangle. */
void page_rule(struct page *p, double x, double y, double width, double grey);
struct page_area {
	double x, top, width, height;
};
void page_fill(struct page *p, const struct page_area *a, double grey);

/* A bookmark of a level (1 to PAGE_LEVELS) to the place y on this page. */
int page_bookmark(struct page *p, int level, const char *title, double y);

/* Footers on all pages: left text, and at the right the words with each "#"
 * replaced, by the page, then by how many there are. */
int page_footers(struct page *p, const char *left, const char *words);

/* 0, or what libharu failed at since the document was begun. */
int page_check(const struct page *p);

#endif
