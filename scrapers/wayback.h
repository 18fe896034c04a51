/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WAYBACK_H
#define SCRAPERS_WAYBACK_H

/*
 * Past sightings from the Internet Archive's Wayback Machine: the listing of
 * captures of an address (CDX), and each capture's original bytes ("id_"
 * addresses, without the archive's own additions). From the network, one
 * request at a time with a pause between them, or from files that were saved.
 *
 *	struct wayback w = { .target = &target, .url = url, .pause_s = 1 };
 *	struct wayback_result done = { 0 };
 *
 *	rc = wayback_import(&done, store, &w);
 *
 * A sighting's instant is that of the capture that was given (its
 * Memento-Datetime, RFC 7089), and the archive's word. Captures in a row
 * with the same digest are fetched once: the first is a sighting with its
 * bytes, the last another one, which says that it was not fetched. That the
 * bytes have the digest of the listing is checked, and told when not.
 */

#include "base/progress.h"
#include "scrapers/fetch.h"
#include "scrapers/past.h"

#define WAYBACK_BASE "https://web.archive.org"

/* Why a row of the listing is no sighting. */
enum wayback_skip {
	WAYBACK_SKIP_STATUS,  /* not a page: redirects, errors */
	WAYBACK_SKIP_DATE,    /* outside --from and --to, or in the future */
	WAYBACK_SKIP_SAME,    /* between the first and last of equal ones */
	WAYBACK_SKIP_MISSING, /* its original was not to be had */
	WAYBACK_SKIP_BAD,     /* rows that cannot be read */
	WAYBACK_SKIPS,
};
const char *wayback_skip_name(enum wayback_skip skip);
const char *wayback_skip_words(enum wayback_skip skip);

/* What is to be told of a capture; borrowed. */
typedef void (*wayback_note_fn)(const char *where, const char *what, void *ctx);

/* Borrowed; NULL or 0: the defaults in brackets. */
struct wayback {
	const struct past_target *target; /* terms of one page */
	const char *url;		  /* [as declared] */
	const char *base;		  /* [WAYBACK_BASE] */
	const char *from, *to; /* [all] "2018", "201809", "2018-09-03"… */
	const char *source;    /* [the archive's name] in words */
	/* A saved listing, and a folder of originals whose names begin with
	 * the timestamp ("20180903101010.html"). NULL: from the network. */
	const char *cdx, *folder;
	struct fetch_options fetch;
	unsigned pause_s;
	bool dry_run; /* the listing is read, no original is */
	wayback_note_fn note;
	void *ctx;
	struct progress progress;
};

struct wayback_result {
	size_t rows;
	size_t fetched; /* originals; in a dry run: that would be fetched */
	size_t sightings, kept, unread, versions;
	size_t differing; /* originals whose digest is another */
	size_t skipped[WAYBACK_SKIPS];
};

/* ERR_INVALID, ERR_PARSE (listing), and the codes of fetch_page() and
 * file_read() for the listing; an original that fails is a skipped row. */
int wayback_import(
	struct wayback_result *out, struct store *s, const struct wayback *w);

#endif
