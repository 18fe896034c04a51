/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#include <signal.h>
#include <sys/wait.h>

#include "base/file.h"
#include "evidence/sqlite_log.h"

static bool sniffs(const char *text, size_t len, const char *table)
{
	struct importer_head head = { .text = text, .len = len };

	return sqlite_log_sniff(&head, table);
}

static void by_its_tables(void **state)
{
#define HEAD "SQLite format 3\0........"
	static const char plain[] = HEAD "CREATE TABLE dns_logs (id)";
	static const char quoted[] = HEAD "CREATE TABLE IF NOT EXISTS \"log\"(";
	static const char view[] = HEAD "CREATE VIEW dns_logs AS SELECT 1";
	static const char other[] = HEAD "CREATE TABLE dns_logs_old (id)";
	static const char text[] = "CREATE TABLE dns_logs (id) ...........";

	(void)state;
	assert_true(sniffs(plain, sizeof(plain), "dns_logs"));
	assert_true(sniffs(quoted, sizeof(quoted), "log"));
	assert_false(sniffs(view, sizeof(view), "dns_logs"));
	assert_false(sniffs(other, sizeof(other), "dns_logs"));
	assert_false(sniffs(text, sizeof(text), "dns_logs"));
	assert_false(sniffs(plain, 10, "dns_logs"));
}

static const struct importer_options none;

static void rows(void **state)
{
	static const char *const columns[] = { "name", "missing", "N", "b",
		NULL };
	struct importer_job job = { .options = &none };
	struct sqlite_names names = { 0 };
	struct sqlite_log *db = NULL;
	struct sqlite_rows r = { 0 };
	struct scene s;
	bool more = false;

	(void)state;
	scene_open(&s);
	job.path = database_make(&s,
		"CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, n, b BLOB);"
		"INSERT INTO t VALUES(3, 'three', 3.5, x'0001'),"
		" (1, 'one', 'x', NULL);"
		"CREATE VIEW v AS SELECT * FROM t;"
		"CREATE VIRTUAL TABLE f USING fts5(body);");
	assert_int_equal(sqlite_log_open(&db, &job), 0);
	assert_true(sqlite_log_has(db, "t"));
	assert_false(sqlite_log_has(db, "v"));
	assert_false(sqlite_log_has(db, "f"));
	assert_true(sqlite_log_column(db, "t", "NAME"));
	assert_false(sqlite_log_column(db, "t", "other"));
	assert_int_equal(sqlite_log_rows(&r, db, "v", columns), ERR_PARSE);
	assert_int_equal(sqlite_log_rows(&r, db, "t", columns), 0);
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_true(more);
	assert_int_equal(sqlite_log_rowid(&r), 1);
	assert_string_equal(sqlite_log_text(&r, 0), "one");
	assert_string_equal(sqlite_log_text(&r, 1), "");
	assert_true(sqlite_log_is_null(&r, 1));
	assert_false(sqlite_log_is_number(&r, 2));
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_int_equal(sqlite_log_rowid(&r), 3);
	assert_true(sqlite_log_is_number(&r, 2));
	assert_true(sqlite_log_real(&r, 2) == 3.5);
	assert_int_equal(sqlite_log_int(&r, 2), 3);
	assert_string_equal(sqlite_log_text(&r, 3), "");
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_false(more);
	sqlite_log_rows_end(&r);
	assert_int_equal(sqlite_log_names(&names, db, "t", "name"), 0);
	assert_string_equal(sqlite_log_name(&names, 3), "three");
	assert_string_equal(sqlite_log_name(&names, 3 + SQLITE_LOG_NAMES), "");
	assert_string_equal(sqlite_log_name(&names, 3), "three");
	sqlite_log_names_end(&names);
	assert_int_equal(sqlite_log_names(&names, db, "none", "name"), 0);
	assert_string_equal(sqlite_log_name(&names, 3), "");
	sqlite_log_names_end(&names);
	assert_int_equal(sqlite_log_close(db, &job, 0), 0);
	assert_true(job.hashed);
	scene_close(&s);
}

