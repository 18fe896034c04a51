/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * SQLite: one file, WAL, synchronous=FULL (a commit is on the disk when it
 * returns). Pages of 16 KiB read our 4 MiB chunks with fewer steps; the size
 * cannot be changed later. The file may come from elsewhere: triggers and
 * views in it get no trust, and its cells are checked as they are read.
 */
#include "archive/db.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/str.h"

enum {
	BUSY_MS = 10000,
	IDLE = 96, /* statements kept for the next one like them */
};

struct db {
	sqlite3 *sqlite;
	char *path;
	int depth;		 /* of transactions */
	struct stmt *idle[IDLE]; /* owned; the last used is the last */
	size_t n_idle;
	char *broken; /* why an inner transaction was rolled back; owned */
};

struct stmt {
	struct db *db;
	sqlite3_stmt *sqlite;
};

/* The code and message for what SQLite just said. */
static int fail(const struct db *db, int answer)
{
	switch (answer & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(ERR_BUSY,
			_("'%s' is in use by another process; try again when "
			  "it has finished"),
			db->path);
	case SQLITE_FULL:
		return err_set(ERR_NOSPACE,
			_("the disk is full: '%s' stays as it was; free some "
			  "space and try again"),
			db->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(ERR_CORRUPT, _("'%s' is damaged: %s"), db->path,
			sqlite3_errmsg(db->sqlite));
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return err_set(ERR_IO,
			_("cannot write '%s': %s; check the rights of its "
			  "folder and the space on the disk"),
			db->path, sqlite3_errmsg(db->sqlite));
	case SQLITE_IOERR:
		return err_set(sqlite3_system_errno(db->sqlite) == ENOSPC
				       ? ERR_NOSPACE
				       : ERR_IO,
			_("reading or writing '%s' failed (%s); check the disk "
			  "and the space on it"),
			db->path, sqlite3_errmsg(db->sqlite));
	default:
		return err_set(ERR_DB, "'%s': %s", db->path,
			sqlite3_errmsg(db->sqlite));
	}
}

static int configure(struct db *db, enum db_mode mode)
{
	int rc = 0;

	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_db_config(
		db->sqlite, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	sqlite3_db_config(
		db->sqlite, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)NULL);
	if (mode == DB_CREATE)
		rc = db_exec(db, "PRAGMA page_size=16384");
	if (rc == 0 && (mode == DB_WRITE || mode == DB_CREATE))
		rc = db_exec(db, "PRAGMA journal_mode=WAL");
	if (rc == 0)
		rc = db_exec(db,
			"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
			"PRAGMA cell_size_check=ON; PRAGMA temp_store=MEMORY;"
			"PRAGMA secure_delete=ON");
	return rc;
}

/* Whether the file lies where nobody can write (a read-only disk, another's
 * folder) and is complete without a log beside it. */
static bool lies_still(const char *path)
{
	struct str folder = { 0 }, log = { 0 };
	const char *name = file_basename(path);
	bool still;

	str_add(&folder, path, (size_t)(name - path));
	str_puts(&folder, ".");
	str_printf(&log, "%s-wal", path);
	still = access(folder.p, W_OK) != 0 && !file_exists(log.p);
	str_release(&folder);
	str_release(&log);
	return still;
}

/* A file that lies still is read without the shared memory that a log needs:
 * SQLite's "immutable", which only a URI can say. */
static int open_still(struct db *db)
{
	struct str uri = { 0 };
	int answer;

	str_puts(&uri, "file:");
	for (const char *p = db->path; *p != '\0'; p++) {
		if (strchr("%?#", *p) != NULL)
			str_printf(&uri, "%%%02X", (unsigned)*p);
		else
			str_putc(&uri, *p);
	}
	str_puts(&uri, "?immutable=1");
	answer = sqlite3_open_v2(uri.p, &db->sqlite,
		SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	str_release(&uri);
	return answer;
}

int db_open(struct db **out, const char *path, enum db_mode mode)
{
	struct db *db = mem_new(1, sizeof(*db));
	int flags = SQLITE_OPEN_READWRITE;
	int rc = 0, answer;

	if (mode == DB_CREATE || mode == DB_MEMORY)
		flags |= SQLITE_OPEN_CREATE;
	db->path = mem_strdup(path);
	if (mode != DB_CREATE && mode != DB_MEMORY && !file_exists(path)) {
		rc = err_set(ERR_NOTFOUND, _("there is no file '%s'"), path);
		goto done;
	}
	if (mode == DB_READ && lies_still(path))
		answer = open_still(db);
	else
		answer = sqlite3_open_v2(path, &db->sqlite, flags, NULL);
	if (answer != SQLITE_OK)
		rc = fail(db, answer);
	else
		rc = configure(db, mode);
done:
	if (rc != 0)
		db_close(db);
	else
		*out = db;
	return rc;
}

void db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (size_t i = 0; i < db->n_idle; i++) {
		sqlite3_finalize(db->idle[i]->sqlite);
		free(db->idle[i]);
	}
	sqlite3_close_v2(db->sqlite);
	free(db->path);
	free(db->broken);
	free(db);
}

const char *db_path(const struct db *db)
{
	return db->path;
}

void db_patience(struct db *db, int ms)
{
	sqlite3_busy_timeout(db->sqlite, ms);
}

int db_exec(struct db *db, const char *sql)
{
	int answer = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);

	return answer == SQLITE_OK ? 0 : fail(db, answer);
}

