/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TABLE_H
#define EVIDENCE_TABLE_H

/*
 * A log that is a table with a heading: columns are found by their names,
 * whatever their order; those that a version does not have are "".
 *
 *	static const struct table_form form = {
 *		.names = { "timestamp", "domain", "status" },
 *		.needed = 2,
 *		.row = read_row,
 *	};
 *
 *	rc = table_read(job, &form, ctx);
 *
 * The delimiter (comma, semicolon, tab) is that of the heading. A heading
 * that comes again (files put together) is read again.
 */

#include "evidence/csv.h"
#include "evidence/importer.h"

enum { TABLE_COLUMNS = 24 };

struct table;

/* Fills o, whose place is set, from a row; its strings may point into the
 * table or into ctx. NULL, or why the row is none, N_(). */
typedef const char *(*table_row_fn)(
	struct table *t, struct observation *o, void *ctx);

struct table_form {
	const char *names[TABLE_COLUMNS];
	size_t needed; /* the first so many must be there */
	table_row_fn row;
};

struct table {
	struct importer_job *job;
	const struct table_form *form;
	void *ctx;
	struct csv csv;
	int at[TABLE_COLUMNS]; /* where a column is, -1: not there */
	size_t columns;	       /* of the heading, 0: not seen yet */
};

/* Reads the job's member. ERR_PARSE when it has no such heading. */
int table_read(
	struct importer_job *job, const struct table_form *form, void *ctx);

/* A field by the column's number in names; "" when it is not there. Borrowed
 * until the row's function returns. */
const char *table_get(const struct table *t, size_t column);

#endif
