/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_SHEET_H
#define EVIDENCE_SHEET_H

/*
 * The beginning of a table as a grid, to look at before anything is known of
 * its columns: comma-separated values (whose delimiter is found), fields with
 * labels, JSON objects.
 *
 *	struct sheet s = { 0 };
 *
 *	if (sheet_read(&s, head, format, '\0'))
 *		… sheet_name(&s, 0), sheet_cell(&s, row, 0)
 *	sheet_release(&s);
 *
 * Records that are none, or have another number of fields than the first, are
 * left out. The first record of a csv is a row too: whether it is a heading
 * is for the reader to say.
 */

#include "evidence/importer.h"
#include "evidence/mapping.h"

enum { SHEET_ROWS = 2000, SHEET_COLUMNS = 64 };

struct sheet {
	enum mapping_format format;
	char delimiter; /* of a csv */
	size_t columns, rows;
	size_t *names; /* owned: places in text, of ltsv and jsonl */
	size_t *cells; /* owned: the same, row by row */
	size_t cap;
	struct str text; /* owned */
};

/* The format that a beginning looks like: CSV when it is nothing else. */
enum mapping_format sheet_format(const struct importer_head *head);

/* Reads a head. delimiter: of a csv, '\0' to find it among , ; tab and |.
 * False when it holds no table of two columns. */
bool sheet_read(struct sheet *out, const struct importer_head *head,
	enum mapping_format format, char delimiter);
void sheet_release(struct sheet *s);

/* Borrowed; "" where there is none. A csv's names are its first record. */
const char *sheet_name(const struct sheet *s, size_t column);
const char *sheet_cell(const struct sheet *s, size_t row, size_t column);

#endif
