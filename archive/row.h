/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_ROW_H
#define ARCHIVE_ROW_H

/*
 * The bytes of an import's rows and bad lines that its digest is over; their
 * form stands in archive/block.h and never changes. They are collected for
 * many rows, and hashed at once.
 *
 *	struct row_text texts[ROW_TEXTS];
 *
 *	row_texts(texts, &observation);
 *	row_put(&bytes, &observation, texts);
 *	digest_stream_add(digest, bytes.p, bytes.len);
 */

#include "archive/observation.h"
#include "base/str.h"

/* The texts of a row, in the order of the form. */
enum row_place {
	ROW_HOST,
	ROW_TYPE,
	ROW_CLIENT,
	ROW_APP,
	ROW_ANSWER,
	ROW_RULE,
	ROW_MEMBER, /* these two are in rows that have more */
	ROW_DETAIL,
	ROW_TEXTS,
};

/* A text and its length; borrowed from the observation. */
struct row_text {
	const char *p;
	size_t len;
};

/* Measures a row's texts; NULL of member and detail is "". */
void row_texts(struct row_text out[ROW_TEXTS], const struct observation *o);

/* Whether a row has what rows had not from the beginning. */
bool row_has_more(
	const struct observation *o, const struct row_text texts[ROW_TEXTS]);

/* Appends the bytes of a row; ERR_LIMIT as str_reserve(). */
int row_put(struct str *out, const struct observation *o,
	const struct row_text texts[ROW_TEXTS]);

/* Reads a row again from the bytes that row_put() made of it, which must be
 * whole. The texts, in both, are borrowed from the bytes; row is 0. Returns
 * what follows the row. */
const char *row_get(struct observation *o, struct row_text texts[ROW_TEXTS],
	const char *bytes);

/* Appends the bytes of a bad line. */
int row_put_bad(
	struct str *out, uint64_t line, uint64_t position, const char *reason);

#endif
