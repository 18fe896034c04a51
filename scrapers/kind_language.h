/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KIND_LANGUAGE_H
#define SCRAPERS_KIND_LANGUAGE_H

/*
 * A guess at the language of a text by its commonest small words.
 *
 *	struct kind_language l = { 0 };
 *
 *	for each word in lower case
 *		kind_language_add(&l, word, len);
 *	code = kind_language_guess(&l);		"fr", or "" when in doubt
 */

#include <stddef.h>

enum { KIND_LANGUAGES = 7, KIND_LANGUAGE_SAMPLE = 4000 };

struct kind_language {
	size_t hits[KIND_LANGUAGES];
	size_t words; /* looked at: no more than the sample */
};

void kind_language_add(struct kind_language *l, const char *word, size_t len);

/* "en", "fr", "de", "es", "it", "nl", "pt"; "" unless one language has many
 * hits and far more than the others. */
const char *kind_language_guess(const struct kind_language *l);

#endif
