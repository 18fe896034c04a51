/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_IMPORT_H
#define SCRAPERS_WARC_IMPORT_H

/*
 * Past sightings from WARC files: the records whose address is that of the
 * terms, or one that it led to by redirects in these files.
 *
 *	struct warc_import i = { .paths = files, .n = n, .target = &target };
 *	struct warc_import_result done = { 0 };
 *
 *	rc = warc_import(&done, store, &i);
 *
 * A record's instant is its WARC-Date, and the word of who wrote the file:
 * the sighting is a third party's, also when this program wrote it. What the
 * file says of itself is kept in the record of each sighting: writer, record
 * id, digests, header block, the redirects' end, and the capture record when
 * it is one of ours.
 *
 * Nothing is passed over silently: every record is counted as used or under
 * the reason why not.
 */

#include "base/progress.h"
#include "scrapers/past.h"
#include "scrapers/warc_read.h"

/* Why a record is no sighting. */
enum warc_skip {
	WARC_SKIP_KIND,	    /* it describes others: request, metadata… */
	WARC_SKIP_ADDRESS,  /* another address */
	WARC_SKIP_REDIRECT, /* it leads to the page and is not it */
	WARC_SKIP_DATE,	    /* no date that can be read, or in the future */
	WARC_SKIP_SIZE,	    /* larger than a page may be */
	WARC_SKIP_DAMAGED,  /* cut off, or its bytes do not fit its digest */
	WARC_SKIP_FORMAT,   /* no HTTP answer */
	WARC_SKIP_REVISIT,  /* what it repeats is not in the files before it */
	WARC_SKIP_PARTS,    /* other pages of the terms are missing */
	WARC_SKIPS,
};

/* "kind", "address"… for JSON; and in words, to be translated. */
const char *warc_skip_name(enum warc_skip skip);
const char *warc_skip_words(enum warc_skip skip);

/* Called for what is to be told of a file: a damaged place, a page in which
 * no text was found. `where` and `what` are borrowed. */
typedef void (*warc_note_fn)(const char *where, const char *what, void *ctx);

/* Borrowed. */
struct warc_import {
	const char *const *paths;
	size_t n;
	const struct past_target *target;
	const char *url;    /* where the page stood; NULL: as declared */
	const char *source; /* in words; NULL: the file and its writer */
	bool dry_run;
	warc_note_fn note;
	void *ctx;
	struct progress progress;
};

struct warc_import_result {
	size_t records;
	size_t used;	  /* records */
	size_t sightings; /* they make: kept, or there already */
	size_t kept;
	size_t unread;	 /* sightings without a text */
	size_t versions; /* texts that their neighbours do not have */
	size_t skipped[WARC_SKIPS];
	size_t damages; /* places */
};

/* Reads the files twice: for redirects, then for pages. ERR_NOTFOUND,
 * ERR_IO; ERR_INVALID when the address is none. */
int warc_import(struct warc_import_result *out, struct store *s,
	const struct warc_import *i);

#endif