/* The place of $n: SQLite numbers parameters by first appearance. */
static int place(struct stmt *q, int n)
{
	char name[16];

	snprintf(name, sizeof(name), "$%d", n);
	return sqlite3_bind_parameter_index(q->sqlite, name);
}

static int bind(struct stmt *q, const char *format, va_list ap)
{
	int answer = SQLITE_OK;

	for (int n = 1; *format != '\0' && answer == SQLITE_OK; n++, format++) {
		int at = place(q, n);

		if (*format == 'i') {
			answer = sqlite3_bind_int64(
				q->sqlite, at, va_arg(ap, int64_t));
		} else if (*format == 't') {
			answer = sqlite3_bind_text(q->sqlite, at,
				va_arg(ap, const char *), -1, SQLITE_STATIC);
		} else {
			const void *data = va_arg(ap, const void *);
			size_t len = va_arg(ap, size_t);

			answer = data == NULL
					 ? sqlite3_bind_zeroblob(
						   q->sqlite, at, 0)
					 : sqlite3_bind_blob64(q->sqlite, at,
						   data, len, SQLITE_STATIC);
		}
	}
	return answer == SQLITE_OK ? 0 : fail(q->db, answer);
}

/* A statement of the same words that nobody uses now: preparing one costs more
 * than running it. */
static struct stmt *take_idle(struct db *db, const char *sql)
{
	for (size_t i = db->n_idle; i-- > 0;) {
		struct stmt *q = db->idle[i];

		if (strcmp(sqlite3_sql(q->sqlite), sql) != 0)
			continue;
		db->n_idle--;
		memmove(&db->idle[i], &db->idle[i + 1],
			(db->n_idle - i) * sizeof(db->idle[0]));
		return q;
	}
	return NULL;
}

static int prepare(struct stmt **out, struct db *db, const char *sql,
	const char *format, va_list ap)
{
	struct stmt *q = take_idle(db, sql);
	int answer = SQLITE_OK, rc;

	if (q == NULL) {
		q = mem_new(1, sizeof(*q));
		q->db = db;
		answer = sqlite3_prepare_v3(db->sqlite, sql, -1,
			SQLITE_PREPARE_PERSISTENT, &q->sqlite, NULL);
	}
	rc = answer == SQLITE_OK ? bind(q, format, ap) : fail(db, answer);
	if (rc != 0)
		stmt_free(q);
	else
		*out = q;
	return rc;
}

int db_query(struct stmt **out, struct db *db, const char *sql,
	const char *format, ...)
{
	va_list ap;
	int rc;

	va_start(ap, format);
	rc = prepare(out, db, sql, format, ap);
	va_end(ap);
	return rc;
}

int stmt_again(struct stmt *q, const char *format, ...)
{
	va_list ap;
	int rc;

	sqlite3_reset(q->sqlite);
	va_start(ap, format);
	rc = bind(q, format, ap);
	va_end(ap);
	return rc;
}

int db_run(struct db *db, const char *sql, const char *format, ...)
{
	struct stmt *q = NULL;
	bool row = true;
	va_list ap;
	int rc;

	va_start(ap, format);
	rc = prepare(&q, db, sql, format, ap);
	va_end(ap);
	while (rc == 0 && row)
		rc = stmt_step(q, &row);
	stmt_free(q);
	return rc;
}

