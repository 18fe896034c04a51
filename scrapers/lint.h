/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LINT_H
#define SCRAPERS_LINT_H

/*
 * What a policy leaves open: the words of a lexicon that it uses, each with
 * its sentence and, where there is one, a sentence nearby that may answer it;
 * and which items of the checklist it has a cue for.
 *
 *	struct lint l = { 0 };
 *
 *	rc = lint_read(&l, markdown, len);
 *	rc = lexicon_open(&lex, lexicon_guess(&l.folded));
 *	lint_judge(&l, lex, false);
 *	for (size_t i = 0; i < l.n_hits; i++)
 *		print(l.text.p + l.hits[i].at, l.hits[i].len);
 *	lint_release(&l);
 *
 * A hit states a fact of language. It is no verdict, and its absence neither:
 * the rate is for choosing what to read, and a missing cue is a question.
 *
 * A form is no hit inside a longer phrase that the lexicon knows as fixed, nor
 * where a rule of its term excludes what is around it.
 *
 * What always holds: hits are in the text's order and do not overlap; where
 * forms overlap, the leftmost wins, then the longest. Time is linear in the
 * text, but for a logarithm of its sentences.
 */

#include "scrapers/fold.h"
#include "scrapers/lexicon.h"

/* Bounds: a longer sentence is quoted in pieces; no policy has more hits. */
enum { LINT_SENTENCE = 2000, LINT_HITS = 50000 };

/* No such sentence. */
#define LINT_NONE ((size_t)-1)

struct lint_sentence {
	size_t at, len; /* in text */
	int line;	/* where its block begins in the source, from 1 */
};

struct lint_hit {
	const struct lexicon_term *term; /* borrowed from the lexicon */
	size_t at, len;			 /* in text */
	size_t sentence;
	size_t clear; /* the nearest sentence that may answer, or LINT_NONE */
};

struct lint_item {
	size_t n;	/* cues found; 0: the others mean nothing */
	size_t at, len; /* the first strong one, else the first, in text */
	size_t sentence;
};

struct lint {
	struct str text; /* as it is shown: no markup, one block a line */
	struct fold folded;
	struct lint_sentence *sentences;
	struct lint_hit *hits;
	struct lint_item items[CHECKLIST_ITEMS];
	size_t n_sentences, sentences_cap, n_hits, hits_cap;
	size_t words;	     /* runs of letters and digits */
	size_t source_words; /* with those of the markup, as in addresses */
	size_t counted;	     /* hits of terms that count */
	size_t weighted;     /* the sum of their weights */
	size_t bare; /* likewise, without regard to what is around them */
};

/* Reads Markdown from outside, in a limited child; or a plain text with one
 * block a line. ERR_LIMIT past FOLD_BYTES, ERR_PARSE. The first call of all
 * on a zeroed struct; release it also after a failure. */
int lint_read(struct lint *out, const char *markdown, size_t len);
int lint_plain(struct lint *out, const char *text, size_t len);

/* Fills hits and items, from nothing. all: also the terms that do not
 * count. ERR_LIMIT past LINT_HITS. */
int lint_judge(struct lint *l, const struct lexicon *lex, bool all);

/* Weighted hits per 1,000 words; 0 without words. */
double lint_rate(const struct lint *l);

/* The rate as the lexicons' baselines were measured, to be compared with
 * them: by the forms and their not_after alone, and by the words of the whole
 * Markdown, the addresses of links among them. */
double lint_baseline_rate(const struct lint *l);

void lint_release(struct lint *l);

#endif
