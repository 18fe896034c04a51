/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_SEARCH_INDEX_H
#define SCRAPERS_SEARCH_INDEX_H

/*
 * Brings the index of passages (archive/passage.h) up to date: texts of
 * versions are parsed as Markdown in the limited child and added as blocks.
 * It is called by a search, not by a capture; what is there already costs
 * nothing.
 *
 *	rc = search_index_update(&done, store, progress);
 */

#include "archive/store.h"
#include "base/markdown.h"
#include "base/progress.h"

struct search_index_result {
	int64_t added;	    /* versions */
	int64_t unreadable; /* of them: those whose text is gone or damaged */
};

/* Adds what is missing, in steps: what was added stays when it is
 * interrupted. */
int search_index_update(struct search_index_result *out, struct store *store,
	const struct progress *progress);

/* The blocks of a text; one that is no good Markdown is taken by its lines,
 * as paragraphs. */
int search_index_split(struct markdown *out, const char *text, size_t len);

#endif
