/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_MENTION_WORDS_H
#define CASES_MENTION_WORDS_H

/*
 * Lists of words for who receives data and for what kinds of data there are,
 * in French, English and German. Law: a recipient and a third party are those
 * of GDPR Art. 4(9) and (10); recipients or their categories are to be told,
 * Art. 13(1)(e) and 14(1)(e), as specifically as is fair (WP260 rev.01). The
 * words are our own choice of what policies write.
 *
 *	for (size_t i = 0; (g = mention_words_get(i)) != NULL; i++)
 *		g->words in g->lang
 */

#include <stdbool.h>
#include <stddef.h>

enum mention_role {
	MENTION_MASK,	 /* looks like one of the others and is none */
	MENTION_OPEN,	 /* a category of recipients: "partners" */
	MENTION_WIDE,	 /* one that holds every other: "third parties" */
	MENTION_ANY,	 /* counts only when denied: "anyone" */
	MENTION_VAGUE,	 /* an open kind of data: "certain information" */
	MENTION_NOTHING, /* counts only when denied: "any data" */
	MENTION_DATA,	 /* a kind of data, by name */
};

struct mention_words {
	enum mention_role role;
	const char *lang;
	const char *name;  /* of a kind of data: "notifications"; else NULL */
	const char *words; /* '|' between them */
};

/* NULL behind the last. */
const struct mention_words *mention_words_get(size_t i);

/* A word that stands in every text of some language ("pas", "the"). */
bool mention_words_is_small(const char *word);

/* Whether a list ("tiers|tierce partie") has the word, in whatever case. */
bool mention_words_has(const char *words, const char *word);

/* A word of one of the lists, or one that policies use for what they are about
 * ("data", "services"): no name of anybody. */
bool mention_words_is_common(const char *word);

/* The list's name and state, for records. */
const char *mention_words_source(void);

#endif
