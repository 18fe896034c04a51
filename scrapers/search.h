/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SEARCH_H
#define SCRAPERS_SEARCH_H

/*
 * Passages that say something, over all versions of all terms, and when they
 * stood there; or when a wording came into terms and when it left.
 *
 *	search_index_update(…);
 *	search_query_parse(&q, "\"such as\"");
 *	rc = search_each(&count, store, &(struct search_wanted){
 *		.query = q.root, .limit = 50 }, fn, ctx);
 *
 * A period goes from the first to the last sighting of what was asked for;
 * when it came, or left, lies between the sightings beside it, and what was
 * there while nobody looked is not known. Technical upgrades are told as
 * such: there our rules brought the words, not the vendor.
 */

#include <cjson/cJSON.h>

#include "archive/passage.h"
#include "archive/version.h"
#include "base/str.h"

/* Borrowed. */
struct search_wanted {
	const struct passage_query *query;
	const char *service, *terms; /* in any letter case; NULL: all */
	int64_t since_ns, until_ns;  /* 0: open; seen between them */
	size_t limit;
};

/* From first to last: neighbours in the spans of terms. All borrowed. */
struct search_period {
	const struct version_span *before; /* without it; NULL: none older */
	const struct version_span *first, *last;
	const struct version_span *after; /* without it; NULL: none newer */
};

/* Borrowed until the function returns. */
struct search_found {
	const char *service, *terms;
	const char *const *section; /* headings above it, outermost first */
	size_t n_section;
	const char *passage; /* whole; NULL for a wording */
	const char *snippet; /* marked as in archive/passage.h; the same */
	const struct search_period *periods; /* at least one, oldest first */
	size_t n;
	bool checked; /* of a wording: the texts beside each end of each
		       * period were read, and agree */
};

struct search_count {
	size_t found, shown; /* passages, or terms with the wording */
};

/* Each passage, by service, terms and date, up to the limit; fn non-zero
 * ends, and is returned. Up to 10^6 places are looked at (ERR_LIMIT). */
typedef int (*search_fn)(const struct search_found *found, void *ctx);
int search_each(struct search_count *out, struct store *store,
	const struct search_wanted *w, search_fn fn, void *ctx);

/* Each terms with a wording (w->query is a phrase), with its periods over all
 * passages together; what the index says is checked against the texts. */
int search_each_wording(struct search_count *out, struct store *store,
	const struct search_wanted *w, search_fn fn, void *ctx);

/* One as constat.search/1 has it: members of o. */
void search_json(cJSON *o, const struct search_found *found);

#endif
