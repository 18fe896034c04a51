/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_REDLINE_HTML_H
#define SCRAPERS_REDLINE_HTML_H

/*
 * A redline as a page of HTML that needs nothing else: no script, no outside
 * address. <del> and <ins> read without colour (struck out, underlined) and
 * are announced by a screen reader. Markdown's marks are not shown, nor the
 * targets of links, unless one of them is what changed. Characters of the texts
 * that draw lines or turn them are shown by their code, "[U+0336]".
 *
 *	const struct redline_page page = { 1, false, "2023", "2024",
 *		NULL };
 *
 *	rc = redline_html(&out, &r, &page);
 */

#include "scrapers/redline_kind.h"

struct redline_page {
	size_t context;			 /* blocks before and after a change */
	bool side;			 /* old and new side by side */
	const char *old_name, *new_name; /* what the texts are; any text */
	const struct redline_rest *rest; /* what is not shown, or NULL */
};

/* Appends the page. ERR_LIMIT. */
int redline_html(struct str *out, const struct redline *r,
	const struct redline_page *page);

#endif
