/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WAYBACK_CDX_H
#define SCRAPERS_WAYBACK_CDX_H

/*
 * Capture listings (CDX) of the Wayback Machine and of other web archives:
 * when an address was captured, and what came.
 *
 *	struct wayback_rows rows = { 0 };
 *
 *	rc = wayback_cdx_parse(&rows, text, len);
 *	for (size_t i = 0; i < rows.n; i++)
 *		…				rows.v[i].timestamp
 *	wayback_rows_release(&rows);
 *
 * Read are the four forms there are: the server's JSON, its text of seven
 * columns, CDX files with a head line (" CDX N b a m s k …"), and CDXJ. Rows
 * come in order of time. A row that cannot be read is counted, no more.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum {
	WAYBACK_STAMP = 14,	      /* digits of a timestamp */
	WAYBACK_ROWS = 1000000,	      /* of one listing */
	WAYBACK_CDX_BYTES = 32 << 20, /* of one listing */
};

/* Owned. "" when unknown. */
struct wayback_row {
	char timestamp[WAYBACK_STAMP + 1]; /* "20180903101010", UTC */
	int64_t ns;			   /* the same */
	char *url, *media_type;
	char *digest; /* sha1 in Base32, without label */
	int status;   /* 0: none is given, as of revisits */
};

struct wayback_rows {
	struct wayback_row *v;
	size_t n, cap;
	size_t bad; /* rows that could not be read */
};

/* ERR_PARSE when it is no such listing; ERR_LIMIT for too many rows. */
int wayback_cdx_parse(struct wayback_rows *out, const char *text, size_t len);
void wayback_rows_release(struct wayback_rows *rows);

/* Reads 14 digits as an instant; ERR_PARSE. */
int wayback_stamp(int64_t *ns, const char *text, size_t len);

#endif
