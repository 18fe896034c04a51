/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_LAYOUT_COLUMNS_H
#define TEMPLATES_LAYOUT_COLUMNS_H

/*
 * The widths of a table's columns: no column narrower than its widest word,
 * and the rest given out so that few lines are needed.
 *
 *	struct layout_columns c = { .n = 3, .rows = 40, .cells = natural,
 *		.least = least, .room = 440 };
 *
 *	layout_columns_share(widths, &c);
 */

#include <stddef.h>

/* Lengths are points; arrays are borrowed. */
struct layout_columns {
	size_t n;	     /* columns */
	size_t rows;	     /* looked at */
	const double *cells; /* natural widths: cells[row * n + column] */
	const double *least; /* of each column: its widest word */
	double room;	     /* for all columns together */
};

/* Fills widths[n], whose sum is room. When not even the words fit, columns
 * shrink, the widest first: words have to be cut. */
void layout_columns_share(double *widths, const struct layout_columns *c);

#endif
