/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SEARCH_QUERY_H
#define SCRAPERS_SEARCH_QUERY_H

/*
 * What a person types to look for words, as a tree for archive/passage.h:
 *
 *	such as			both words, in one paragraph
 *	"such as"		one behind the other
 *	partner*		words that begin so; also "third part"*
 *	data NEAR partner*	at most 10 words between them; NEAR/3: 3
 *	a AND b, a OR b, a NOT b, (a OR b) c
 *
 * Operators are capitals; NEAR binds most, then NOT, AND, OR. Letter case and
 * accents do not count; nothing but this has a meaning, so any other sign is
 * just what parts words.
 *
 *	rc = search_query_parse(&q, "\"such as\" NOT cookie*");
 *	... q.root ...
 *	search_query_release(&q);
 */

#include <stddef.h>

#include "archive/passage.h"

struct search_query {
	const struct passage_query *root;
	struct passage_query **nodes; /* owned, with their words */
	size_t n, cap;
};

/* ERR_PARSE names the column, in characters from 1. */
int search_query_parse(struct search_query *out, const char *text);

/* The words one behind the other, whatever else stands in the text. ERR_PARSE
 * when there is none. */
int search_query_phrase(struct search_query *out, const char *text);
void search_query_release(struct search_query *q);

#endif
