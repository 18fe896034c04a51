/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/db.h"
#include "base/err.h"
#include "sample.h"

static struct db *open_db(void)
{
	struct db *db = NULL;

	sample_must(db_open(&db, ":memory:", DB_MEMORY), "open");
	sample_must(db_exec(db, "CREATE TABLE t(a INTEGER, b TEXT, c BLOB)"),
		"create");
	return db;
}

/* Parameters go by their number, not by where they stand. */
static void parameters_by_number(void **state)
{
	struct stmt *q = NULL;
	struct db *db = open_db();
	bool row = false;
	size_t len = 0;

	(void)state;
	sample_must(
		db_run(db, "INSERT INTO t(c, b, a) VALUES($3, $2, $1)", "itb",
			(int64_t)7, "sept", (const void *)"\0x", (size_t)2),
		"insert");
	sample_must(db_query(&q, db,
			    "SELECT a, b, c, NULL FROM t"
			    " WHERE b = $2 AND a = $1",
			    "it", (int64_t)7, "sept"),
		"query");
	sample_must(stmt_step(q, &row), "step");
	assert_true(row);
	assert_int_equal(stmt_int(q, 0), 7);
	assert_string_equal(stmt_text(q, 1), "sept");
	assert_memory_equal(stmt_blob(q, 2, &len), "\0x", 2);
	assert_int_equal(len, 2);
	assert_int_equal(stmt_type(q, 0), DB_INT);
	assert_int_equal(stmt_type(q, 1), DB_TEXT);
	assert_int_equal(stmt_type(q, 2), DB_BLOB);
	assert_int_equal(stmt_type(q, 3), DB_NULL);
	assert_string_equal(stmt_text(q, 3), "");
	assert_int_equal(stmt_columns(q), 4);
	assert_string_equal(stmt_name(q, 1), "b");
	sample_must(stmt_step(q, &row), "step");
	assert_false(row);
	stmt_free(q);
	db_close(db);
}

static int64_t count(struct db *db)
{
	int64_t n = -1;

	sample_must(db_int(&n, db, "SELECT count(*) FROM t", ""), "count");
	return n;
}

static void nested_transactions(void **state)
{
	struct db *db = open_db();

	(void)state;
	sample_must(db_begin(db), "begin");
	sample_must(db_begin(db), "inner");
	sample_must(db_exec(db, "INSERT INTO t(a) VALUES(1)"), "insert");
	sample_must(db_commit(db), "inner commit");
	sample_must(db_commit(db), "commit");
	assert_int_equal(count(db), 1);
	sample_must(db_begin(db), "begin");
	sample_must(db_begin(db), "inner");
	sample_must(db_exec(db, "INSERT INTO t(a) VALUES(1)"), "insert");
	err_set(ERR_PARSE, "line 3: no timestamp");
	db_rollback(db);
	err_clear();
	assert_int_equal(db_commit(db), ERR_DB);
	assert_non_null(strstr(err_message(), "kept: line 3: no timestamp"));
	assert_int_equal(count(db), 1);
	sample_must(db_begin(db), "begin again");
	sample_must(db_commit(db), "commit");
	db_close(db);
}

static void failures(void **state)
{
	struct db *db = open_db(), *none = NULL;
	int64_t n = 3;

	(void)state;
	assert_int_equal(db_exec(db, "SELEKT"), ERR_DB);
	assert_non_null(strstr(err_message(), "syntax error"));
	assert_int_equal(db_int(&n, db, "SELECT a FROM t", ""), 0);
	assert_int_equal(n, 3);
	assert_int_equal(
		db_open(&none, "/nowhere/x.db", DB_WRITE), ERR_NOTFOUND);
	assert_null(none);
	assert_non_null(strstr(err_message(), "/nowhere/x.db"));
	db_close(db);
	db_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parameters_by_number),
		cmocka_unit_test(nested_transactions),
		cmocka_unit_test(failures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
