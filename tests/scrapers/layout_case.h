/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_SCRAPERS_LAYOUT_CASE_H
#define TESTS_SCRAPERS_LAYOUT_CASE_H

/*
 * Layouts for tests: pages of 600 by 800 points, lines with x, y, size and
 * text, where a letter is half as wide as high.
 */

#include <string.h>

#include "base/mem.h"
#include "scrapers/pdftext_layout.h"

static inline void case_page(struct pdftext_layout *l)
{
	l->pages = mem_grow(
		l->pages, &l->pages_room, l->n_pages + 1, sizeof(*l->pages));
	l->pages[l->n_pages++] = (struct pdftext_page){ 600 * PDFTEXT_POINT,
		800 * PDFTEXT_POINT };
	l->blocks++;
}

static inline void case_line(
	struct pdftext_layout *l, int x, int y, int size, const char *text)
{
	size_t len = strlen(text);
	struct pdftext_line line = {
		.x0 = x * PDFTEXT_POINT,
		.y0 = y * PDFTEXT_POINT,
		.x1 = (int32_t)(x * PDFTEXT_POINT +
				(int64_t)len * size * PDFTEXT_POINT / 2),
		.y1 = (y + size) * PDFTEXT_POINT,
		.size = size * PDFTEXT_POINT,
		.first = (int32_t)strcspn(text, " ") * size * PDFTEXT_POINT / 2,
		.text = l->text.len,
		.len = len,
		.page = l->n_pages - 1,
		.block = l->blocks,
	};

	str_add(&l->text, text, len);
	l->lines = mem_grow(l->lines, &l->room, l->n + 1, sizeof(*l->lines));
	l->lines[l->n++] = line;
}

static inline void case_block(struct pdftext_layout *l)
{
	l->blocks++;
}

#endif
