/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PDFTEXT_LAYOUT_H
#define SCRAPERS_PDFTEXT_LAYOUT_H

/*
 * The lines of a PDF and where they stand on their pages, read from what
 * "pdftotext -bbox-layout" writes.
 *
 *	struct pdftext_layout l = { 0 };
 *
 *	rc = pdftext_layout_read(&l, xhtml, len);
 *	for (size_t i = 0; i < l.n; i++)
 *		show(l.text.p + l.lines[i].text, l.lines[i].len);
 *	pdftext_layout_release(&l);
 *
 * Lengths are in thousandths of a point (1/72 inch), y grows downwards.
 * Texts are valid UTF-8 without control characters, ligatures taken apart,
 * one space between words. Any bytes may be given.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { PDFTEXT_POINT = 1000 };

struct pdftext_line {
	int32_t x0, y0, x1, y1;
	int32_t size;	    /* of its letters: the mean height of its words */
	int32_t first;	    /* width of its first word */
	size_t text, len;   /* in the layout's text */
	size_t page, block; /* from 0; pieces that stand together */
	bool repeated;	    /* set by pdftext_margin() */
	bool aside;	    /* the one of those that is kept */
};

struct pdftext_page {
	int32_t width, height;
};

struct pdftext_layout {
	struct str text;
	struct pdftext_line *lines; /* owned, in reading order */
	size_t n, room;
	struct pdftext_page *pages; /* owned */
	size_t n_pages, pages_room;
	size_t blocks;
};

/* Replaces what out held. ERR_PARSE: no pages; ERR_LIMIT: more text than
 * STR_MAX. */
int pdftext_layout_read(
	struct pdftext_layout *out, const char *xhtml, size_t len);
void pdftext_layout_release(struct pdftext_layout *l);

#endif
