/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PDFTEXT_H
#define SCRAPERS_PDFTEXT_H

/*
 * A policy published as PDF, as Markdown. The letters and where they stand
 * come from poppler's pdftotext, run as a limited program; headings, lists
 * and paragraphs are guessed from that no further than is safe, in a limited
 * child.
 *
 *	struct pdftext_pages pages = { 0 };
 *
 *	rc = pdftext_markdown(&markdown, &pages, pdf, len);
 *	if (rc == 0)
 *		page = pdftext_page_at(&pages, offset_of_quotation);
 *	pdftext_pages_release(&pages);
 *
 * The same PDF gives the same Markdown with the same PDFTEXT_VERSION and the
 * same pdftotext (pdftext_tool()); both are recorded with every version.
 * Pictures of text are not read. What repeats in the margins of the pages is
 * left out (see pdftext_margin.h).
 */

#include <stddef.h>

#include "base/str.h"

/* Changes whenever the Markdown of any PDF may change. */
#define PDFTEXT_VERSION "1"

struct pdftext_pages {
	size_t *v; /* owned: the offset in the Markdown where each page begins;
		    * never less than the one before */
	size_t n;
};

/* Appends the Markdown; pages (NULL: not wanted) is replaced, its offsets
 * count from where out ended before. ERR_PARSE: not a PDF, or beyond repair;
 * ERR_REFUSED: protected by a password; ERR_NOTFOUND: it has no text (a
 * scan), or there is no program pdftotext; ERR_LIMIT: it takes more time,
 * memory or output than a policy can need. */
int pdftext_markdown(struct str *out, struct pdftext_pages *pages,
	const void *pdf, size_t len);

/* The page that the byte at the offset is on, from 1; 0 before any page. */
size_t pdftext_page_at(const struct pdftext_pages *pages, size_t offset);

void pdftext_pages_release(struct pdftext_pages *pages);

/* Appends the program's name and version: "pdftotext 22.12.0".
 * ERR_NOTFOUND when there is none. */
int pdftext_tool(struct str *out);

#endif
