/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KIND_TEXT_H
#define SCRAPERS_KIND_TEXT_H

/*
 * A Markdown text as kinds of change are told by: what is read of it, where
 * its links lead, and its words with less and less beside them.
 *
 *	struct kind_text t = { 0 };
 *
 *	kind_text_read(&t, text, len);
 *	if (str_same(&t.words, &other.words))
 *		the same words
 *	kind_text_release(&t);
 *
 * One pass, any bytes; memory is a small multiple of the text's.
 */

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "scrapers/kind_mark.h"
#include "scrapers/language.h"

/* A line that has a word. */
struct kind_line {
	size_t at, len; /* in plain */
	size_t words_at, words_len;
	size_t count;  /* words */
	uint64_t hash; /* of its words */
	bool aged;     /* tells an age: "3 days ago" */
};

/* A line by its hash. */
struct kind_key {
	uint64_t hash;
	size_t index;
};

/* A word that changes by itself; at, len: in words. */
struct kind_marked {
	size_t at, len;
	enum kind_mark mark;
};

struct kind_text {
	struct str plain;    /* as read: no targets, no tags, white space one */
	struct str targets;  /* of links and images, a line each */
	struct str words;    /* letters and digits in lower case, no spaces;
			      * what parts two numbers ("1.5" from "15"), and
			      * < > before one, stay */
	struct str dateless; /* words but for the dates of date lines */
	struct str settled;  /* and but for ages and random tokens */
	struct str wordy;    /* and but for digits */
	struct kind_line *lines; /* owned */
	size_t n, cap;
	struct kind_key *keys;	   /* owned: of the n lines, sorted */
	struct kind_marked *marks; /* owned: dates, ages, random tokens */
	size_t n_marks, marks_cap;
	size_t count; /* words */
	struct language language;
};

/* Replaces what out held. */
void kind_text_read(struct kind_text *out, const char *text, size_t len);
void kind_text_release(struct kind_text *t);

/* Whether a character outside ASCII is white space, like a no-break one. */
bool kind_text_space(uint32_t cp);

/* A word of a line: its hash from this seed, each in turn. */
typedef void (*kind_word_fn)(uint64_t hash, void *ctx);
void kind_text_each(const struct kind_text *t, const struct kind_line *line,
	uint64_t seed, kind_word_fn fn, void *ctx);

#endif
