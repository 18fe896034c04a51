/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_QUOTE_H
#define CASES_QUOTE_H

/*
 * Finds a sentence in a document: whether these words stand there, whatever
 * the markup, the line breaks and the typographer's spaces and apostrophes.
 *
 *	struct str plain = { 0 };
 *
 *	rc = quote_plain(&plain, markdown, len);
 *	rc = quote_find(&found, plain.p, "telles que la biométrie, …");
 *
 * Wording is compared exactly otherwise: capitals, accents, punctuation.
 */

#include <stdbool.h>

#include "base/str.h"

/* Appends the text without its markup, one line per block. It came from
 * outside: parsed in a limited child. */
int quote_plain(struct str *out, const char *markdown, size_t len);

/* Whether the quotation (as a person copied it, markup allowed) stands in a
 * text of quote_plain(). An empty quotation does not. */
int quote_find(bool *out, const char *plain, const char *quotation);

/* Appends the sentence of the text that shares most words with the
 * quotation; nothing when none shares any. */
int quote_nearest(struct str *out, const char *plain, const char *quotation);

#endif
