/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_its_tables),
		cmocka_unit_test(rows),
		cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
