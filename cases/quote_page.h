/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_QUOTE_PAGE_H
#define CASES_QUOTE_PAGE_H

/*
 * On which page of a policy published as PDF a quotation stands.
 *
 *	struct quote_pages pages = { 0 };
 *
 *	rc = quote_pages_read(&pages, store, &snapshot, &version_text);
 *	rc = quote_pages_find(&page, &pages, "telles que …");	0: not known
 *	quote_pages_release(&pages);
 *
 * A policy that is no PDF has no pages, and neither has one whose text
 * pdftotext now reads differently than then: a wrong page would be worse
 * than none.
 */

#include "archive/snapshot.h"
#include "base/str.h"

struct quote_pages {
	struct str *v; /* owned: each page without its markup */
	size_t n;
};

/* None is no error. */
int quote_pages_read(struct quote_pages *out, struct store *s,
	const struct snapshot *snap, const struct str *text);

/* The page on which it begins, from 1. */
int quote_pages_find(
	size_t *page, const struct quote_pages *pages, const char *quotation);
void quote_pages_release(struct quote_pages *pages);

#endif
