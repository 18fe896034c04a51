/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_H
#define SCRAPERS_REDLINE_H

/*
 * What an editor would say of two texts: which blocks stayed, changed, came,
 * went, moved, were split or joined; and inside a changed one, which words.
 *
 *	struct redline r = { 0 };
 *
 *	redline_make(&r, old, old_len, new, new_len);
 *	for (size_t i = 0; i < r.n; i++)
 *		r.v[i].old.at … became r.v[i].new.at …
 *	redline_release(&r);
 *
 * What always holds, for any bytes: each block of either text stands in
 * exactly one change; the new ranges are in order; the old ranges of changes
 * that are not `moved` are in order too. redline_apply() makes the new text
 * from the old one and the changes, byte for byte.
 *
 * Time grows as n log n with the texts; what has no near partner after a
 * bounded search is told as gone and come. The texts are borrowed.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "scrapers/blocks.h"
#include "scrapers/diff.h"

enum redline_kind {
	REDLINE_SAME,	 /* byte for byte */
	REDLINE_FORM,	 /* same content; another mark or space around it */
	REDLINE_CHANGED, /* one block, other words */
	REDLINE_SPLIT,	 /* one block became several */
	REDLINE_JOINED,	 /* several became one */
	REDLINE_DELETED,
	REDLINE_ADDED,
};

struct redline_change {
	enum redline_kind kind;
	bool moved;		    /* it stands elsewhere now */
	struct diff_range old, new; /* blocks */
	bool hidden; /* left out of what is shown (redline_kind.h) */
};

struct redline {
	struct blocks old, new;
	struct redline_change *v; /* owned; the same ones are with it */
	size_t n, cap;
};

/* Replaces what out held. */
void redline_make(struct redline *out, const char *old, size_t old_len,
	const char *new, size_t new_len);
void redline_release(struct redline *r);

/* Whether a reader sees it: not hidden, not the same, and not only how much
 * blank space stands somewhere or the length of an underline. A move is seen.
 */
bool redline_visible(const struct redline *r, const struct redline_change *c);

/* The bytes of a range of blocks, borrowed: all that they own, or what is
 * shown of them (from the first mark to the end of the last content). */
const char *redline_bytes(
	const struct blocks *b, const struct diff_range *range, size_t *len);
const char *redline_shown(
	const struct blocks *b, const struct diff_range *range, size_t *len);

/* The words of what is shown of a change: aligned, then cleaned as an editor
 * marks (scrapers/redline_words.h). */
void redline_words(struct diff *out, const struct redline *r,
	const struct redline_change *c);

/* Whether a run of them only changes how much blank space stands there: not
 * worth a mark. */
bool redline_is_space(const struct diff *d, const struct diff_run *run);

/* Appends the headings above a change: those of the new text, or of the old
 * one when it went. */
void redline_path(struct str *out, const struct redline *r,
	const struct redline_change *c);

/* Appends the new text, made from the old one and the changes. */
int redline_apply(struct str *out, const struct redline *r);

#endif