/* What is no database, or a damaged one, is told; the copy goes. */
static void damaged(void **state)
{
	static const char *const columns[] = { "a", NULL };
	struct importer_job job = { .options = &none };
	struct sqlite_log *db = NULL;
	struct sqlite_rows r = { 0 };
	struct str bytes = { 0 };
	struct scene s;
	bool more = true;
	int rc;

	(void)state;
	scene_open(&s);
	job.path = scene_file(&s, "text", "SQLite format 3", 16);
	assert_int_equal(sqlite_log_close(db, &job, sqlite_log_open(&db, &job)),
		ERR_PARSE);
	scene_says("cannot be read as a database");
	str_init(&bytes, 0);
	file_read(&bytes,
		database_make(&s,
			"CREATE TABLE t(a); WITH RECURSIVE n(i) AS (SELECT 1 "
			"UNION ALL SELECT i + 1 FROM n WHERE i < 2000) INSERT "
			"INTO t SELECT 'row number ' || i FROM n"));
	job = (struct importer_job){ .options = &none };
	job.path = scene_file(&s, "cut", bytes.p, bytes.len - 8192);
	rc = sqlite_log_open(&db, &job);
	if (rc == 0)
		rc = sqlite_log_rows(&r, db, "t", columns);
	while (rc == 0 && (rc = sqlite_log_next(&r, &more)) == 0 && more)
		;
	sqlite_log_rows_end(&r);
	assert_int_equal(sqlite_log_close(db, &job, rc), ERR_PARSE);
	str_release(&bytes);
	scene_close(&s);
}

enum { PAGE = 512, FAN = 80 };

/* An interior page of a table's tree (SQLite's file format, 1.6) whose
 * children are all the same page. */
static void interior(unsigned char *page, unsigned child)
{
	size_t at = PAGE - 5;

	memset(page, 0, PAGE);
	page[0] = 5;
	page[4] = FAN;
	page[5] = (unsigned char)(at >> 8);
	page[6] = (unsigned char)at;
	page[11] = (unsigned char)child;
	for (size_t i = 0; i < FAN; i++) { /* all of them one cell */
		page[12 + 2 * i] = (unsigned char)(at >> 8);
		page[13 + 2 * i] = (unsigned char)at;
	}
	page[PAGE - 2] = (unsigned char)child;
	page[PAGE - 1] = 1;
}

/* Pages that lead to one page again and again: 80 to the power of 8 rows in
 * six kilobytes. */
static void endless(void **state)
{
	static const char *const columns[] = { "a", NULL };
	struct importer_job job = { .options = &none };
	unsigned char page[PAGE];
	struct sqlite_log *db = NULL;
	struct sqlite_rows r = { 0 };
	struct str bytes = { 0 };
	struct scene s;
	bool more = true;
	unsigned n;
	int rc;

	(void)state;
	scene_open(&s);
	str_init(&bytes, 0);
	file_read(&bytes,
		database_make(&s, "PRAGMA page_size = 512; CREATE TABLE t(a);"
				  "INSERT INTO t VALUES('x')"));
	n = (unsigned)(bytes.len / PAGE);
	/* The leaf to the end, eight levels above it, the last the root. */
	str_add(&bytes, bytes.p + PAGE, PAGE);
	for (unsigned i = 0; i < 7; i++) {
		interior(page, n + 1 + i);
		str_add(&bytes, (const char *)page, PAGE);
	}
	interior(page, n + 8);
	memcpy(bytes.p + PAGE, page, PAGE);
	bytes.p[31] = (char)(n + 8);
	job.path = scene_file(&s, "endless", bytes.p, bytes.len);
	rc = sqlite_log_open(&db, &job);
	if (rc == 0)
		rc = sqlite_log_rows(&r, db, "t", columns);
	assert_int_equal(rc, 0);
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_true(more);
	assert_int_equal(sqlite_log_next(&r, &more), ERR_PARSE);
	scene_says("is damaged: its rows stand in no order");
	sqlite_log_rows_end(&r);
	assert_int_equal(sqlite_log_close(db, &job, ERR_PARSE), ERR_PARSE);
	str_release(&bytes);
	scene_close(&s);
}

