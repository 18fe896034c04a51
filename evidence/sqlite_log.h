/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_SQLITE_LOG_H
#define EVIDENCE_SQLITE_LOG_H

/*
 * Logs that are SQLite databases, read as evidence: a private copy is opened
 * for reading only, with the -wal file beside the original when there is one;
 * the file's own views, triggers and functions are never used, only its
 * tables, row by row in the order of their rowids. Pages that lead back to
 * others would make a small file endless: a row whose rowid is not above the
 * one before, and a statement that goes on and on without a row, end it.
 *
 * The copy has no name while it is written and read, so that nothing is left
 * of it when the program is killed; only a -wal file's has one, from when it
 * is copied until SQLite has opened it.
 *
 *	struct sqlite_log *db = NULL;
 *	struct sqlite_rows rows;
 *	bool more = true;
 *
 *	rc = sqlite_log_open(&db, job);
 *	if (rc == 0)
 *		rc = sqlite_log_rows(&rows, db, "dns_logs", columns);
 *	while (rc == 0 && (rc = sqlite_log_next(&rows, &more)) == 0 && more)
 *		… sqlite_log_text(&rows, 0) …
 *	sqlite_log_rows_end(&rows);
 *	rc = sqlite_log_close(db, job, rc);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/importer.h"

enum { SQLITE_LOG_COLUMNS = 16, SQLITE_LOG_TABLES = 4096 };

struct sqlite_log;
struct sqlite3_stmt;

/* Whether a file begins as an SQLite database does. */
bool sqlite_log_magic(const void *head, size_t len);

/* Whether a file's beginning is that of a database with this table, by the
 * statements that made its tables as far as they stand there. */
bool sqlite_log_sniff(const struct importer_head *head, const char *table);

/* Copies the job's member, and the -wal file beside a plain one, into files
 * of its own, and opens them. ERR_PARSE when it is no database. */
int sqlite_log_open(struct sqlite_log **out, struct importer_job *job);

/* Closes, and with it the copy is gone; returns rc, or what went wrong. */
int sqlite_log_close(struct sqlite_log *db, struct importer_job *job, int rc);

/* Whether it has that table (a table, no view). */
bool sqlite_log_has(struct sqlite_log *db, const char *table);

/* Whether that table has that column, whatever the case of its letters. */
bool sqlite_log_column(
	struct sqlite_log *db, const char *table, const char *column);

/* The rows of a table by rowid; a column that the table lacks is NULL in each
 * row. columns ends with NULL. ERR_PARSE where it is no table. */
struct sqlite_rows {
	struct sqlite_log *db;
	struct sqlite3_stmt *stmt;
	int at[SQLITE_LOG_COLUMNS]; /* -1: the table lacks it */
	int64_t rowid;
	bool any; /* it is a row's */
};
int sqlite_log_rows(struct sqlite_rows *out, struct sqlite_log *db,
	const char *table, const char *const columns[]);
/* ERR_PARSE for a damaged database. */
int sqlite_log_next(struct sqlite_rows *rows, bool *more);
void sqlite_log_rows_end(struct sqlite_rows *rows);

/* Row of the table: its rowid. */
int64_t sqlite_log_rowid(const struct sqlite_rows *rows);

/* Column i of the row. Text is NUL-terminated, cut at SQLITE_LOG_TEXT bytes,
 * and "" for NULL and blobs; borrowed until the next row. */
enum { SQLITE_LOG_TEXT = 4096 };
const char *sqlite_log_text(const struct sqlite_rows *rows, int i);
int64_t sqlite_log_int(const struct sqlite_rows *rows, int i);
double sqlite_log_real(const struct sqlite_rows *rows, int i);
bool sqlite_log_is_null(const struct sqlite_rows *rows, int i);
bool sqlite_log_is_number(const struct sqlite_rows *rows, int i);

/* A text by the rowid of its row, "" where there is none: names that other
 * tables hold. Kept for a while: borrowed until as many more were asked for.
 */
enum { SQLITE_LOG_NAMES = 1024 };
struct sqlite_names {
	struct sqlite3_stmt *stmt; /* NULL: no such table */
	int64_t id[SQLITE_LOG_NAMES];
	char *text[SQLITE_LOG_NAMES]; /* owned */
};
int sqlite_log_names(struct sqlite_names *out, struct sqlite_log *db,
	const char *table, const char *column);
const char *sqlite_log_name(struct sqlite_names *n, int64_t id);
void sqlite_log_names_end(struct sqlite_names *n);

#endif
