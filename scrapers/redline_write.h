/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_WRITE_H
#define SCRAPERS_REDLINE_WRITE_H

/*
 * A redline for people, as text (HTML: redline_html.h; JSON:
 * redline_json.h).
 *
 *	@@ changed: line 12, now line 14; Privacy > Data @@
 *	  The block before.
 *	~ We may share your [-steps-]{+data+} with others.
 *	+ A block that came.
 *
 * The signs say it all; colour is an addition: - went, + came, ~ changed,
 * > moved. Changes of blank space alone are counted at the end. A policy's own
 * "[-", "-]", "{+", "+}" are parted by a space, and characters that draw lines
 * are shown by their code (scrapers/redline_clean.h): what looks like a mark
 * is one.
 */

#include "scrapers/redline_kind.h"

struct redline_look {
	size_t context; /* blocks shown before and after a change */
	bool color;
	const struct redline_rest *rest; /* what is not shown, or NULL */
};

/* Appends it for a terminal: controls in the texts are shown as escapes. */
int redline_write_terminal(struct str *out, const struct redline *r,
	const struct redline_look *look);

/* Appends the same without colour in a fenced block of Markdown. */
int redline_write_markdown(struct str *out, const struct redline *r,
	const struct redline_look *look);

/* How many changes a reader sees, and how many are of blank space alone. */
size_t redline_count(size_t *blank, const struct redline *r);

/* What is said of a change whose words are marked as a whole. Borrowed. */
const char *redline_coarse(void);

/* The change in words: "changed", "moved, and changed"… Borrowed. */
const char *redline_word(const struct redline_change *c);

#endif
