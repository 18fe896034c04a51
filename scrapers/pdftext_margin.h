/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_PDFTEXT_MARGIN_H
#define SCRAPERS_PDFTEXT_MARGIN_H

/*
 * Running headers, footers and page numbers: lines in the outermost
 * PDFTEXT_MARGIN per cent of the height that stand at the same place of at
 * least three pages, and of a third of them, with the same text but for
 * digits. On a document of two pages only those with differing digits.
 *
 *	pdftext_margin(&layout);
 *	if (line->repeated && !line->aside)
 *		leave it out;
 *
 * Where the text is the same with its digits, too (a title, a date, a
 * version), the first is kept: marked `aside`, to stand beside the running
 * text. Where digits change from page to page (a page number), none is.
 */

#include "scrapers/pdftext_layout.h"

enum { PDFTEXT_MARGIN = 8 };

/* Sets `repeated` and `aside` in the lines. Time: n log n. */
void pdftext_margin(struct pdftext_layout *l);

#endif
