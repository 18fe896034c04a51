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
 * status, a selector without a match, a wall) is kept as a snapshot all the
 * same, with no version; an attempt that brought no page is kept as such:
 * the archive keeps what was seen.
 *
 * Many pages are under way at once (scrapers/crawl); those that need a
 * browser come behind the others. When the declaration or our own rules
 * changed since the last capture, the page kept then is read anew first, so
 * that what the rules changed is no change of the vendor's.
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
	const char *message;	     /* why there is no text; else NULL */
	const char *cause;  /* code of the message: a kind of wall, "net" … */
	const char *wall;   /* kind of wall; NULL: none */
	int64_t failures;   /* captures without a text in a row, this one too */
	int64_t snapshot;   /* of the first page; 0: none kept */
	int64_t version;    /* 0: none */
	struct digest text; /* meaningful with a version */
	struct digest before; /* the text before; meaningful with changed */
	bool technical;	 /* the page of the last capture, read by the rules of
			  * now, has another text: no change of the vendor's */
	bool mixed;	 /* other rules than at the last capture, whose page
			  * they cannot read: whose change it is is not known */
	bool confirmed;	 /* the server said that nothing changed (304) */
	bool rendered;	 /* a browser was needed */
	bool downgraded; /* a redirect led from https to http */
	bool disallowed; /* robots.txt does not let programs in */
	const char *filters_left_out; /* names, or NULL */
};

/* Hears of each terms in turn; non-zero ends the run and is passed on. */
typedef int (*capture_fn)(const struct capture_result *r, void *ctx);

enum capture_robots {
	CAPTURE_ROBOTS_RECORD, /* read, recorded and told */
	CAPTURE_ROBOTS_OBEY,
	CAPTURE_ROBOTS_IGNORE, /* not even read */
};

/* Borrowed. Zero members mean the defaults in brackets. */
struct capture_options {
	const char *folder;	     /* of the declarations */
	const char *service, *terms; /* [all] */
	struct fetch_options fetch;
	unsigned jobs;	   /* [8] requests under way */
	unsigned pause_ms; /* [1000] between two requests to one host */
	bool no_pause;	   /* pause_ms is 0 and meant */
	enum capture_robots robots;
	bool no_browser;	      /* pages are never shown to a browser */
	const char *browser;	      /* the browser's program [found] */
	const char *person, *purpose; /* stated in the record [not] */
	bool dry_run; /* fetches and extracts, and keeps nothing */
	bool due;     /* only what is due and nobody else has */
	int64_t interval_ns, lease_ns; /* [those of archive/schedule] */
	bool (*stop)(void *ctx);       /* asked often: end the run [NULL] */
	capture_fn fn;
	void *ctx; /* of stop and fn */
};

/* ERR_NOTFOUND for an unknown service or terms; the archive's failures. What
 * goes wrong with a page or a declaration among many is a result, no error. */
int capture_run(struct store *store, const struct capture_options *o);

/* The last wall of the terms is the document after all: its text becomes a
 * version, with the reason that a person gives. ERR_NOTFOUND when no wall was
 * kept since the last version, or nothing of the declaration is in it. */
int capture_accept(
	struct store *store, const struct capture_options *o, const char *why);

/* Fetches and extracts one terms and keeps nothing: its Markdown is appended
 * to text. */
int capture_look(struct str *text, const struct declaration_terms *terms,
	const struct fetch_options *fetch);

/* "new", "unchanged", "changed", "wall", "failed". */
const char *capture_outcome_name(enum capture_outcome outcome);

#endif
