/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINT_COMPARE_H
#define SCRAPERS_LINT_COMPARE_H

/*
 * Two texts judged by the same lexicon: which vague words came and went.
 *
 *	struct lint_compare c = { 0 };
 *
 *	lint_compare(&c, &old, &new, lex);
 *	c.terms[0].before, c.terms[0].after	 how often a term stood there
 *	new.hits[c.in[0]]			 a hit that came
 *	lint_compare_release(&c);
 *
 * A term is told when its number changed. Of a term that rose, those hits are
 * told whose sentence the old text does not have; of one that fell, those
 * whose sentence the new one does not have.
 */

#include <stdbool.h>

#include "scrapers/lint.h"

struct lint_term_change {
	const struct lexicon_term *term;
	size_t before, after; /* different */
};

struct lint_compare {
	struct lint_term_change *terms;
	size_t *in, *out; /* numbers of hits of the new, of the old */
	size_t n_terms, n_in, n_out;
};

/* Fills a zeroed out. */
void lint_compare(struct lint_compare *out, const struct lint *old,
	const struct lint *new, const struct lexicon *lex);
void lint_compare_release(struct lint_compare *c);

/* Whether terms or items of the checklist differ. */
bool lint_compare_differs(const struct lint_compare *c, const struct lint *old,
	const struct lint *new);

#endif
