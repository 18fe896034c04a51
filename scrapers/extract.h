/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_EXTRACT_H
#define SCRAPERS_EXTRACT_H

/*
 * From a page to the Markdown of the parts that a declaration chooses: Open
 * Terms Archive's pipeline, in its order. Links are made absolute, scripts
 * and styles go, what "remove" names is removed, what "select" names is
 * copied in the order of the selectors, and the copy becomes Markdown.
 *
 *	struct extract_job job = { .bytes = body, .len = n,
 *		.content_type = "text/html", .part = &terms->parts[0] };
 *
 *	rc = extract_page(&markdown, NULL, &job);
 *
 * The same page and declaration give the same bytes with the same
 * EXTRACT_VERSION, for ever; that name is recorded with every version.
 */

#include <stddef.h>

#include "base/child.h"
#include "base/str.h"
#include "scrapers/charset.h"
#include "scrapers/declaration.h"

/* Changes whenever the Markdown of any page may change. */
#define EXTRACT_VERSION "2"

struct extract_job {
	const void *bytes; /* as the server sent them, decoded of codings */
	size_t len;
	const char *content_type; /* header's value, or NULL */
	const char *url; /* links resolve against it; NULL: part->fetch */
	const struct declaration_part *part;
};

/* What the person should know about an extraction that succeeded. */
struct extract_notes {
	const char *charset; /* constant: "windows-1252" */
	size_t flattened;    /* elements nested deeper than we follow */
	size_t filters;	     /* declared filters that are not known here */
};

/* Appends the page's Markdown. Reads and converts in a limited child of its
 * own; for many pages there is scrapers/extractor.h. notes may be NULL.
 * ERR_NOTFOUND: a selector has no match, or all that matches is empty;
 * ERR_INVALID: a selector or address is wrong; ERR_PARSE; ERR_LIMIT: a page
 * beyond our bounds. Messages name the selector. */
int extract_page(struct str *out, struct extract_notes *notes,
	const struct extract_job *job);

/* The same in this process, for measurements and fuzzing. */
int extract_in_process(struct str *out, struct extract_notes *notes,
	const struct extract_job *job);

/* Whether a filter of that name is carried out: "removeQueryParams". The
 * others are JavaScript; pages are extracted without them. */
bool extract_knows_filter(const char *name);

/* Appends the Markdown of the next part of combined terms: "\n\n- - -\n\n"
 * stands between parts. */
int extract_combine(struct str *out, const struct str *part);

/* The three steps of an extraction, for who has a child of its own: before,
 * in the child (appends an answer), behind. */
extern const struct child_limits extract_limits;
int extract_begin(struct charset *out, const struct extract_job *job);
int extract_answer(struct str *out, const struct extract_job *job,
	const struct charset *charset);
int extract_finish(struct str *out, struct extract_notes *notes,
	const struct extract_job *job, const struct charset *charset,
	const struct str *answer);

#endif
