/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_MARKUP_H
#define SCRAPERS_MARKUP_H

/*
 * HTML → Markdown, by the rules that Open Terms Archive's versions are made
 * with, so that a version made here is the version made there, byte for
 * byte.
 *
 *	struct markup_tree tree;
 *
 *	markup_tree_init(&tree);
 *	rc = markup_tree_add(&tree, node);
 *	if (rc == 0)
 *		rc = markup_write(&markdown, &tree);
 *	markup_tree_release(&tree);
 */

#include "base/str.h"
#include "scrapers/markup_tree.h"

/* Appends the Markdown of all that the tree holds, without white space
 * around it; "" when nothing would be seen. Changes the tree's texts.
 * ERR_LIMIT when the Markdown passes out's ceiling. */
int markup_write(struct str *out, struct markup_tree *tree);

#endif
