/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TEMPLATES_LAYOUT_H
#define TEMPLATES_LAYOUT_H

/*
 * Markdown blocks onto A4 pages: justified text, headings kept with what
 * follows and entered as bookmarks, at least two lines of a paragraph on
 * each side of a page's end, lists, quotes, code, tables (layout_table.h),
 * links, a footer with the page's number.
 *
 *	rc = layout_draw(doc, &pages, &md, &(struct layout_options){
 *		.lang = "fr-FR", .footer = "…", .page_words = "page # / #" });
 *
 * Two thematic breaks in a row begin a new page. HTML comments are left out;
 * <del> and <ins> were read before (marks.h); other raw HTML is printed as
 * the text it is.
 */

#include <hpdf.h>
#include <stddef.h>

#include "base/markdown.h"

/* Borrowed. */
struct layout_options {
	const char *lang;	/* "fr-FR": spaces and line ends */
	const char *footer;	/* left of each page's foot */
	const char *page_words; /* "page # / #" */
};

/* Draws into doc, which is empty and has UTF-8 encodings. *pages gets their
 * number. ERR_NOTFOUND: a font is missing; ERR_LIMIT: too many pages. */
int layout_draw(HPDF_Doc doc, size_t *pages, const struct markdown *md,
	const struct layout_options *options);

#endif
