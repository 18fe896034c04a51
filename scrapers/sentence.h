/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SENTENCE_H
#define SCRAPERS_SENTENCE_H

/*
 * The sentences of a block of text, for quoting: better too long than cut.
 *
 *	size_t at = 0, size;
 *
 *	while (sentence_next(&at, &size, text, len, 2000)) {
 *		quote(text + at, size);
 *		at += size;
 *	}
 *
 * A sentence ends at . ! ? or an ellipsis, and what closes behind it, when
 * white space and no small letter follow; not behind one letter or an
 * abbreviation of the languages we know ("e.g.", "p. ex.", "art.", "z. B.").
 * Only ASCII spaces part sentences. The text is valid UTF-8.
 *
 * One that is longer than the ceiling is given in pieces, cut between words,
 * or characters where a word is longer than half of it. Time is linear in the
 * text for any ceiling.
 */

#include <stdbool.h>
#include <stddef.h>

/* Moves *at over white space to the next sentence and gives its length,
 * without white space at its end: at most max bytes, or len when max is 0.
 * max is 0 or at least 8. False at the end of the text. */
bool sentence_next(
	size_t *at, size_t *size, const char *text, size_t len, size_t max);

#endif
