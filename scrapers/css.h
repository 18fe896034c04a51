/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_H
#define SCRAPERS_CSS_H

/*
 * CSS selectors (Selectors Level 4, the part that declarations use) as XPath
 * 1.0: one expression that is true of the elements the selector matches.
 *
 *	css_condition(&expression, "main > p.note", false);
 *	-> self::p and contains(…@class…) and parent::*[self::main]
 *
 * Known: type, *, .class, #id, [attribute] with = ~= |= ^= $= *= and the i
 * flag, all four combinators, comma lists, :not() :is() :where() :has(),
 * :root :empty, :first-, :last-, :only-, :nth- and :nth-last- of -child and
 * -of-type, escapes, non-ASCII names; brackets, strings and parentheses that
 * the end of the selector closes. ERR_INVALID for the rest, naming column
 * and what was expected, or the feature that is not supported.
 *
 * Positions among siblings have no good form in XPath 1.0; css_select()
 * gives its engine the four functions index(), last-index(), type-index()
 * and last-type-index() for them.
 */

#include <libxml/tree.h>
#include <stdbool.h>

#include "base/str.h"

/* Longest selector in bytes; deepest nesting of parentheses. */
enum { CSS_LENGTH = 1 << 16, CSS_DEPTH = 8 };

/* Elements in document order; nodes are borrowed from the tree. */
struct css_matches {
	xmlNode **v; /* owned */
	size_t n, cap;
};

/* Appends the XPath condition. quirks: classes and ids in any case. */
int css_condition(struct str *out, const char *selector, bool quirks);

/* The elements of doc that match, replacing what out held. */
int css_select(struct css_matches *out, xmlDoc *doc, const char *selector,
	bool quirks);
void css_matches_release(struct css_matches *m);

#endif
