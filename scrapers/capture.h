/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CAPTURE_H
#define SCRAPERS_CAPTURE_H

/*
 * Captures declared terms: fetch, keep the snapshot, extract, keep a version
 * when the text is another one than before.
 *
 *	struct capture_options o = { .folder = "case/declarations",
 *		.service = "Exemple", .fn = print };
 *
 *	rc = capture_run(store, &o);
 *
 * What always holds: each terms is one transaction (snapshots, version and
 * ledger entries), and fn hears of it only after the commit. Terms that fail
 * never stop the others. A page that came but is not the document (an error
 * status, a selector without a match) is kept as a snapshot all the same,
 * with no version: the archive keeps what was seen.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"
#include "scrapers/declaration.h"
#include "scrapers/fetch.h"

enum capture_outcome {
	CAPTURE_NEW,	   /* the first version of these terms */
	CAPTURE_UNCHANGED, /* the text is the one seen before */
	CAPTURE_CHANGED,
	CAPTURE_WALL, /* a page that stands before the document */
	CAPTURE_FAILED,
};

/* What became of one terms; everything is borrowed. */
struct capture_result {
	enum capture_outcome outcome;
	const char *service, *terms; /* terms "": the whole declaration */
	const char *url;	     /* of the first page, as declared */
	const char *message;	     /* why it failed; else NULL */
	int64_t snapshot;	     /* of the first page; 0: none kept */
	int64_t version;	     /* 0: none */
	struct digest text;	     /* meaningful with a version */
	bool technical;		     /* the same page, read by other rules */
	bool downgraded;	     /* a redirect led from https to http */
};

/* Hears of each terms in turn; non-zero ends the run and is passed on. */
typedef int (*capture_fn)(const struct capture_result *r, void *ctx);

/* Borrowed. service and terms NULL: all. dry_run: fetches and extracts, and
 * keeps nothing. */
struct capture_options {
	const char *folder; /* of the declarations */
	const char *service, *terms;
	struct fetch_options fetch;
	bool dry_run;
	capture_fn fn;
	void *ctx;
};

/* ERR_NOTFOUND for an unknown service or terms; the archive's failures. What
 * goes wrong with a page or a declaration among many is a result, no error. */
int capture_run(struct store *store, const struct capture_options *o);

/* Fetches and extracts one terms and keeps nothing: its Markdown is appended
 * to text. */
int capture_look(struct str *text, const struct declaration_terms *terms,
	const struct fetch_options *fetch);

/* "new", "unchanged", "changed", "wall", "failed". */
const char *capture_outcome_name(enum capture_outcome outcome);

#endif
