/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of tables and columns are ours, never the file's: they go into SQL as
 * they are.
 */
#include "evidence/sqlite_log.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	PIECE = 256 << 10,
	LENGTH_MAX = 1 << 20,
	/* Of SQLite's machine: some dozen are one row, some thousand a schema
	 * of a hundred tables. */
	STEPS = 1000,
	STEPS_MAX = 5000,
};

struct sqlite_log {
	char *folder; /* owned: the private one, NULL while there is none */
	sqlite3 *db;
	const char *path; /* of the original, for messages */
	int steps;	  /* thousands since the last row */
};

bool sqlite_log_magic(const void *head, size_t len)
{
	static const char magic[] = "SQLite format 3";

	return len >= sizeof(magic) && memcmp(head, magic, sizeof(magic)) == 0;
}

bool sqlite_log_sniff(const struct importer_head *head, const char *table)
{
	const char *at = head->text, *end = head->text + head->len;
	size_t n = strlen(table);

	if (!sqlite_log_magic(head->text, head->len))
		return false;
	while ((at = memmem(at, (size_t)(end - at), table, n)) != NULL) {
		const char *before = at;

		at += n;
		while (before > head->text && strchr("\"`[ ", before[-1]))
			before--;
		if ((at == end || strchr("\"`] (\n\r\t", *at) != NULL) &&
			before - head->text >= 6 &&
			(strncasecmp(before - 5, "TABLE", 5) == 0 ||
				strncasecmp(before - 6, "EXISTS", 6) == 0))
			return true;
	}
	return false;
}

static int wrong(const struct sqlite_log *l)
{
	const char *why = l->db != NULL ? sqlite3_errmsg(l->db) : "?";
	struct str plain = { 0 };
	int rc;

	str_init(&plain, 0);
	utf8_printable(&plain, why, strlen(why), false);
	rc = err_set(ERR_PARSE, _("'%s' cannot be read as a database (%s)"),
		l->path, plain.p);
	str_release(&plain);
	return rc;
}

static int make_folder(struct sqlite_log *l)
{
	const char *top = getenv("TMPDIR");
	struct str path = { 0 };

	if (top == NULL || top[0] != '/')
		top = "/tmp";
	str_printf(&path, "%s/constat-XXXXXX", top);
	if (mkdtemp(path.p) == NULL) {
		int rc = err_sys(_("cannot make a folder in '%s'"), top);

		str_release(&path);
		return rc;
	}
	l->folder = str_take(&path);
	return 0;
}

static void name_of(
	struct str *out, const struct sqlite_log *l, const char *name)
{
	str_printf(out, "%s/%s", l->folder, name);
}

static int damaged(const struct sqlite_log *l)
{
	return err_set(ERR_PARSE,
		_("'%s' is damaged: its rows stand in no order"), l->path);
}

/* Other than 0 ends a statement that goes on without a row. */
static int count_steps(void *ctx)
{
	struct sqlite_log *l = ctx;

	return ++l->steps > STEPS_MAX;
}

static int write_piece(int fd, const char *piece, size_t n, const char *folder)
{
	while (n > 0) {
		ssize_t done = write(fd, piece, n);

		if (done < 0)
			return err_sys(_("cannot write to '%s'"), folder);
		piece += done;
		n -= (size_t)done;
	}
	return 0;
}

static int copy_source(
	const struct sqlite_log *l, struct source *source, int fd)
{
	char *piece = mem_new(PIECE, 1);
	size_t n = 1;
	int rc = 0;

	while (rc == 0 && n > 0) {
		rc = source_read(source, piece, PIECE, &n);
		if (rc == 0)
			rc = write_piece(fd, piece, n, l->folder);
	}
	free(piece);
	return rc;
}

