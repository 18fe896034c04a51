/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/schema.h"
#include "sample.h"

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

static void every_fact_is_sealed(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (const char *const *t = schema_facts; *t != NULL; t++) {
		struct str sql = { 0 };

		str_printf(&sql, "SELECT id, salt, entry FROM %s", *t);
		sample_must(db_exec(store_db(s), sql.p), *t);
		str_release(&sql);
	}
	close_store(s, dir);
}

static void pages_are_large_and_strict(void **state)
{
	int64_t n = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(db_int(&n, store_db(s), "PRAGMA page_size", ""), "page");
	assert_int_equal(n, 16384);
	sample_must(db_int(&n, store_db(s), "PRAGMA foreign_keys", ""), "keys");
	assert_int_equal(n, 1);
	sample_must(db_int(&n, store_db(s), "PRAGMA synchronous", ""), "sync");
	assert_int_equal(n, 2);
	sample_must(
		db_int(&n, store_db(s), "PRAGMA trusted_schema", ""), "trust");
	assert_int_equal(n, 0);
	for (size_t i = 0; schema_statement(i) != NULL; i++)
		if (strncmp(schema_statement(i), "CREATE TABLE", 12) == 0)
			assert_non_null(
				strstr(schema_statement(i), ") STRICT"));
	assert_int_equal(db_exec(store_db(s), "INSERT INTO entry(number, body)"
					      " VALUES('x', 5)"),
		ERR_DB);
	close_store(s, dir);
}

static void versions(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);
	struct db *empty = NULL;

	(void)state;
	assert_int_equal(schema_migrate(store_db(s)), 0);
	sample_must(
		db_exec(store_db(s), "UPDATE meta SET value = '0' WHERE key = "
				     "'schema'"),
		"older");
	assert_int_equal(schema_migrate(store_db(s)), ERR_CORRUPT);
	sample_must(db_open(&empty, ":memory:", DB_MEMORY), "open");
	assert_int_equal(schema_migrate(empty), ERR_CORRUPT);
	assert_non_null(strstr(err_message(), "not an archive"));
	db_close(empty);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fact_is_sealed),
		cmocka_unit_test(pages_are_large_and_strict),
		cmocka_unit_test(versions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
