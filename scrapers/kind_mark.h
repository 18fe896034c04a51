/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KIND_MARK_H
#define SCRAPERS_KIND_MARK_H

/*
 * Words of a line that change by themselves: dates in a line that says when
 * a text was updated, ages ("3 days ago"), and random tokens.
 *
 *	struct kind_token v[] = { { "updated", 7, KIND_WORD }, … };
 *
 *	kind_mark(v, n);
 *	v[i].mark says what word i is
 *
 * English, French, German, Spanish, Italian, Dutch and Portuguese. Only short
 * lines are looked at: inside a clause a date or a delay is the clause's.
 */

#include <stdbool.h>
#include <stddef.h>

/* The longest line that is marked, in words. */
enum { KIND_LINE_MAX = 32 };

enum kind_mark {
	KIND_WORD,
	KIND_NUMBER, /* digits and nothing else */
	KIND_DATE,
	KIND_AGE,
	KIND_RANDOM,
};

/* One word in lower case; borrowed. */
struct kind_token {
	const char *p;
	size_t len;
	enum kind_mark mark; /* KIND_WORD or KIND_NUMBER when given */
};

/* Marks n words: a line, when whole. A piece of a line, and one of more than
 * KIND_LINE_MAX, stays as it is but for random tokens. */
void kind_mark(struct kind_token *v, size_t n, bool whole);

#endif
