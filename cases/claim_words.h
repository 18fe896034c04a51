/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_CLAIM_WORDS_H
#define CASES_CLAIM_WORDS_H

/*
 * Words as the rules of cases/claim see them: a folded sentence in tokens,
 * each with what it can mean.
 *
 *	struct claim_list *list = claim_list_new("en");
 *	struct claim_words w = { 0 };
 *
 *	claim_words_read(&w, text, len, list);
 *	w.v[0].flags & CLAIM_NEGATION
 *	claim_list_free(list);
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
	CLAIM_SHOW = 1 << 18,	 /* sends, displays to the reader */
	CLAIM_GET = 1 << 19,	 /* receives: who, tells the word before */
	CLAIM_YOUR = 1 << 20,	 /* your, vos */
	CLAIM_DATA = 1 << 21,	 /* data, information, content */
	CLAIM_THIS = 1 << 22,	 /* this, ces: only some of the data */
	CLAIM_PAPER = 1 << 23,	 /* policy, site: what "this" may stand for */
	CLAIM_SETTING = 1 << 24, /* settings, permissions */
	CLAIM_ALL = 1 << 25,	 /* leaves "no data" all data: to, about */
	CLAIM_OF = 1 << 26,	 /* makes it some: of, relating */
	CLAIM_HAND = 1 << 27,	 /* what a reader does to hand data over */
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

/* The words of a language, ready to be looked up: "en", "fr", "de"; of
 * another it is empty. */
struct claim_list;
struct claim_list *claim_list_new(const char *lang);
void claim_list_free(struct claim_list *list);
const char *claim_list_language(const struct claim_list *list);

/* Splits a text of fold_loose() and looks its words up. Words behind the
 * limit are left out. */
void claim_words_read(struct claim_words *out, const char *text, size_t len,
	const struct claim_list *list);

#endif
