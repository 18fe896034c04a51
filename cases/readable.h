/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_READABLE_H
#define CASES_READABLE_H

/*
 * A text of a policy as a reader sees it, for comparing: its words in Normal
 * Form C, a line per block, without emphasis, targets of links, numbers of
 * lists; a light mark in front says what the block is.
 *
 *	struct readable r = { 0 };
 *
 *	rc = readable_make(&r, markdown, len);
 *	redline_make(&redline, old.text.p, old.text.len, …);
 *	words = readable_words(&r, &redline.old.v[i], &len);
 *	readable_release(&r);
 *
 *	## Title		a heading; also a short paragraph all in bold
 *	- text			an item
 *	| a | b |		a row
 *	text, \# text		a paragraph; "\" where it would read as a mark
 *
 * What always holds: a line of the text is a block of scrapers/blocks.h (a
 * very long one is several).
 */

#include "base/markdown.h"
#include "scrapers/blocks.h"

struct readable {
	struct str text;
	struct markdown md;
	size_t *lines; /* owned: of line i, the block of md … */
	size_t *at;    /* owned: … and where it begins in text */
	size_t n, cap, at_cap;
};

/* The Markdown came from outside: it is parsed in a limited child. */
int readable_make(struct readable *out, const char *markdown, size_t len);
void readable_release(struct readable *r);

/* The words of a block of the text, without what stands for its mark.
 * Borrowed. */
const char *readable_words(
	const struct readable *r, const struct block *b, size_t *len);

/* Appends a cell's words on one line. */
void readable_cell(struct str *out, const struct markdown_cell *cell);

/* The row that a block is, or NULL. */
const struct markdown_block *readable_row(
	const struct readable *r, const struct block *b);

#endif
