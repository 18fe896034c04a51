/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/verify_tables.h"
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

static void note(const char *where, const char *what, void *ctx)
{
	(void)what;
	snprintf(ctx, 64, "%s", where);
}

static uint64_t check(struct store *s, char where[64])
{
	uint64_t findings = 0;

	where[0] = '\0';
	verify_tables(s, &(struct verify_sink){ note, where, &findings });
	return findings;
}

static void structure(void **state)
{
	static const char *const changes[] = {
		"PRAGMA foreign_keys = OFF",
		"INSERT INTO chunk VALUES(77, 0, 1, x'00', x'00')",
		"INSERT INTO meta VALUES('more', 'x')",
		"DELETE FROM head",
		"UPDATE block SET rows = rows - 1",
		"UPDATE dictionary SET data = CAST(data || x'00' AS BLOB)",
		"ALTER TABLE entry ADD COLUMN extra TEXT",
	};
	char where[64], *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(sample_import(s, 10, 1), "import");
	assert_int_equal(check(s, where), 0);
	sample_must(db_exec(store_db(s), changes[0]), "pragma");
	for (size_t i = 1; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sample_must(db_begin(store_db(s)), "begin");
		sample_must(db_exec(store_db(s), changes[i]), changes[i]);
		if (check(s, where) == 0)
			fail_msg("not seen: %s", changes[i]);
		db_rollback(store_db(s));
	}
	assert_int_equal(check(s, where), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
