/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_DB_H
#define ARCHIVE_DB_H

/*
 * The one layer that SQL goes through, inside this room only. Statements use
 * the subset that SQLite and PostgreSQL share: parameters $1…$n, ON CONFLICT,
 * RETURNING, no rowid tricks.
 *
 *	struct stmt *q = NULL;
 *	bool row = false;
 *
 *	rc = db_query(&q, db, "SELECT size FROM object WHERE digest = $1",
 *		"b", digest.b, sizeof(digest.b));
 *	if (rc == 0)
 *		rc = stmt_step(q, &row);
 *	if (rc == 0 && row)
 *		size = stmt_int(q, 0);
 *	stmt_free(q);
 *
 * The letters of a binding format: i int64_t, t const char * (NULL: NULL),
 * b const void * and size_t. Text and blobs must stay until stmt_free().
 *
 * Failures are told as a person needs them: ERR_BUSY (another process),
 * ERR_NOSPACE, ERR_CORRUPT, ERR_IO, else ERR_DB.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

struct db;
struct stmt;

enum db_mode { DB_READ, DB_WRITE, DB_CREATE, DB_MEMORY };
enum db_type { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB };

/* Opens the file; DB_CREATE makes it; DB_MEMORY has none. ERR_NOTFOUND when
 * it is not there; damage is found by the first statement that meets it. */
int db_open(struct db **out, const char *path, enum db_mode mode);
void db_close(struct db *db);

/* Its path, for messages; borrowed from db. */
const char *db_path(const struct db *db);

/* How long to wait for another process, in milliseconds (10 s at first). */
void db_patience(struct db *db, int ms);

/* Runs statements without parameters or results. */
int db_exec(struct db *db, const char *sql);

/* Runs one statement with bindings to its end. */
int db_run(struct db *db, const char *sql, const char *format, ...);

/* Prepares one with bindings; step it, then stmt_free(), before db_close().
 * What is freed is kept prepared for the next of the same words. */
int db_query(struct stmt **out, struct db *db, const char *sql,
	const char *format, ...);

/* Binds a statement anew, to step it from its beginning. */
int stmt_again(struct stmt *q, const char *format, ...);

/* Runs one that gives at most one row with one integer; *out stays as it is
 * when there is no row. */
int db_int(
	int64_t *out, struct db *db, const char *sql, const char *format, ...);

/* Inside a transaction: until its end, a row may name another that is not
 * there yet; the commit fails when it still is not. */
int db_defer(struct db *db);

/* Transactions; nested ones join the outer. A rollback anywhere makes the
 * outermost commit fail (ERR_DB), with the message of the first failure
 * inside its own. */
int db_begin(struct db *db);

/* The same for reading alone: until its commit, what others write is not
 * seen. */
int db_snapshot(struct db *db);
int db_commit(struct db *db);
void db_rollback(struct db *db);

/* The next row, if *row. */
int stmt_step(struct stmt *q, bool *row);
void stmt_free(struct stmt *q);

/* Columns from 0, borrowed until the next step. Text is NUL-terminated, ""
 * for NULL; blob may be NULL with *len 0. */
int64_t stmt_int(struct stmt *q, int column);
const char *stmt_text(struct stmt *q, int column);
const void *stmt_blob(struct stmt *q, int column, size_t *len);
enum db_type stmt_type(struct stmt *q, int column);

/* A blob of 32 bytes; any other value is all zeros. */
void stmt_digest(struct digest *out, struct stmt *q, int column);

/* Those of the first column, each once, of all rows or until there are max. */
int stmt_digests(struct digest *out, size_t *n, size_t max, struct stmt *q);
int stmt_columns(struct stmt *q);
const char *stmt_name(struct stmt *q, int column);

#endif
