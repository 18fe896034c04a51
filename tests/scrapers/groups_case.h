/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_GROUPS_CASE_H
#define SCRAPERS_GROUPS_CASE_H

/*
 * A passage of groups of words, and the same groups in the order turned
 * round: so few words stay in their place that it is marked as a whole.
 *
 *	struct str a = { 0 }, b = { 0 };
 *
 *	groups_make(&a, &b);
 */

#include "base/str.h"

static inline void groups_make(struct str *a, struct str *b)
{
	for (int i = 0; i < 10; i++) {
		int k = 9 - i;

		str_printf(a, "alpha%d beta%d gamma%d delta%d ", i, i, i, i);
		str_printf(b, "alpha%d beta%d gamma%d delta%d ", k, k, k, k);
	}
}

#endif
