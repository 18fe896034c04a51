/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_RANGE_H
#define SCRAPERS_RANGE_H

/*
 * What lies between two elements of a page: Open Terms Archive's range
 * selectors, which are Ranges of the DOM standard.
 *
 *	struct range r;
 *
 *	rc = range_find(&r, &page, selector);
 *	if (rc == 0)
 *		rc = range_copy(&tree, &r);
 *
 * The two boundaries are marked in the page by comments, which move out of
 * an element that range_detach() takes away, as boundaries of a live Range
 * do. Marks belong to the page.
 */

#include <libxml/tree.h>

#include "scrapers/declaration.h"
#include "scrapers/html.h"
#include "scrapers/markup_tree.h"

struct range {
	xmlNode *start, *end; /* the marks */
};

/* Marks the range between the first matches. ERR_NOTFOUND names the selector
 * without one. */
int range_find(struct range *out, const struct html *page,
	const struct declaration_selector *selector);

/* Takes a node with all that it holds out of its tree, saving the marks of
 * n ranges. */
void range_detach(struct range *ranges, size_t n, xmlNode *node);

/* Deletes what lies inside ranges[which]; elements that reach beyond keep
 * the part outside. Nothing when the end comes before the start. */
void range_delete(struct range *ranges, size_t n, size_t which);

/* Adds a copy of what lies inside, with the parts of elements that reach
 * beyond it. */
int range_copy(struct markup_tree *out, const struct range *r);

#endif
