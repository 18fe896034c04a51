/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_PARAGRAPH_H
#define TEMPLATES_PARAGRAPH_H

/*
 * A paragraph broken into lines. Which of the places where a line may end
 * (boxes.h) are taken is chosen for the whole paragraph at once: the way
 * with the least demerits in all, after Knuth and Plass, Breaking Paragraphs
 * into Lines (1981), without hyphenation.
 *
 *	rc = paragraph_break(&p, &fonts, cell, &style);
 *	for (size_t i = 0; i < p.n; i++)
 *		draw(&p, &p.v[i]);
 *	paragraph_release(&p);
 *
 * No line is wider than the style's width.
 */

#include "templates/boxes.h"

/* boxes from..to-1 make a line. */
struct paragraph_line {
	size_t from, to;
	double width;	/* natural, without the last space */
	double stretch; /* added to each space; below 0 when shrunk */
};

struct paragraph {
	struct boxes boxes;
	struct paragraph_line *v; /* owned */
	size_t n, cap;
};

/* Breaks a cell's runs, whose URLs are borrowed. Errors are those of the
 * fonts. */
int paragraph_break(struct paragraph *out, struct fonts *fonts,
	const struct markdown_cell *cell, const struct boxes_style *style);
void paragraph_release(struct paragraph *p);

#endif
