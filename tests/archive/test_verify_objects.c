/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/verify_objects.h"
#include "sample.h"

enum { TEXTS = 6 };

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	sample_must(store_begin(s), "begin");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

struct said {
	int n;
	char what[TEXTS][200];
};

static void note(const char *where, const char *what, void *ctx)
{
	struct said *said = ctx;

	assert_non_null(strstr(where, "content "));
	snprintf(said->what[said->n++], 200, "%s", what);
}

static uint64_t check(struct store *s, struct said *said)
{
	struct verify_result r = { 0 };
	uint64_t findings = 0;

	*said = (struct said){ 0 };
	sample_must(
		verify_objects(s, &r,
			&(struct verify_sink){ note, said, &findings }, NULL),
		"verify");
	assert_int_equal(r.objects, TEXTS);
	return findings;
}

/* Objects 1 to 4 are a chain; 5 is based on 2; 6 stands alone. */
static void make(struct store *s)
{
	static const int base[] = { 0, 1, 2, 3, 2, 0 };
	struct digest d[TEXTS + 1];
	struct str text = { 0 };

	for (int i = 0; i < TEXTS; i++) {
		str_clear(&text);
		for (int k = 0; k < 400; k++)
			str_printf(&text, "%d: we keep %d.\n", k,
				k == i ? -1 : k * 7919 % 1013);
		sample_must(object_put_near(s, text.p, text.len, &d[base[i]],
				    base[i] > 0, &d[i + 1]),
			"put");
	}
	str_release(&text);
}

/* What is told, and of how many contents. */
static void each_content_that_needs_it(void **state)
{
	static const struct {
		const char *sql;
		int n;
	} changes[] = {
		{ "UPDATE chunk SET data = x'00' WHERE object = 1", 5 },
		{ "UPDATE chunk SET data = x'00' WHERE object = 2", 4 },
		{ "UPDATE chunk SET data = x'00' WHERE object = 4", 1 },
		{ "UPDATE chunk SET data = x'00' WHERE object = 6", 1 },
		{ "DELETE FROM chunk WHERE object = 3", 2 },
		{ "UPDATE delta SET depth = depth + 1 WHERE object = 4", 1 },
		{ "UPDATE delta SET base = 1 WHERE object = 4", 1 },
		{ "UPDATE delta SET base = 4 WHERE object = 2", 4 },
		{ "DELETE FROM delta WHERE object = 2", 4 },
		{ "INSERT INTO delta VALUES(6, 1, 1)", 1 },
		{ "UPDATE object SET size = size + 1 WHERE id = 2", 4 },
		{ "INSERT INTO chunk VALUES(4, 1, 0, x'00', x'00')", 1 },
	};
	struct said said;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	make(s);
	sample_must(store_commit(s), "commit");
	assert_int_equal(check(s, &said), 0);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sample_must(db_begin(store_db(s)), "begin");
		sample_must(db_exec(store_db(s), changes[i].sql), "change");
		if (check(s, &said) != (uint64_t)changes[i].n)
			fail_msg("%s: told of %d", changes[i].sql, said.n);
		db_rollback(store_db(s));
	}
	assert_int_equal(check(s, &said), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_content_that_needs_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
