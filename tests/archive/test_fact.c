/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/fact.h"
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

static void commit_of(struct digest *out, struct store *s, const char *sql)
{
	struct stmt *q = NULL;
	bool row = false;

	sample_must(db_query(&q, store_db(s), sql, ""), "query");
	sample_must(stmt_step(q, &row), "step");
	assert_true(row);
	sample_must(fact_row(out, q), "row");
	stmt_free(q);
}

/* SHA-256("constat row 1\0" || salt || JSON), by hand. */
static void construction(void **state)
{
	struct str plain = { 0 };
	struct digest got, want;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	str_add(&plain, "constat row 1", 14);
	for (int i = 0; i < FACT_SALT; i++)
		str_putc(&plain, 7);
	str_puts(&plain, "{\"a\":\"i:-5\",\"b\":\"t:\xC3\xA9\\\"\","
			 "\"c\":\"b:00ff\",\"d\":null}");
	digest_of(&want, plain.p, plain.len);
	commit_of(&got, s,
		"SELECT NULL AS d, x'00ff' AS c, 'é\"' AS b, x'"
		"0707070707070707070707070707070707070707070707070707070707"
		"070707' AS salt, -5 AS a");
	assert_true(digest_equal(&got, &want));
	str_release(&plain);
	close_store(s, dir);
}

static void types_count(void **state)
{
	static const char *const values[] = { "'5'", "5", "x'35'", "5.0",
		"NULL", "''", "x''" };
	struct digest seen[7];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		char sql[200];

		snprintf(sql, sizeof(sql),
			"SELECT %s AS v, zeroblob(32) AS salt", values[i]);
		commit_of(&seen[i], s, sql);
		for (size_t k = 0; k < i; k++)
			assert_false(digest_equal(&seen[i], &seen[k]));
	}
	close_store(s, dir);
}

static void salts_differ(void **state)
{
	unsigned char a[FACT_SALT], b[FACT_SALT];
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(fact_salt(a), "salt");
	sample_must(fact_salt(b), "salt");
	assert_memory_not_equal(a, b, sizeof(a));
	assert_int_equal(fact_commitment(&d, s, "exhibit", 1), ERR_NOTFOUND);
	sample_must(sample_import(s, 3, 0), "import");
	sample_must(fact_commitment(&d, s, "exhibit", 1), "commitment");
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(construction),
		cmocka_unit_test(types_count),
		cmocka_unit_test(salts_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
