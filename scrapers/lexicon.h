/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_LEXICON_H
#define SCRAPERS_LEXICON_H

/*
 * Words that leave open what a policy says, one lexicon a language: data of
 * the program, in scrapers/lexicons/<language>.json. Each term has the
 * sources that it rests on: decisions, guidelines, studies, or ourselves.
 *
 *	struct lexicon *lex = NULL;
 *
 *	rc = lexicon_open(&lex, "fr");
 *	term = &lex->terms[0];
 *	lexicon_source(lex, term->sources[0])	"CNIL, SAN-2020-009 …"
 *	lexicon_free(lex);
 *
 * The file:
 *
 *	{ "language": "fr",
 *	  "sources": { "wp260": "Article 29 Working Party, …" },
 *	  "baseline": { "what": "…", "measured": "2026-11-24",
 *	    "documents": 133, "words": 823991,
 *	    "p10": 30.4, "median": 51.5, "p90": 69.1 },
 *	  "terms": [{ "id": "fr-modality-12", "category": "modality",
 *	    "weight": 3,		1 weak to 3 strong
 *	    "counted": false,		published, but too noisy: only shown
 *	    "forms": ["peut"],
 *	    "not_after": ["vous"],	drops a hit right behind these
 *	    "unless": {			ours, not the publication's:
 *	      "after": ["ne", "#"],	likewise; # is a number
 *	      "before": ["sie"],	right before these
 *	      "denied": true,		see scrapers/lint_context.h
 *	      "reader": true },
 *	    "judged": { "sentences": 73, "vague_percent": 49 },
 *	    "sources": ["wp260"] }],
 *	  "clear": [{ "category": "vague_retention", "number": ["six"],
 *	    "forms": ["mois"] }],	what answers a vague word; with number,
 *					only behind digits or such a word
 *	  "fixed": [{ "forms": ["pays tiers"], "because": "countries" }],
 *					longer phrases that are not vague
 *	  "context": { "reader": ["vous"], "vendor": ["nous"],
 *	    "denial": ["ne"], "exception": ["sauf"] },
 *	  "cues": { "art13-2-b-access": {
 *	    "strong": ["droit d'accès"],
 *	    "weak": ["d'accès"],	quoted only where no strong one is; and
 *	    "with": ["droits"] } } }	told only near one of these, if any
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "scrapers/checklist.h"
#include "scrapers/forms.h"

enum { LEXICON_SOURCES = 6 }; /* of one term, at most */

enum lexicon_category {
	LEXICON_CONDITION,
	LEXICON_GENERALIZATION,
	LEXICON_MODALITY,
	LEXICON_NUMERIC_QUANTIFIER,
	LEXICON_OPEN_LIST,
	LEXICON_DISCRETION,
	LEXICON_UNNAMED_RECIPIENT,
	LEXICON_VAGUE_PURPOSE,
	LEXICON_VAGUE_DATA,
	LEXICON_VAGUE_RETENTION,
	LEXICON_VAGUE_TRANSFER,
	LEXICON_VAGUE_SECURITY,
	LEXICON_UNILATERAL_CHANGE,
	LEXICON_CATEGORIES,
};

/* What tells who acts, and whether it is denied: scrapers/lint_context.h. */
enum lexicon_context {
	LEXICON_READER,
	LEXICON_VENDOR,
	LEXICON_DENIAL,
	LEXICON_EXCEPTION,
	LEXICON_CONTEXTS,
};

/* Everything borrowed from the lexicon. */
struct lexicon_term {
	const char *id, *form; /* the first form: its name */
	enum lexicon_category category;
	int weight;
	bool counted, more;	/* more: it has more than one form */
	const cJSON *not_after; /* array of strings, or NULL; as published */
	const cJSON *unless_after, *unless_before; /* likewise, ours */
	bool unless_denied, unless_reader;
	const char *sources[LEXICON_SOURCES]; /* ended by NULL if fewer */
	int judged, vague_percent; /* sentences; 0: not in that study */
};

struct lexicon_clear {
	enum lexicon_category category;
	const cJSON *number; /* words for numbers; NULL: none is needed */
};

/* Weighted hits per 1,000 words in policies measured before. */
struct lexicon_baseline {
	int documents; /* 0: none is known for this language */
	const char *what, *measured;
	double p10, median, p90;
};

/* A form's id says what it stands for: a term's number, then clear ones, then
 * the items of the checklist, three times (strong and weak cues, and what weak
 * ones stand with), the contexts, and last what is fixed. */
struct lexicon {
	const char *language;
	struct lexicon_baseline baseline;
	struct lexicon_term *terms;
	struct lexicon_clear *clear;
	size_t n_terms, n_clear;
	bool cue_with[CHECKLIST_ITEMS]; /* weak cues need a companion */
	struct forms *forms;		/* ready */
	cJSON *tree;			/* owned: what the rest borrows from */
};

/* The languages there are, ended by NULL. */
extern const char *const lexicon_languages[];

/* ERR_INVALID names the languages there are. */
int lexicon_open(struct lexicon **out, const char *language);
void lexicon_free(struct lexicon *lex);

/* Which language of ours a text seems to be in; NULL when in doubt, or when it
 * is another. See scrapers/language.h. */
const char *lexicon_guess(const struct fold *text);

/* What a source's key stands for. */
const char *lexicon_source(const struct lexicon *lex, const char *key);

/* "unnamed_recipient", as in the files and in JSON; and for people, N_(). */
const char *lexicon_category_name(enum lexicon_category c);
const char *lexicon_category_words(enum lexicon_category c);

#endif