static int make_file(int *fd, const struct sqlite_log *l, const char *name)
{
	struct str path = { 0 };
	int rc = 0;

	name_of(&path, l, name);
	*fd = open(path.p, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (*fd < 0)
		rc = err_sys(_("cannot write to '%s'"), l->folder);
	str_release(&path);
	return rc;
}

/* Opens an empty file as the database, and takes its name away before
 * anything is written into it. Another one, which stays empty, takes the
 * name: SQLite wants to see one beside a -wal file. */
static int open_nameless(struct sqlite_log *l)
{
	struct str path = { 0 };
	int fd = -1, rc = 0;

	name_of(&path, l, "log.db");
	if (sqlite3_open_v2(path.p, &l->db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    NULL) != SQLITE_OK)
		rc = wrong(l);
	unlink(path.p);
	if (rc == 0)
		rc = make_file(&fd, l, "log.db");
	if (fd >= 0)
		close(fd);
	str_release(&path);
	return rc;
}

static int copy_member(struct sqlite_log *l, struct importer_job *job)
{
	struct source *source = NULL;
	int fd = -1, rc = make_file(&fd, l, "log.db");

	if (rc == 0)
		rc = open_nameless(l);
	if (rc == 0) {
		rc = importer_open(&source, job);
		if (rc == 0)
			rc = copy_source(l, source, fd);
		rc = importer_close(source, job, rc);
	}
	if (fd >= 0)
		close(fd);
	return rc;
}

/* What a program had not yet written into the database itself. */
static int copy_wal(struct sqlite_log *l, const char *original)
{
	struct source *source = NULL;
	struct str path = { 0 };
	struct stat st;
	int fd = -1, rc = 0;

	str_printf(&path, "%s-wal", original);
	if (stat(path.p, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0) {
		rc = source_open(&source, path.p, false, NULL);
		if (rc == 0)
			rc = source_seek(source, 0);
		if (rc == 0)
			rc = make_file(&fd, l, "log.db-wal");
		if (rc == 0)
			rc = copy_source(l, source, fd);
		rc = source_close(source, rc, NULL);
	}
	if (fd >= 0)
		close(fd);
	str_release(&path);
	return rc;
}

static void harden(sqlite3 *db)
{
	sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_LENGTH, LENGTH_MAX);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
	sqlite3_exec(db,
		"PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
		"PRAGMA cache_size = -8192; PRAGMA query_only = ON",
		NULL, NULL, NULL);
}

/* The first look at the copy: from then on SQLite holds all its files. */
static int look(struct sqlite_log *l)
{
	sqlite3_stmt *stmt = NULL;
	int rc = 0;

	sqlite3_progress_handler(l->db, STEPS, count_steps, l);
	harden(l->db);
	if (sqlite3_prepare_v2(l->db, "SELECT count(*) FROM sqlite_schema", -1,
		    &stmt, NULL) != SQLITE_OK ||
		sqlite3_step(stmt) != SQLITE_ROW)
		rc = wrong(l);
	if (rc == 0 && sqlite3_column_int64(stmt, 0) > SQLITE_LOG_TABLES)
		rc = err_set(ERR_LIMIT,
			_("'%s' has more than %d tables and indexes"), l->path,
			(int)SQLITE_LOG_TABLES);
	sqlite3_finalize(stmt);
	return rc;
}

static void remove_folder(struct sqlite_log *l)
{
	static const char *const names[] = { "log.db", "log.db-wal",
		"log.db-shm", "log.db-journal" };

	if (l->folder == NULL)
		return;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct str path = { 0 };

		name_of(&path, l, names[i]);
		unlink(path.p);
		str_release(&path);
	}
	rmdir(l->folder);
	free(l->folder);
	l->folder = NULL;
}

int sqlite_log_open(struct sqlite_log **out, struct importer_job *job)
{
	struct sqlite_log *l = mem_new(1, sizeof(*l));
	int rc;

	l->path = job->path;
	rc = make_folder(l);
	if (rc == 0)
		rc = copy_member(l, job);
	if (rc == 0 && (job->member == NULL || job->member[0] == '\0'))
		rc = copy_wal(l, job->path);
	if (rc == 0)
		rc = look(l);
	remove_folder(l);
	*out = l;
	return rc;
}

int sqlite_log_close(struct sqlite_log *l, struct importer_job *job, int rc)
{
	(void)job;
	if (l == NULL)
		return rc;
	sqlite3_close(l->db);
	free(l);
	return rc;
}

bool sqlite_log_has(struct sqlite_log *l, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	bool has;

	/* A virtual table runs code; its root page is 0. */
	has = sqlite3_prepare_v2(l->db,
		      "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND"
		      " name = ?1 AND rootpage > 0",
		      -1, &stmt, NULL) == SQLITE_OK &&
	      sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC) ==
		      SQLITE_OK &&
	      sqlite3_step(stmt) == SQLITE_ROW;
	sqlite3_finalize(stmt);
	return has;
}

bool sqlite_log_column(
	struct sqlite_log *l, const char *table, const char *column)
{
	struct str sql = { 0 };
	sqlite3_stmt *stmt = NULL;
	bool has = false;

	str_printf(&sql, "PRAGMA table_info(\"%s\")", table);
	if (sqlite3_prepare_v2(l->db, sql.p, -1, &stmt, NULL) == SQLITE_OK)
		while (!has && sqlite3_step(stmt) == SQLITE_ROW) {
			const char *name =
				(const char *)sqlite3_column_text(stmt, 1);

			has = name != NULL && strcasecmp(name, column) == 0;
		}
	sqlite3_finalize(stmt);
	str_release(&sql);
	return has;
}

