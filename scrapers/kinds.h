/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_KINDS_H
#define SCRAPERS_KINDS_H

/*
 * The kinds of all changes of terms, read from the archive. They are computed
 * each time, never kept: better rules tell an old history better.
 *
 *	struct kinds kinds = { 0 };
 *
 *	rc = kinds_read(&kinds, store, &spans);
 *	kinds.v[i] is the kind of the change that led to spans.v[i]
 *	kinds_release(&kinds);
 */

#include "archive/version.h"
#include "scrapers/kind.h"

struct kinds {
	struct kind *v; /* owned; `earlier` is the number of the version */
	size_t n;
};

/* Reads each text once, two of them in memory at a time. The spans are those
 * of version_spans(), not folded. The archive's failures. */
int kinds_read(struct kinds *out, struct store *store,
	const struct version_spans *spans);
void kinds_release(struct kinds *kinds);

/* Leaves out what history_fold() joins to the span before. */
void kinds_fold(struct kinds *kinds);

/* Leaves out noise, and the spans with it; how many that were. */
size_t kinds_hide(struct kinds *kinds, struct version_spans *spans);

/* One year of a history: changes by the day they were first seen (UTC). */
struct kinds_year {
	int year;
	size_t from, to; /* its spans; to is behind the last */
	size_t versions, news, noise;
	size_t added, removed; /* words, by the news */
};

/* The year that begins with span *at, and *at behind it. False at the end. */
bool kinds_year(struct kinds_year *out, size_t *at, const struct kinds *kinds,
	const struct version_spans *spans);

/* kind_json() with "words_added", "words_removed" and "returns_to": a
 * version's number or null. A new tree. */
cJSON *kinds_json(const struct kind *k);

#endif
