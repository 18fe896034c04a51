/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * From their least widths on, columns are widened in small steps. Each row
 * votes for its tallest cell, as long as what is left could save it a line;
 * the column with most votes is widened. When no row gains any more, the
 * rest goes to all, by how long their content is.
 */
#include "templates/layout_columns.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"

enum { STEPS = 64 };
#define LINE_FILL 0.92 /* of a line that words fill */

static double sum(const double *v, size_t n)
{
	double total = 0;

	for (size_t i = 0; i < n; i++)
		total += v[i];
	return total;
}

/* Lines that a cell of a natural width takes. */
static double lines(double natural, double width)
{
	return natural <= width ? 1 : ceil(natural / (width * LINE_FILL));
}

/* Lowers the widest columns to a common level until all fit. */
static void shrink(double *widths, const struct layout_columns *c)
{
	double low = 0, high = c->room;

	for (int step = 0; step < STEPS; step++) {
		double level = (low + high) / 2, total = 0;

		for (size_t i = 0; i < c->n; i++)
			total += fmin(c->least[i], level);
		if (total > c->room)
			high = level;
		else
			low = level;
	}
	for (size_t i = 0; i < c->n; i++)
		widths[i] = fmin(c->least[i], low);
}

/* Whether `left` more would make a cell one line shorter. */
static bool gains(double natural, double width, double left)
{
	double n = lines(natural, width);

	return n > 1 && lines(natural, width + left) < n;
}

/* The column that gives the most when widened; n when none does. */
static size_t neediest(const double *widths, const struct layout_columns *c,
	double left, double *votes)
{
	size_t best = c->n;

	for (size_t i = 0; i < c->n; i++)
		votes[i] = 0;
	for (size_t r = 0; r < c->rows; r++) {
		const double *row = &c->cells[r * c->n];
		double most = 1;
		size_t at = c->n;

		for (size_t i = 0; i < c->n; i++)
			if (lines(row[i], widths[i]) > most) {
				most = lines(row[i], widths[i]);
				at = i;
			}
		if (at < c->n && gains(row[at], widths[at], left))
			votes[at] += most - 1;
	}
	for (size_t i = 0; i < c->n; i++)
		if (votes[i] > 0 && (best == c->n || votes[i] > votes[best]))
			best = i;
	return best;
}

/* What is left, to all columns by their longest cell. */
static void spread(double *widths, const struct layout_columns *c, double left,
	double *longest)
{
	double total;

	for (size_t i = 0; i < c->n; i++) {
		longest[i] = 1;
		for (size_t r = 0; r < c->rows; r++)
			longest[i] = fmax(longest[i], c->cells[r * c->n + i]);
	}
	total = sum(longest, c->n);
	for (size_t i = 0; i < c->n; i++)
		widths[i] += left * longest[i] / total;
}

void layout_columns_share(double *widths, const struct layout_columns *c)
{
	double *scratch = mem_new(c->n, sizeof(*scratch));
	double left = c->room - sum(c->least, c->n), step = left / STEPS;
	size_t column;

	for (size_t i = 0; i < c->n; i++)
		widths[i] = c->least[i];
	if (left <= 0) {
		shrink(widths, c);
		left = c->room - sum(widths, c->n);
		step = left;
	}
	while (left > step / 2 && step > 0) {
		column = neediest(widths, c, left, scratch);
		if (column == c->n)
			break;
		widths[column] += step;
		left -= step;
	}
	spread(widths, c, fmax(0, c->room - sum(widths, c->n)), scratch);
	free(scratch);
}
