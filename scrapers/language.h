/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LANGUAGE_H
#define SCRAPERS_LANGUAGE_H

/*
 * A guess at the language of a text by its commonest small words.
 *
 *	struct language l = { 0 };
 *
 *	for each word in lower case
 *		language_add(&l, word, len);
 *	code = language_guess(&l, LANGUAGE_LONG);	"fr", or "" in doubt
 *
 * or, of a folded text, language_of(&fold).
 */

#include <stddef.h>

#include "scrapers/fold.h"

enum {
	LANGUAGES = 7,
	LANGUAGE_SAMPLE = 4000,
	LANGUAGE_SHORT = 4, /* common words that a text of some lines needs */
	LANGUAGE_LONG = 12  /* that whole terms need */
};

struct language {
	size_t hits[LANGUAGES];
	size_t words; /* looked at: no more than the sample */
};

void language_add(struct language *l, const char *word, size_t len);

/* "en", "fr", "de", "es", "it", "nl", "pt"; "" unless one language has so
 * many hits and twice those of each other. */
const char *language_guess(const struct language *l, size_t hits);

/* The same of a folded text, however short. */
const char *language_of(const struct fold *text);

#endif
