/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_H
#define SCRAPERS_WARC_H

/*
 * WARC records (ISO 28500:2017, WARC 1.1; 1.0 is read alike): the head of
 * one, its dates and its digests. Reading a file: scrapers/warc_read;
 * writing one: scrapers/warc_write.
 *
 *	struct warc_record r = { 0 };
 *
 *	rc = warc_record_parse(&r, "WARC/1.0\r\nWARC-Type: response\r\n…", n);
 *	uri = warc_get(&r, "WARC-Target-URI");		may be NULL
 *	...
 *	warc_record_release(&r);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
	WARC_HEAD = 64 << 10, /* bytes of a record's head */
	WARC_FIELDS = 128,    /* in one head */
};

enum warc_type {
	WARC_INFO, /* "warcinfo" */
	WARC_RESPONSE,
	WARC_RESOURCE,
	WARC_REQUEST,
	WARC_METADATA,
	WARC_REVISIT,
	WARC_CONVERSION,
	WARC_CONTINUATION,
	WARC_OTHER, /* a word the standard does not know */
};

struct warc_field {
	const char *name, *value; /* into the record's text */
};

struct warc_record {
	enum warc_type type;
	uint64_t length;	   /* that Content-Length claims, bytes */
	struct warc_field *fields; /* owned, in the file's order */
	size_t n;
	char *text;	 /* owned: what the fields point into */
	uint64_t offset; /* in the file: of the record, or of its gzip member */
	bool doubtful;	 /* found behind a damaged place */
};

/* Reads a head, with or without the empty line behind it. Lone line feeds
 * and folded lines are accepted, and target addresses in <> (GNU Wget) lose
 * them. ERR_PARSE: no WARC head, a NUL, no plausible Content-Length, too
 * many fields. */
int warc_record_parse(struct warc_record *out, const char *head, size_t len);
void warc_record_release(struct warc_record *r);

/* The first field of that name, letter case ignored; borrowed; or NULL. */
const char *warc_get(const struct warc_record *r, const char *name);

/* "response" and so on; "other". */
const char *warc_type_name(enum warc_type type);

/* Reads a WARC-Date: an RFC 3339 time, or a day alone (*day_only: the
 * standard allows dates to be less precise). ERR_PARSE for anything else,
 * months and years too. */
int warc_date(int64_t *ns, bool *day_only, const char *text);

/* Appends "sha256:" and the digest in Base32. */
void warc_digest(struct str *out, const void *data, size_t len);

/* Whether len bytes have the labelled digest: sha1 or sha256, in Base32 or
 * hexadecimal. */
enum warc_fit { WARC_FITS, WARC_DIFFERS, WARC_UNKNOWN };
enum warc_fit warc_digest_fit(
	const char *labelled, const void *data, size_t len);

#endif
