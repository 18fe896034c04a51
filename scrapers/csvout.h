/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_CSVOUT_H
#define SCRAPERS_CSVOUT_H

/*
 * The versions of the archive as a table, one row for each span of a text,
 * for spreadsheets and statistics (CSV after RFC 4180: commas, CRLF, UTF-8,
 * a heading):
 *
 *	rc = csvout_versions(store, &(struct csvout){ .fn = write, … });
 *
 * A cell that a spreadsheet would take for a formula (it begins with = + - @
 * a tabulator or a carriage return) is quoted with a ' in front, as in the
 * exports of observations. Rows stand in order of service, terms and date.
 */

#include <stdbool.h>

#include "archive/store.h"
#include "base/str.h"

/* Takes some rows; non-zero ends the writing and is passed on. */
typedef int (*csvout_fn)(const void *data, size_t len, void *ctx);

/* Borrowed. service and type NULL: all. */
struct csvout {
	const char *service, *type; /* letter case ignored */
	csvout_fn fn;
	void *ctx;
	size_t rows; /* set: without the heading */
};

/* ERR_NOTFOUND when there are no versions of what was asked for. */
int csvout_versions(struct store *s, struct csvout *c);

/* Appends one cell, with a comma before it unless it is the line's first. */
void csvout_cell(struct str *line, const char *text);

#endif
