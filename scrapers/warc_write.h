/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_WRITE_H
#define SCRAPERS_WARC_WRITE_H

/*
 * Writes WARC 1.1 records (ISO 28500:2017), a gzip member each (Annex D), so
 * that any of them can be read without the others.
 *
 *	struct warc_writer *w = warc_writer_new(write_more, ctx);
 *	struct warc_new r = { .type = WARC_RESPONSE, .id = id, … };
 *
 *	rc = warc_writer_add(w, &r);
 *	warc_writer_free(w);
 *
 * What always holds: the same records give the same bytes; every record has
 * the sha256 of its block, and of its payload when it has one.
 */

#include "base/digest.h"
#include "scrapers/warc.h"

enum { WARC_ID = 48 }; /* room for "<urn:uuid:…>" with NUL */

/* Takes len bytes; non-zero ends the writing. */
typedef int (*warc_sink_fn)(const void *data, size_t len, void *ctx);

/* Borrowed; NULL: none. */
struct warc_new {
	enum warc_type type;
	const char *id;	    /* "<urn:uuid:…>" */
	const char *date;   /* WARC-Date */
	const char *target; /* WARC-Target-URI */
	const char *content_type;
	const struct warc_field *more; /* other fields, n of them */
	size_t n;
	const struct str *head; /* the block: this, and behind it … */
	const void *body;	/* … this */
	size_t len;
	bool payload; /* the body is a payload: it gets a digest */
};

struct warc_writer;
struct warc_writer *warc_writer_new(warc_sink_fn fn, void *ctx);
void warc_writer_free(struct warc_writer *w);

/* What would break a head is percent-encoded in the fields. */
int warc_writer_add(struct warc_writer *w, const struct warc_new *r);

/* A record id made of a seed: the same seed, the same id (UUID version 8,
 * RFC 9562: bits of its SHA-256). */
void warc_id(char out[WARC_ID], const char *seed);

/* A WARC-Date: a second, or as fine as ns is; the day alone with day_only. */
void warc_date_text(struct str *out, int64_t ns, bool day_only);

#endif
