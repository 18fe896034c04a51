/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page is one pass over the versions that keeps only its own rows in the
 * sorter (ORDER BY … LIMIT); the next one begins behind the last row.
 */
#include "archive/recent.h"

#include <stdlib.h>

#include "base/mem.h"

static int query(
	struct stmt **q, struct store *s, const struct recent_range *range)
{
	const int64_t place = range->place_id > 0 ? range->place_ns : INT64_MAX;

	return db_query(q, store_db(s),
		"SELECT v.id, n.seen_ns, v.service, v.terms FROM version v"
		" JOIN snapshot n ON n.id = v.snapshot"
		" WHERE n.seen_ns >= $1 AND (n.seen_ns < $2 OR"
		" (n.seen_ns = $2 AND v.id < $3))"
		" AND ($4 = '' OR lower(v.service) = lower($4))"
		" AND ($5 = '' OR lower(v.terms) = lower($5))"
		" ORDER BY n.seen_ns DESC, v.id DESC LIMIT $6",
		"iiitti", range->since_ns, place, range->place_id,
		range->service != NULL ? range->service : "",
		range->terms != NULL ? range->terms : "", (int64_t)range->max);
}

int recent_page(struct recent *out, struct store *s, struct recent_range *range)
{
	struct recent page = { 0 };
	struct stmt *q = NULL;
	size_t cap = 0;
	bool row = true;
	int rc = query(&q, s, range);

	while (rc == 0 && row) {
		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		page.v = mem_grow(page.v, &cap, page.n + 1, sizeof(*page.v));
		page.v[page.n++] =
			(struct recent_version){ .id = stmt_int(q, 0),
				.seen_ns = stmt_int(q, 1),
				.service = mem_strdup(stmt_text(q, 2)),
				.terms = mem_strdup(stmt_text(q, 3)) };
	}
	stmt_free(q);
	recent_release(out);
	if (rc != 0) {
		recent_release(&page);
		return rc;
	}
	if (page.n > 0) {
		range->place_ns = page.v[page.n - 1].seen_ns;
		range->place_id = page.v[page.n - 1].id;
	}
	*out = page;
	return 0;
}

void recent_release(struct recent *page)
{
	for (size_t i = 0; i < page->n; i++) {
		free(page->v[i].service);
		free(page->v[i].terms);
	}
	free(page->v);
	*page = (struct recent){ 0 };
}
