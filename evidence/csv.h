/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CSV_H
#define EVIDENCE_CSV_H

/*
 * Comma-separated values (RFC 4180): quoted fields, doubled quotes, and
 * quoted fields that go on in the next line. Lines go in, records come out:
 *
 *	csv_init(&c, ',', see_record, ctx);
 *	rc = csv_line(&c, &line);		(for every line)
 *	if (rc == 0)
 *		rc = csv_end(&c);
 *	csv_release(&c);
 *
 * A quote that is never closed spoils its own line only: when the closing
 * one does not come within CSV_SPAN lines or LINES_MAX bytes, that line is
 * given with the reason, and the lines behind it are read again.
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "evidence/lines.h"

enum { CSV_FIELDS = 256, CSV_SPAN = 32 };

struct csv;

/* Called for each record: where is its place in the file (all its lines).
 * why is NULL, or the reason why it is no record. A non-zero result ends the
 * reading. */
typedef int (*csv_fn)(const struct csv *c, const struct line *where,
	const char *why, void *ctx);

struct csv {
	char delimiter;
	csv_fn fn;
	void *ctx;
	struct str text; /* the fields, each with its NUL */
	size_t start[CSV_FIELDS];
	size_t n;	 /* fields of the record */
	struct str held; /* lines of a record that is not closed yet */
	struct line parts[CSV_SPAN]; /* their places; text is not kept */
	size_t n_parts;
};

void csv_init(struct csv *c, char delimiter, csv_fn fn, void *ctx);
void csv_release(struct csv *c);
int csv_line(struct csv *c, const struct line *line);
int csv_end(struct csv *c);

/* Field i of the record, NUL-terminated; "" when it has fewer. Borrowed
 * until the callback returns. */
const char *csv_get(const struct csv *c, size_t i);

/* Appends a field for others to read: quoted where needed, and with a '
 * before = + - @ so that no spreadsheet takes it for a formula. */
int csv_put(struct str *out, const char *text, char delimiter);

#endif
