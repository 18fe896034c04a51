/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CLAIM_WORDS_H
#define CASES_CLAIM_WORDS_H

/*
 * Words as the rules of cases/claim see them: a folded sentence in tokens,
 * each with what it can mean.
 *
 *	struct claim_words w = { 0 };
 *
 *	claim_words_read(&w, text, len, "en");
 *	w.v[0].flags & CLAIM_NEGATION
 */

#include <stddef.h>

enum claim_flag {
	CLAIM_VERB = 1,	     /* collects, passes on, receives */
	CLAIM_SALE = 2,	     /* sells, rents */
	CLAIM_NEGATION = 4,  /* not, never, ne */
	CLAIM_NONE = 8,	     /* also counts for the noun behind it: no, ni */
	CLAIM_VOID = 16,     /* denies nothing: not only */
	CLAIM_BUT = 32,	     /* begins a clause */
	CLAIM_WE = 64,	     /* begins one behind a comma or "and" */
	CLAIM_AND = 128,     /* and, et, or */
	CLAIM_EXCEPT = 256,  /* except, sauf */
	CLAIM_UNLESS = 512,  /* without your consent, unless */
	CLAIM_IF = 1024,     /* if, si */
	CLAIM_YOU = 2048,    /* you, vous */
	CLAIM_SMALL = 4096,  /* of, the, de, autres */
	CLAIM_NE = 8192,     /* needs a partner: ne ... pas */
	CLAIM_QUE = 16384,   /* ne ... que: only */
	CLAIM_POINT = 32768, /* a comma, full stop, colon */
	CLAIM_SEMICOLON = 65536,
	CLAIM_DISCLAIM = 131072, /* not responsible for */
};

enum { CLAIM_WORDS = 400 };

struct claim_word {
	const char *text; /* borrowed; not NUL-terminated */
	size_t len;
	unsigned flags; /* bits of claim_flag */
};

struct claim_words {
	struct claim_word v[CLAIM_WORDS];
	size_t n;
};

/* Splits a text of fold_loose() and looks its words up. Words behind the
 * limit are left out. */
void claim_words_read(struct claim_words *out, const char *text, size_t len,
	const char *lang);

#endif
