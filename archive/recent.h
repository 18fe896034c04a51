/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_RECENT_H
#define ARCHIVE_RECENT_H

/*
 * Versions by the date they were first read at, newest first, a page at a
 * time: where to look for what changed lately, without the whole archive in
 * memory.
 *
 *	struct recent page = { 0 };
 *	struct recent_range range = { .since_ns = monday, .max = 1000 };
 *
 *	do {
 *		rc = recent_page(&page, store, &range);
 *		for each of page.v …
 *	} while (rc == 0 && page.n > 0);
 *	recent_release(&page);
 *
 * A version may begin no span of the history (its text was seen earlier by
 * an import that came later): archive/version has the spans.
 */

#include <stddef.h>
#include <stdint.h>

#include "archive/store.h"

struct recent_version {
	int64_t id, seen_ns;
	char *service, *terms; /* owned */
};

struct recent {
	struct recent_version *v; /* owned */
	size_t n;
};

/* What to look for; service and terms in any letter case, NULL: all. The
 * place is where the last page ended: begin with both 0. */
struct recent_range {
	const char *service, *terms; /* borrowed */
	int64_t since_ns;
	size_t max; /* versions a page */
	int64_t place_ns, place_id;
};

/* The next page in place of what out held, and range's place behind it. None
 * is no error. */
int recent_page(
	struct recent *out, struct store *s, struct recent_range *range);
void recent_release(struct recent *page);

#endif
