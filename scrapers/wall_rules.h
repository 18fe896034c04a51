/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WALL_RULES_H
#define SCRAPERS_WALL_RULES_H

/*
 * The rules that wall_judge() goes by, as one table.
 *
 *	const struct wall_rule *r;
 *
 *	for (r = wall_rules; r->id != NULL; r++)
 *		if (found(r))
 *			score[r->kind] += r->weight;
 *
 * A pattern counts once, however often it occurs. A rule of WALL_NONE is a
 * sign that this is a document: its weight is negative and goes to every
 * kind.
 */

#include <stdbool.h>
#include <stddef.h>

#include "scrapers/wall.h"
#include "scrapers/wall_overlap.h"
#include "scrapers/wall_text.h"

enum wall_where {
	WALL_IN_HEADERS, /* the answer's header lines */
	WALL_IN_ADDRESS, /* final address, unless the one asked for has it */
	WALL_IN_TITLE,	 /* the page's title, folded; whole words */
	WALL_IN_TEXT,	 /* the text that is judged, folded; whole words */
	WALL_IN_MARKUP,	 /* the page's HTML as it is */
	WALL_BY_TEST,	 /* a function */
};

/* No rule that is bound to a number of words is bound to more. */
enum { WALL_WORDS_MAX = 1500 };

/* What tests look at. */
struct wall_facts {
	const struct wall_input *in;
	const struct wall_text *text; /* the Markdown, or the page's text when
				       * there is none: what is judged */
	const struct wall_text *page; /* of the HTML; empty when the text has
				       * more than WALL_WORDS_MAX words, as
				       * are the next two */
	size_t before;		      /* words in the previous version */
	struct wall_overlap overlap;  /* with the previous version */
};

typedef bool (*wall_test_fn)(const struct wall_facts *f);

struct wall_rule {
	const char *id; /* stable: in every record of a wall */
	enum wall_kind kind;
	enum wall_where where;
	int weight;
	size_t words; /* counts only for a text of at most so many; 0: any,
		       * from headers and status alone */
	const char *pattern; /* lower case, no accents (see wall_fold()) */
	wall_test_fn test;
};

/* Ended by a NULL id. */
extern const struct wall_rule wall_rules[];

#endif
