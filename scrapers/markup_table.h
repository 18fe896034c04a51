/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_MARKUP_TABLE_H
#define SCRAPERS_MARKUP_TABLE_H

/*
 * Tables as GitHub Flavored Markdown writes them. Each function appends to
 * out what stands for its element, given the Markdown of what it holds.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "scrapers/markup_tree.h"

struct markup_table {
	const struct markup_tree *tree; /* borrowed */
	bool flat;	/* no table in Markdown: cells follow one another */
	size_t columns; /* children of its longest row */
};

/* Looks at a <table>. Flat are tables of one cell, which pages use to place
 * things, and tables that hold a table. */
void markup_table_measure(struct markup_table *out,
	const struct markup_tree *tree, const struct markup_node *table);

/* table is that of the nearest <table> above, NULL when there is none. */
void markup_table_cell(struct str *out, const struct markup_table *table,
	const struct markup_node *cell, const struct str *content);
void markup_table_row(struct str *out, const struct markup_table *table,
	const struct markup_node *row, const struct str *content);
void markup_table_whole(struct str *out, const struct markup_table *table,
	const struct str *content);

#endif
