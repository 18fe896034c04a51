/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_LAYOUT_TABLE_H
#define TEMPLATES_LAYOUT_TABLE_H

/*
 * A table over the width of the text: columns as wide as their content
 * asks, rows kept whole where they fit a page, the heading repeated on each
 * page, thin rules. A heading whose cells are all empty is left out.
 *
 *	rc = layout_table_draw(&page, &md.blocks[i], n, "fr-FR");
 */

#include <stddef.h>

#include "base/markdown.h"
#include "templates/page.h"

/* Draws n > 0 rows (blocks of kind MARKDOWN_ROW, the first with header set)
 * from the pen down. Errors are those of page.h and fonts.h. */
int layout_table_draw(struct page *page, const struct markdown_block *rows,
	size_t n, const char *lang);

#endif
