/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_VIEW_H
#define SCRAPERS_REDLINE_VIEW_H

/*
 * Our own Markdown as a reader sees it: which of its bytes are marks.
 *
 *	struct redline_view v;
 *
 *	redline_view_open(&v, text, len);
 *	v.as[i] says what byte i is
 *	redline_view_release(&v);
 *
 * A light look, line by line, as scrapers/blocks: headings, bullets, quotes,
 * underlines, rows of dashes; emphasis, escapes, "<br>", brackets and targets
 * of links. Any bytes; linear time but for a bounded look ahead.
 */

#include <stdbool.h>
#include <stddef.h>

enum redline_view_as {
	VIEW_TEXT,
	VIEW_MARK,   /* not shown */
	VIEW_BULLET, /* shown as a bullet */
	VIEW_BREAK,  /* shown as the end of a line */
};

struct redline_view {
	const char *text; /* borrowed */
	size_t len;
	char *as; /* owned: by byte, of enum redline_view_as */
};

/* Replaces nothing: the struct is not read. */
void redline_view_open(struct redline_view *out, const char *text, size_t len);
void redline_view_release(struct redline_view *v);

/* Whether all bytes of a piece of the text are marks. */
bool redline_view_is_mark(
	const struct redline_view *v, const char *bytes, size_t len);

#endif
