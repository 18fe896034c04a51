/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSS_MATCH_H
#define SCRAPERS_CSS_MATCH_H

/*
 * Whether an element is one that a selector means.
 *
 *	struct css_match m = { 0 };
 *
 *	for each element:
 *		if (css_match(&m, selector.list, element)) …
 *	if (m.spent)
 *		the answers are incomplete
 *
 * The work for all elements together is bounded: `spent` says that the bound
 * was reached; from then on nothing matches.
 */

#include <libxml/tree.h>
#include <stdbool.h>
#include <stddef.h>

#include "scrapers/css_selector.h"

/* Looks at an element, of a compound or on the way to one: some seconds of
 * computing; an ordinary page takes thousands. */
enum { CSS_MATCH_STEPS = 300000000 };

struct css_match {
	size_t steps;
	bool spent;
};

bool css_match(struct css_match *m, const struct css_chain *list,
	const xmlNode *element);

#endif
