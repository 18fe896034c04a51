/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_H
#define SCRAPERS_CSS_H

/*
 * CSS selectors (Selectors Level 4, the part that declarations use) on a
 * page's tree.
 *
 *	struct css_matches found = { 0 };
 *
 *	rc = css_select(&found, page.doc, "main > p.note", page.quirks);
 *
 * Known: type, *, .class, #id, [attribute] with = ~= |= ^= $= *= and the i
 * flag, all four combinators, comma lists, :not() :is() :where() :has(),
 * :root :empty, :first-, :last-, :only-, :nth- and :nth-last- of -child and
 * -of-type, escapes, non-ASCII names; brackets, strings and parentheses that
 * the end of the selector closes. ERR_INVALID for the rest, naming column
 * and what was expected, or the feature that is not supported.
 */

#include <libxml/tree.h>
#include <stdbool.h>

#include "scrapers/css_selector.h"

/* Elements in document order; nodes are borrowed from the tree. */
struct css_matches {
	xmlNode **v; /* owned */
	size_t n, cap;
};

/* 0 when it can be used, else why not. */
int css_check(const char *selector);

/* The elements of doc that match, replacing what out held; quirks: classes
 * and ids in any case. ERR_LIMIT when the page makes it too much work. */
int css_select(struct css_matches *out, xmlDoc *doc, const char *selector,
	bool quirks);
void css_matches_release(struct css_matches *m);

#endif
