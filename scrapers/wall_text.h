/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WALL_TEXT_H
#define SCRAPERS_WALL_TEXT_H

/*
 * What a person would read on a page, and how much of it there is: enough to
 * recognise a wall, far from a browser. Tags, comments, scripts and styles
 * go, common character references are decoded, white space becomes one
 * space.
 *
 *	struct wall_text t = { 0 };
 *
 *	wall_text_html(&t, page, len);
 *	if (t.words < 100)
 *		look_at(t.text.p, t.text.len);
 *	wall_text_release(&t);
 *
 * Only the beginning of the text is kept, all of it is counted. One pass,
 * whatever the bytes.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { WALL_TEXT_MAX = 64 << 10, WALL_TITLE_MAX = 512 };

struct wall_text {
	struct str text;  /* the beginning, at most WALL_TEXT_MAX bytes */
	struct str title; /* HTML's first title */
	size_t words;	  /* in all of the text */
	size_t scripts;	  /* script elements */
};

/* Replaces what out held. */
void wall_text_html(struct wall_text *out, const char *html, size_t len);

/* Of Markdown: marks and link targets go. */
void wall_text_markdown(struct wall_text *out, const char *text, size_t len);

void wall_text_release(struct wall_text *t);

/* Text as rules are written: lower case, no accents ("é" is "e", "ß" is
 * "ss"), plain quotes and hyphens, one space for white space of any kind.
 * at[i] is where in the text the folded byte i comes from; at[n] is the
 * text's length. */
struct wall_folded {
	struct str text;
	size_t *at; /* owned */
	size_t room;
};
void wall_fold(struct wall_folded *out, const char *text, size_t len);
void wall_folded_release(struct wall_folded *f);

/* One character of it: writes up to WALL_FOLD_ROOM bytes, gives how many;
 * 0 for a character that is left out. White space gives ' '. */
enum { WALL_FOLD_ROOM = 4 };
size_t wall_fold_one(char out[WALL_FOLD_ROOM], uint32_t cp);

#endif
