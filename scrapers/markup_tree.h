/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_MARKUP_TREE_H
#define SCRAPERS_MARKUP_TREE_H

/*
 * The chosen parts of a page, copied into one light tree that scrapers/markup
 * turns into Markdown. Built in document order, like writing a page: open an
 * element, add what it holds, close it.
 *
 *	struct markup_tree tree;
 *
 *	markup_tree_init(&tree);
 *	rc = markup_tree_add(&tree, node);	a whole subtree
 *	...
 *	markup_tree_release(&tree);
 *
 * Attributes are looked up in the page's own tree, which must stay unchanged
 * as long as this one is used.
 */

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "scrapers/html.h"

struct markup_node {
	enum html_tag tag;
	bool text;	       /* a text; else an element, or the root */
	bool code;	       /* a <code> element, or inside one */
	bool has_table;	       /* an element above a table */
	size_t at, len;	       /* of a text, in the tree's text */
	const xmlNode *source; /* of an element; NULL of the root */
	struct markup_node *parent, *first, *last, *next, *prev;
	struct markup_node *last_element;
};

struct markup_tree {
	struct markup_node *root;
	struct markup_node *open; /* where the next node goes */
	struct str text;	  /* of all texts */
	size_t nodes;
	struct markup_block *blocks; /* owned: the nodes' memory */
};

void markup_tree_init(struct markup_tree *t);
void markup_tree_release(struct markup_tree *t);

/* Adds the element or text without what it holds; an element stays open.
 * ERR_LIMIT when the parts chosen, counted with their repetitions, pass
 * HTML_NODES nodes or STR_MAX bytes of text. */
int markup_tree_open(struct markup_tree *t, const xmlNode *source);
void markup_tree_close(struct markup_tree *t);

/* Adds the node with all that it holds. */
int markup_tree_add(struct markup_tree *t, const xmlNode *source);

/* Takes a node out of the tree (its memory stays until release). */
void markup_tree_remove(struct markup_node *n);

/* The node behind n in document order, inside root; skip: not below n. NULL
 * at the end. */
struct markup_node *markup_tree_next(
	const struct markup_node *n, const struct markup_node *root, bool skip);

/* Appends all text below n, or its own. */
void markup_tree_text(struct str *out, const struct markup_tree *t,
	const struct markup_node *n);

/* The attribute of an element, borrowed; NULL when absent. */
const char *markup_tree_attribute(
	const struct markup_node *n, const char *name);

/* An attribute as ECMAScript's Number() reads it: "12", "1.5e3", "0x1f",
 * "Infinity"; 0 for white space, NaN for anything else. */
double markup_tree_number(const char *text);

/* By the list of 49 names; void elements hold nothing. */
bool markup_tree_is_block(const struct markup_node *n);
bool markup_tree_is_void(const struct markup_node *n);

#endif