int sqlite_log_rows(struct sqlite_rows *out, struct sqlite_log *l,
	const char *table, const char *const columns[])
{
	struct str sql = { 0 };
	int n = 1, rc = 0;

	*out = (struct sqlite_rows){ .db = l };
	l->steps = 0;
	if (!sqlite_log_has(l, table))
		return err_set(
			ERR_PARSE, _("'%s' has no table '%s'"), l->path, table);
	str_puts(&sql, "SELECT rowid");
	for (int i = 0; columns[i] != NULL && i < SQLITE_LOG_COLUMNS; i++) {
		out->at[i] = -1;
		if (!sqlite_log_column(l, table, columns[i]))
			continue;
		out->at[i] = n++;
		str_printf(&sql, ", \"%s\"", columns[i]);
	}
	str_printf(&sql, " FROM \"%s\" ORDER BY rowid", table);
	if (sqlite3_prepare_v2(l->db, sql.p, -1, &out->stmt, NULL) != SQLITE_OK)
		rc = wrong(l);
	str_release(&sql);
	return rc;
}

int sqlite_log_next(struct sqlite_rows *rows, bool *more)
{
	int64_t before = rows->rowid;
	int got;

	rows->db->steps = 0;
	got = sqlite3_step(rows->stmt);
	*more = got == SQLITE_ROW;
	if (got != SQLITE_ROW)
		return got == SQLITE_DONE ? 0 : wrong(rows->db);
	rows->rowid = sqlite3_column_int64(rows->stmt, 0);
	if (rows->any && rows->rowid <= before)
		return damaged(rows->db);
	rows->any = true;
	return 0;
}

void sqlite_log_rows_end(struct sqlite_rows *rows)
{
	sqlite3_finalize(rows->stmt);
	rows->stmt = NULL;
}

int64_t sqlite_log_rowid(const struct sqlite_rows *rows)
{
	return rows->rowid;
}

static const char *text_of(sqlite3_stmt *stmt, int column)
{
	const char *text;

	if (sqlite3_column_type(stmt, column) == SQLITE_BLOB)
		return "";
	text = (const char *)sqlite3_column_text(stmt, column);
	return text != NULL && strlen(text) <= SQLITE_LOG_TEXT ? text : "";
}

const char *sqlite_log_text(const struct sqlite_rows *rows, int i)
{
	return rows->at[i] < 0 ? "" : text_of(rows->stmt, rows->at[i]);
}

int64_t sqlite_log_int(const struct sqlite_rows *rows, int i)
{
	return rows->at[i] < 0 ? 0
			       : sqlite3_column_int64(rows->stmt, rows->at[i]);
}

double sqlite_log_real(const struct sqlite_rows *rows, int i)
{
	return rows->at[i] < 0 ? 0
			       : sqlite3_column_double(rows->stmt, rows->at[i]);
}

bool sqlite_log_is_null(const struct sqlite_rows *rows, int i)
{
	return rows->at[i] < 0 ||
	       sqlite3_column_type(rows->stmt, rows->at[i]) == SQLITE_NULL;
}

bool sqlite_log_is_number(const struct sqlite_rows *rows, int i)
{
	int type = rows->at[i] < 0
			   ? SQLITE_NULL
			   : sqlite3_column_type(rows->stmt, rows->at[i]);

	return type == SQLITE_INTEGER || type == SQLITE_FLOAT;
}

int sqlite_log_names(struct sqlite_names *out, struct sqlite_log *l,
	const char *table, const char *column)
{
	struct str sql = { 0 };
	int rc = 0;

	*out = (struct sqlite_names){ 0 };
	if (!sqlite_log_has(l, table) || !sqlite_log_column(l, table, column))
		return 0;
	str_printf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE rowid = ?1", column,
		table);
	if (sqlite3_prepare_v2(l->db, sql.p, -1, &out->stmt, NULL) != SQLITE_OK)
		rc = wrong(l);
	str_release(&sql);
	return rc;
}

const char *sqlite_log_name(struct sqlite_names *n, int64_t id)
{
	size_t slot = (size_t)((uint64_t)id % SQLITE_LOG_NAMES);

	if (n->stmt == NULL)
		return "";
	if (n->text[slot] != NULL && n->id[slot] == id)
		return n->text[slot];
	free(n->text[slot]);
	n->id[slot] = id;
	sqlite3_reset(n->stmt);
	sqlite3_bind_int64(n->stmt, 1, id);
	n->text[slot] = mem_strdup(
		sqlite3_step(n->stmt) == SQLITE_ROW ? text_of(n->stmt, 0) : "");
	return n->text[slot];
}

void sqlite_log_names_end(struct sqlite_names *n)
{
	sqlite3_finalize(n->stmt);
	for (size_t i = 0; i < SQLITE_LOG_NAMES; i++)
		free(n->text[i]);
	*n = (struct sqlite_names){ 0 };
}
