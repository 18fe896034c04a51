/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINT_WRITE_H
#define SCRAPERS_LINT_WRITE_H

/*
 * What lint found, for a person at a terminal, in the person's language.
 *
 *	lint_write_rate(&out, &l, lex);
 *	lint_write_hits(&out, &l);
 *	lint_write_checklist(&out, &l);
 *	lint_write_sources(&out, lex);
 *
 *	12  Nous pouvons partager vos données avec des tiers.
 *	      pouvons: possibility instead of fact, 3 [wp260, bhatia]
 *	      perhaps answered by line 40: La liste des destinataires …
 *
 * Appends; text from outside has its controls shown as escapes. ERR_LIMIT
 * when the text grows past STR_MAX.
 */

#include "base/str.h"
#include "scrapers/lint_compare.h"

int lint_write_rate(
	struct str *out, const struct lint *l, const struct lexicon *lex);
int lint_write_hits(struct str *out, const struct lint *l);
int lint_write_checklist(struct str *out, const struct lint *l);
int lint_write_sources(struct str *out, const struct lexicon *lex);

/* Items lost and gained, then terms with their numbers and quotations. */
int lint_write_compare(struct str *out, const struct lint_compare *c,
	const struct lint *old, const struct lint *new);

#endif
