/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PDFTEXT_BLOCKS_H
#define SCRAPERS_PDFTEXT_BLOCKS_H

/*
 * The paragraphs, items and headings of a PDF's lines.
 *
 *	pdftext_margin(&layout);
 *	pdftext_blocks_read(&blocks, &layout);
 *	rc = pdftext_blocks_write(&markdown, pages, layout.n_pages, &blocks);
 *	pdftext_blocks_release(&blocks);
 *
 * What is guessed: a line break inside a paragraph where the next word would
 * not have fitted; an item where a line begins with a bullet or dash; a
 * heading where a paragraph's letters are larger than the text's, or where
 * it is one line that begins "Article 3" or is numbered capitals. Tables
 * stay the paragraphs of their cells, in reading order.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "scrapers/pdftext_layout.h"

enum pdftext_kind { PDFTEXT_PARAGRAPH, PDFTEXT_ITEM, PDFTEXT_HEADING };

struct pdftext_block {
	enum pdftext_kind kind;
	int level;	  /* heading: 1 to 6; item: depth from 0 */
	int32_t size, x0; /* of its letters, and its left edge */
	size_t text, len; /* in the blocks' text */
	size_t lines;
	size_t mark, marks; /* pages that begin in it */
};

/* A page begins at that offset of the text. */
struct pdftext_mark {
	size_t page, offset;
};

struct pdftext_blocks {
	struct str text;
	struct pdftext_block *v; /* owned */
	size_t n, room;
	struct pdftext_mark *marks; /* owned, in order */
	size_t n_marks, marks_room;
};

/* Replaces what out held. */
void pdftext_blocks_read(
	struct pdftext_blocks *out, const struct pdftext_layout *l);

/* Appends the Markdown; pages[i] becomes the offset in out where page i
 * begins (a page without text: where the next one does). */
int pdftext_blocks_write(struct str *out, size_t *pages, size_t n_pages,
	const struct pdftext_blocks *b);

void pdftext_blocks_release(struct pdftext_blocks *b);

#endif
