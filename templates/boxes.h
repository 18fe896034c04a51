/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_BOXES_H
#define TEMPLATES_BOXES_H

/*
 * Styled runs of text as boxes: stretches that are drawn in one go, with
 * what each one's end allows. Where a line may end is UAX #14's matter
 * (libunibreak), with a few cares of our own: no end before "°"; words that
 * are very long (hashes, host names) or wider than the line may also end
 * behind punctuation and every few characters, at a price.
 *
 *	rc = boxes_read(&boxes, &fonts, cell, &style);
 *	...
 *	boxes_release(&boxes);
 *
 * Around words that went or came (marks.h) stand boxes with brackets that
 * only those see who extract the text; they have room of their own, since
 * many readers sort what they extract by its place.
 *
 * What always holds: no stretch between two places where a line may end is
 * wider than the style's width, so that nothing ever leaves its column.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/markdown.h"
#include "templates/fonts.h"

enum boxes_end {
	BOXES_JOINED, /* the next box continues the word */
	BOXES_CUT,    /* a line may end here if it must: inside a word */
	BOXES_MAY,    /* a line may end here */
	BOXES_MUST,   /* a line ends here */
};

struct box {
	char *text; /* owned; without its space; "" draws nothing */
	size_t len;
	enum font_face face;
	double size;
	double width;	 /* without the space */
	double space;	 /* width of the space behind it, 0: none; it
			    stretches unless the end is BOXES_JOINED */
	const char *url; /* borrowed from the runs, or NULL */
	unsigned style;	 /* bits of markdown_style, and of marks.h */
	bool hidden;	 /* brackets of a mark: only for those who extract the
			    text; drawn narrow and unseen */
	enum boxes_end end;
};

/* How narrow hidden text is set, of its width. */
#define BOXES_HIDDEN 0.2

struct boxes {
	struct box *v; /* owned */
	size_t n, cap;
};

/* How the text is to look. Lengths are points. */
struct boxes_style {
	double size;
	double width; /* of a line */
	bool justify;
	bool mono, sans, bold; /* the base face */
	bool code;	       /* spaces and lines are kept as they are */
	const char *lang;      /* BCP 47; borrowed */
};

/* Reads a cell's runs, whose URLs are borrowed. Errors are those of the
 * fonts. */
int boxes_read(struct boxes *out, struct fonts *fonts,
	const struct markdown_cell *cell, const struct boxes_style *style);
void boxes_release(struct boxes *b);

/* Width of the widest stretch that cannot be broken, and of the widest line
 * when nothing is broken. */
double boxes_least(const struct boxes *b);
double boxes_most(const struct boxes *b);

#endif
