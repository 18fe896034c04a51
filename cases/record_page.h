/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_RECORD_PAGE_H
#define CASES_RECORD_PAGE_H

/*
 * A capture record as a page that a person can read and sign: when, by whom,
 * with what, over which network, every request and answer, what was odd, and
 * how to check it. It says plainly what it is not.
 *
 *	rc = record_page_make(&made, &(struct record_page){ .store = store,
 *		.snapshot = id, .lang = "fr", .path = "capture.pdf" });
 *
 * What always holds: everything printed comes from the record that was kept
 * at the moment of the capture; nothing is added but its digest and the
 * ledger entry that seals it. The same record gives the same bytes.
 */

#include <stdint.h>

#include "archive/store.h"

struct record_page {
	struct store *store;
	int64_t snapshot;
	const char *lang; /* "fr", "en" */
	const char *path; /* ends in .pdf or .md */
};

/* Writes the page; *pages (may be NULL) gets the number of sheets, 0 for
 * Markdown. ERR_NOTFOUND: no such snapshot, or no such language. */
int record_page_make(size_t *pages, const struct record_page *order);

#endif
