/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_EXTRACTOR_H
#define SCRAPERS_EXTRACTOR_H

/*
 * Extraction of many pages, in one limited child that serves them all
 * (base/child_server.h); what extract_page() does in a child of each page.
 *
 *	struct extractor *e;
 *
 *	rc = extractor_open(&e);
 *	while (...)
 *		rc = extractor_page(e, &markdown, &notes, &job);
 *	extractor_close(e);
 *
 * What always holds: the result is that of extract_page(), and so are the
 * limits of each page; the error of one page is that page's alone. An
 * extractor belongs to one thread.
 */

#include "base/str.h"
#include "scrapers/extract.h"

struct extractor;

/* The child starts with the first page. */
int extractor_open(struct extractor **out);

/* Appends the page's Markdown; notes may be NULL. Errors as
 * extract_page(). */
int extractor_page(struct extractor *e, struct str *out,
	struct extract_notes *notes, const struct extract_job *job);

void extractor_close(struct extractor *e); /* NULL is fine */

#endif
