/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PDFTEXT_WORDS_H
#define SCRAPERS_PDFTEXT_WORDS_H

/*
 * How two lines of a paragraph go together: with a space, or, where the
 * first ends in a hyphen, by what other places of the document say.
 *
 *	pdftext_words_read(&words, &layout);
 *	how = pdftext_words_join(&words, "infor-", 6, "mation", 6);
 *	pdftext_words_release(&words);
 *
 * The hyphen is dropped only when the word without it stands elsewhere in
 * the document, and the word with it does not. Else it stays, and the lines
 * are joined without a space ("rendez-" and "vous").
 */

#include <stddef.h>
#include <stdint.h>

#include "scrapers/pdftext_layout.h"

enum pdftext_join {
	PDFTEXT_SPACE,	 /* two words */
	PDFTEXT_HYPHEN,	 /* one word, the hyphen stays */
	PDFTEXT_LETTERS, /* one word, the hyphen goes */
};

struct pdftext_words {
	uint64_t *v; /* owned: hashes of all words, sorted */
	size_t n;
};

/* Gathers the words inside of lines; replaces what out held. */
void pdftext_words_read(
	struct pdftext_words *out, const struct pdftext_layout *l);
enum pdftext_join pdftext_words_join(const struct pdftext_words *w,
	const char *line, size_t len, const char *next, size_t next_len);
void pdftext_words_release(struct pdftext_words *w);

#endif
