/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SENTENCES_H
#define SCRAPERS_SENTENCES_H

/*
 * A Markdown text as sentences, each with the headings above it and, in a
 * list, with the sentence that introduces the list ("We do not share your
 * data with:"), without which an item says nothing.
 *
 *	struct sentences s = { 0 };
 *
 *	rc = sentences_read(&s, markdown, len);
 *	for (size_t i = 0; rc == 0 && i < s.n; i++)
 *		s.v[i].len bytes at sentences_text(&s, i)
 *	sentences_release(&s);
 *
 * What always holds: the text is without markup, in Normalization Form C; no
 * sentence is empty or longer than SENTENCES_BYTES (a longer one is cut
 * between words, or characters); in order they are the whole text.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"

enum { SENTENCES_BYTES = 4000 };

struct sentence {
	size_t from, len; /* in the text of all */
	size_t section;	  /* in the paths of all; see sentences_section() */
	size_t lead;	  /* number of the introducing one, from 1; 0: none */
	size_t links, links_len; /* in the links of all */
	bool heading;
};

struct sentences {
	struct sentence *v; /* owned */
	size_t n, cap;
	struct str text, sections, links;
};

/* The text came from outside: it is parsed in a limited child. Replaces what
 * out held. ERR_PARSE, ERR_LIMIT as markdown_parse_limited(). */
int sentences_read(struct sentences *out, const char *markdown, size_t len);
void sentences_release(struct sentences *s);

/* The bytes of a sentence; not NUL-terminated. */
const char *sentences_text(const struct sentences *s, size_t i);

/* "Privacy > Sharing"; "" above the first heading. */
const char *sentences_section(const struct sentences *s, size_t i);

/* The targets of the links in its block, kept with the block's first; a
 * space behind each; not NUL-terminated. */
const char *sentences_links(const struct sentences *s, size_t i);

#endif