int db_int(
	int64_t *out, struct db *db, const char *sql, const char *format, ...)
{
	struct stmt *q = NULL;
	bool row = false;
	va_list ap;
	int rc;

	va_start(ap, format);
	rc = prepare(&q, db, sql, format, ap);
	va_end(ap);
	if (rc == 0)
		rc = stmt_step(q, &row);
	if (rc == 0 && row)
		*out = stmt_int(q, 0);
	/* Lets an INSERT … RETURNING finish. */
	while (rc == 0 && row)
		rc = stmt_step(q, &row);
	stmt_free(q);
	return rc;
}

int db_defer(struct db *db)
{
	return db_exec(db, "PRAGMA defer_foreign_keys=ON");
}

static int begin(struct db *db, const char *sql)
{
	int rc = 0;

	if (db->depth == 0) {
		free(db->broken);
		db->broken = NULL;
		rc = db_exec(db, sql);
	}
	if (rc == 0)
		db->depth++;
	return rc;
}

int db_begin(struct db *db)
{
	return begin(db, "BEGIN IMMEDIATE");
}

int db_snapshot(struct db *db)
{
	return begin(db, "BEGIN");
}

int db_commit(struct db *db)
{
	int rc;

	if (db->depth > 1) {
		db->depth--;
		return 0;
	}
	if (db->broken != NULL) {
		db_rollback(db);
		return err_set(ERR_DB,
			_("a part of the change failed, so none of it was "
			  "kept: %s"),
			db->broken);
	}
	rc = db_exec(db, "COMMIT");
	if (rc != 0)
		db_rollback(db);
	else
		db->depth = 0;
	return rc;
}

void db_rollback(struct db *db)
{
	if (db->depth > 1) {
		db->depth--;
		if (db->broken == NULL)
			db->broken = mem_strdup(err_message());
		return;
	}
	if (db->depth == 1 && !sqlite3_get_autocommit(db->sqlite))
		sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	db->depth = 0;
}

int stmt_step(struct stmt *q, bool *row)
{
	int answer = sqlite3_step(q->sqlite);

	*row = answer == SQLITE_ROW;
	if (answer == SQLITE_ROW || answer == SQLITE_DONE)
		return 0;
	return fail(q->db, answer);
}

void stmt_free(struct stmt *q)
{
	struct db *db;

	if (q == NULL)
		return;
	db = q->db;
	if (q->sqlite == NULL) {
		free(q);
		return;
	}
	sqlite3_reset(q->sqlite);
	sqlite3_clear_bindings(q->sqlite);
	if (db->n_idle == IDLE) {
		sqlite3_finalize(db->idle[0]->sqlite);
		free(db->idle[0]);
		db->n_idle--;
		memmove(&db->idle[0], &db->idle[1],
			db->n_idle * sizeof(db->idle[0]));
	}
	db->idle[db->n_idle++] = q;
}

int64_t stmt_int(struct stmt *q, int column)
{
	return sqlite3_column_int64(q->sqlite, column);
}

const char *stmt_text(struct stmt *q, int column)
{
	const unsigned char *text = sqlite3_column_text(q->sqlite, column);

	return text != NULL ? (const char *)text : "";
}

const void *stmt_blob(struct stmt *q, int column, size_t *len)
{
	const void *data = sqlite3_column_blob(q->sqlite, column);

	*len = (size_t)sqlite3_column_bytes(q->sqlite, column);
	return data;
}

void stmt_digest(struct digest *out, struct stmt *q, int column)
{
	size_t len;
	const void *data = stmt_blob(q, column, &len);

	memset(out, 0, sizeof(*out));
	if (len == sizeof(out->b))
		memcpy(out->b, data, len);
}

int stmt_digests(struct digest *out, size_t *n, size_t max, struct stmt *q)
{
	bool row = true;
	int rc = 0;

	*n = 0;
	while (rc == 0 && row && *n < max) {
		size_t same = 0;

		rc = stmt_step(q, &row);
		if (rc != 0 || !row)
			break;
		stmt_digest(&out[*n], q, 0);
		while (same < *n && !digest_equal(&out[same], &out[*n]))
			same++;
		*n += same == *n;
	}
	return rc;
}

enum db_type stmt_type(struct stmt *q, int column)
{
	switch (sqlite3_column_type(q->sqlite, column)) {
	case SQLITE_INTEGER:
		return DB_INT;
	case SQLITE_FLOAT:
		return DB_REAL;
	case SQLITE_TEXT:
		return DB_TEXT;
	case SQLITE_BLOB:
		return DB_BLOB;
	default:
		return DB_NULL;
	}
}

int stmt_columns(struct stmt *q)
{
	return sqlite3_column_count(q->sqlite);
}

const char *stmt_name(struct stmt *q, int column)
{
	return sqlite3_column_name(q->sqlite, column);
}
