/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/judgement.h"
#include "archive/verify.h"
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

static uint64_t findings(struct store *s)
{
	struct verify_result r = { 0 };
	uint64_t n;

	sample_must(verify_store(&r, s, NULL, NULL, NULL), "verify");
	n = r.findings;
	verify_result_release(&r);
	return n;
}

static void a_wall_and_its_acceptance(void **state)
{
	struct judgement bot = { .snapshot = 1,
		.kind = "bot-check",
		.score = 90,
		.reasons = "[{\"rule\":\"title\"}]" },
			 consent = { .snapshot = 2,
				 .kind = "consent",
				 .score = 70 },
			 back = { 0 };
	bool found = true;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10, SNAPSHOT_CAPTURED);
	sample_page(s, "B", 20, SNAPSHOT_CAPTURED);
	sample_page(s, "C", 30, SNAPSHOT_CAPTURED);
	sample_must(judgement_find(&back, &found, s, 1), "none");
	assert_false(found);
	assert_int_equal(judgement_accept(s, 1, "x"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "not taken for a wall"));
	sample_must(judgement_add(s, &bot), "add");
	sample_must(judgement_add(s, &consent), "add");
	sample_must(judgement_find(&back, &found, s, 1), "find");
	assert_true(found && !back.accepted && back.score == 90);
	assert_string_equal(back.kind, "bot-check");
	assert_string_equal(back.reasons, "[{\"rule\":\"title\"}]");
	assert_string_equal(back.why, "");
	judgement_release(&back);
	sample_must(
		judgement_latest(&back, &found, s, "Exemple", "Privacy Policy"),
		"latest");
	assert_true(found && back.snapshot == 2);
	assert_string_equal(back.reasons, "[]");
	judgement_release(&back);
	sample_must(judgement_accept(s, 2, "vue à l'écran"), "accept");
	assert_int_equal(judgement_accept(s, 2, "encore"), ERR_EXISTS);
	sample_must(judgement_find(&back, &found, s, 2), "find");
	assert_true(found && back.accepted);
	assert_string_equal(back.why, "vue à l'écran");
	judgement_release(&back);
	sample_must(
		judgement_latest(&back, &found, s, "Exemple", "Privacy Policy"),
		"latest");
	assert_true(found && back.snapshot == 1);
	judgement_release(&back);
	sample_must(judgement_latest(&back, &found, s, "Autre", "T"), "none");
	assert_false(found);
	close_store(s, dir);
}

static void both_are_sealed(void **state)
{
	static const char *const changes[] = {
		"UPDATE judgement SET score = 10",
		"UPDATE acceptance SET why = 'x'",
		"DELETE FROM acceptance",
	};
	struct judgement wall = { .snapshot = 1, .kind = "login" };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10, SNAPSHOT_CAPTURED);
	sample_must(judgement_add(s, &wall), "add");
	sample_must(judgement_accept(s, 1, "lue"), "accept");
	assert_int_equal(findings(s), 0);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sample_must(db_begin(store_db(s)), "begin");
		sample_must(db_exec(store_db(s), changes[i]), changes[i]);
		assert_true(findings(s) > 0);
		db_rollback(store_db(s));
	}
	wall.snapshot = 9;
	assert_int_equal(judgement_add(s, &wall), ERR_DB);
	assert_int_equal(findings(s), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wall_and_its_acceptance),
		cmocka_unit_test(both_are_sealed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
