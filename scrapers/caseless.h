/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CASELESS_H
#define SCRAPERS_CASELESS_H

/*
 * Words by their letters alone: "**Data**," and "DATA" are the same word.
 * Words are runs of letters, their marks and digits, in lower case; "%" and
 * currencies are words, for "5 %" is not "5 €". Quotes, dashes and markup are
 * in none.
 *
 *	struct str word = { 0 };
 *	size_t at = 0;
 *
 *	while (caseless_next(&word, &at, text, len)) {
 *		...
 *		str_clear(&word);
 *	}
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

/* Appends the next word of the text from *at on, and moves *at behind it.
 * False when there is none any more. Any bytes: those that are not UTF-8 are
 * in no word. */
bool caseless_next(struct str *out, size_t *at, const char *text, size_t len);

#endif
