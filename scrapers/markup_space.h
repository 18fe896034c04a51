/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_MARKUP_SPACE_H
#define SCRAPERS_MARKUP_SPACE_H

/*
 * White space on its way from HTML to Markdown: collapsed as a browser would
 * show it, and moved out of inline elements, since "**word **" is no bold.
 *
 * Two kinds are told apart: ASCII white space, which collapses, and all that
 * ECMAScript counts as white space (no-break space too), which makes a text
 * blank.
 */

#include <stdbool.h>
#include <stddef.h>

#include "scrapers/markup_tree.h"

/* Collapses runs in all texts of the tree, drops those next to blocks, line
 * breaks and other spaces, and removes texts that are left empty. What is
 * inside <pre> stays. */
void markup_space_collapse(struct markup_tree *t);

/* True when nothing of n would be seen: no text but white space, nothing
 * void, nothing that counts although it is empty. */
bool markup_space_is_blank(
	const struct markup_tree *t, const struct markup_node *n);

/* The white space to put in front of and behind an inline element. */
struct markup_flank {
	struct str leading, trailing; /* owned */
};
void markup_space_flank(struct markup_flank *out, const struct markup_tree *t,
	const struct markup_node *n);

/* Length in bytes of the white space (ECMAScript) that the text begins or
 * ends with. */
size_t markup_space_before(const char *text, size_t len);
size_t markup_space_behind(const char *text, size_t len);

#endif