/* The same pages as the list of tables itself: it ends before a row. */
static void endless_schema(void **state)
{
	struct importer_job job = { .options = &none };
	unsigned char page[PAGE];
	struct sqlite_log *db = NULL;
	struct str bytes = { 0 };
	struct scene s;
	unsigned n;

	(void)state;
	scene_open(&s);
	str_init(&bytes, 0);
	file_read(&bytes,
		database_make(&s, "PRAGMA page_size = 512; CREATE TABLE t(a)"));
	n = (unsigned)(bytes.len / PAGE);
	str_add(&bytes, bytes.p + PAGE, PAGE);
	for (unsigned i = 0; i < 7; i++) {
		interior(page, i == 0 ? 2 : n + 1 + i);
		str_add(&bytes, (const char *)page, PAGE);
	}
	/* The list's page has the file's header before its own. */
	interior(page, n + 8);
	memset(bytes.p + 100, 0, PAGE - 100);
	memcpy(bytes.p + 100, page, 12);
	bytes.p[103] = 0;
	bytes.p[104] = 1;
	bytes.p[112] = (PAGE - 5) >> 8;
	bytes.p[113] = (char)((PAGE - 5) & 255);
	memcpy(bytes.p + PAGE - 5, page + PAGE - 5, 5);
	bytes.p[31] = (char)(n + 8);
	job.path = scene_file(&s, "endless", bytes.p, bytes.len);
	assert_int_equal(sqlite_log_close(db, &job, sqlite_log_open(&db, &job)),
		ERR_PARSE);
	str_release(&bytes);
	scene_close(&s);
}

/* Files with anything in them. */
static void count_files(int *n, const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d != NULL && (e = readdir(d)) != NULL) {
		char path[600];
		struct stat st;

		if (e->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, e->d_name);
		*n += e->d_type != DT_DIR && stat(path, &st) == 0 &&
		      st.st_size > 0;
		if (e->d_type == DT_DIR)
			count_files(n, path);
	}
	if (d != NULL)
		closedir(d);
}

static void die(const char *what, uint64_t done, uint64_t total, void *ctx)
{
	(void)ctx;
	(void)what;
	(void)done;
	(void)total;
	raise(SIGKILL);
}

/* Files in the folder for temporary ones after a program was killed while it
 * copied (progress kills it) or read. */
static int left_behind(struct scene *s, const char *path, bool copying)
{
	const struct progress progress = { .fn = die };
	struct importer_job job = { .options = &none, .path = path };
	struct sqlite_log *db = NULL;
	char dir[600];
	int n = 0, status;
	pid_t child;

	snprintf(dir, sizeof(dir), "%s/temporary", s->dir);
	assert_int_equal(mkdir(dir, 0700), 0);
	setenv("TMPDIR", dir, 1);
	if (copying)
		job.progress = &progress;
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		if (sqlite_log_open(&db, &job) == 0)
			raise(SIGKILL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	count_files(&n, dir);
	scene_remove(dir);
	unsetenv("TMPDIR");
	return n;
}

static void killed(void **state)
{
	struct scene s;
	const char *path;
	sqlite3 *db;

	(void)state;
	scene_open(&s);
	path = database_make(&s, "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
	assert_int_equal(left_behind(&s, path, true), 0);
	assert_int_equal(left_behind(&s, path, false), 0);
	/* With a -wal file that holds the last row. */
	path = database_make(
		&s, "PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
	assert_int_equal(left_behind(&s, path, false), 0);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db, "INSERT INTO t VALUES(1)", NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(left_behind(&s, path, true), 0);
	assert_int_equal(left_behind(&s, path, false), 0);
	sqlite3_close(db);
	scene_close(&s);
}

/* The rows that only a -wal file holds are read, though it has no name any
 * more. */
static void with_wal(void **state)
{
	static const char *const columns[] = { "a", NULL };
	struct importer_job job = { .options = &none };
	struct sqlite_log *db = NULL;
	struct sqlite_rows r = { 0 };
	struct scene s;
	sqlite3 *writer;
	bool more = false;

	(void)state;
	scene_open(&s);
	job.path = database_make(
		&s, "PRAGMA journal_mode = WAL; CREATE TABLE t(a)");
	assert_int_equal(sqlite3_open(job.path, &writer), SQLITE_OK);
	assert_int_equal(sqlite3_exec(writer, "INSERT INTO t VALUES(7)", NULL,
				 NULL, NULL),
		SQLITE_OK);
	assert_int_equal(sqlite_log_open(&db, &job), 0);
	assert_int_equal(sqlite_log_rows(&r, db, "t", columns), 0);
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_true(more);
	assert_int_equal(sqlite_log_int(&r, 0), 7);
	assert_int_equal(sqlite_log_next(&r, &more), 0);
	assert_false(more);
	sqlite_log_rows_end(&r);
	assert_int_equal(sqlite_log_close(db, &job, 0), 0);
	sqlite3_close(writer);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(endless),
		cmocka_unit_test(endless_schema),
		cmocka_unit_test(killed),
		cmocka_unit_test(with_wal),
		cmocka_unit_test(by_its_tables),
		cmocka_unit_test(rows),
		cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
