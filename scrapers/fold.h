/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_FOLD_H
#define SCRAPERS_FOLD_H

/*
 * A text made comparable, with the way back: Normalization Form C, lower
 * case, one sort of apostrophe and hyphen, white space as single spaces, no
 * invisible characters. Line feeds stay: a form never matches across them.
 *
 *	struct fold f = { 0 };
 *
 *	rc = fold_text(&f, text, len);
 *	at = strstr(f.text.p, "l'app") - f.text.p;
 *	text + f.at[at] is where it stands in the text
 *	fold_release(&f);
 *
 * What always holds: at[] never falls, and at[text.len] is the text's length.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { FOLD_BYTES = 8 << 20 }; /* no terms are longer; bounds the memory */

struct fold {
	struct str text;
	uint32_t *at; /* owned: text.len + 1 offsets into the original */
};

/* Replaces what out held. ERR_LIMIT past FOLD_BYTES, ERR_PARSE for invalid
 * UTF-8. */
int fold_text(struct fold *out, const char *text, size_t len);

/* The same, with hyphens and line feeds as spaces: "sous-traitant" is "sous
 * traitant". */
int fold_loose(struct fold *out, const char *text, size_t len);

/* And without accents: "Société" is "societe". */
int fold_bare(struct fold *out, const char *text, size_t len);
void fold_release(struct fold *f);

/* Whether a letter, its mark or a digit begins at, or ends before, an offset:
 * where a word goes on. */
bool fold_word_at(const struct fold *f, size_t at);
bool fold_word_before(const struct fold *f, size_t at);

/* Runs of letters and digits: "l'app" are two words. */
size_t fold_words(const struct fold *f);

#endif
