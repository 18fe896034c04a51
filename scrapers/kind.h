/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KIND_H
#define SCRAPERS_KIND_H

/*
 * The kind of a change: news, or one of the ways in which a page changes
 * without saying anything new; with the rule that decided and a quotation.
 *
 *	struct kind_past *past = kind_past_new();
 *	struct kind k = { 0 };
 *
 *	for each text of the terms, oldest first
 *		rc = kind_next(&k, past, text, len, false);
 *	kind_release(&k);
 *	kind_past_free(past);
 *
 * What always holds: the same texts in the same order give the same kinds;
 * nothing else counts. When in doubt it is news: a rule that hides needs every
 * changed line to be what it says. Time per text is linear but for one sort
 * of its lines; the past keeps two digests a text and one entry for each
 * distinct line of the last KIND_MEMORY texts.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum kind_code {
	KIND_FIRST,	  /* nothing was there before */
	KIND_NEWS,	  /* words changed */
	KIND_RETURN,	  /* a text that was seen before */
	KIND_ADDRESS,	  /* only where links and images lead */
	KIND_COSMETIC,	  /* markup, punctuation, case, white space */
	KIND_DATE_LINE,	  /* "last updated" and its like */
	KIND_NUMBERS,	  /* only digits */
	KIND_ROTATION,	  /* what comes and goes by itself */
	KIND_COLLAPSE,	  /* most of the text is gone */
	KIND_TRANSLATION, /* another language */
	KIND_TECHNICAL,	  /* only rules of ours changed */
	KIND_MOVED,	  /* of one change in a difference: it only moved */
	KIND_CODES,
};

enum {
	KIND_MEMORY = 16,	  /* texts that a line is remembered for */
	KIND_TEXT_MAX = 32 << 20, /* bytes */
	KIND_QUOTE_MAX = 120,	  /* bytes */
};

struct kind {
	enum kind_code code;
	const char *rule;      /* static: code of the rule that decided */
	size_t earlier;	       /* with a return: which text it was, from 1, the
				* latest such; else 0 */
	size_t added, removed; /* words that the changed lines have more of,
				* fewer of; wherever they stand */
	struct str was, now;   /* owned: quotations, valid UTF-8; may be "" */
};

/* What was seen of terms so far. */
struct kind_past;
struct kind_past *kind_past_new(void);
void kind_past_free(struct kind_past *past);

/* The kind of the change that leads to this text, replacing what out held;
 * then the text is part of the past. technical: the caller knows that only
 * rules of ours changed. ERR_LIMIT for a text above KIND_TEXT_MAX. */
int kind_next(struct kind *out, struct kind_past *past, const char *text,
	size_t len, bool technical);
void kind_release(struct kind *k);

/* The kind of one change in a difference: what stood there, and what stands
 * there now ("" when it came or went). The same rules, but for those that
 * need the whole text or the ones before it. Replaces what out held.
 * ERR_LIMIT as above. */
int kind_between(struct kind *out, const char *old, size_t old_len,
	const char *new, size_t new_len);

/* Noise is what a reader need not look at: all but first, news, numbers,
 * collapse and translation. */
bool kind_is_noise(enum kind_code code);

/* The stable code ("news", "date-line" …), and back: -1 for another name. */
const char *kind_name(enum kind_code code);
int kind_find(const char *name);

/* Names with commas between them ("news,numbers") as bits: 1u << code.
 * ERR_INVALID for another name. */
int kind_read_list(unsigned *out, const char *names);

/* The kind in a word or two, and what its rule says; translated. */
const char *kind_word(enum kind_code code);
const char *kind_reason(const char *rule);

/* {"kind", "rule", "reason", "noise", "was", "now"}. A new tree. */
cJSON *kind_json(const struct kind *k);

#endif
