/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/validator.h"
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

static void the_last_one_counts(void **state)
{
	struct validator v = { .service = "Exemple",
		.terms = "Privacy Policy",
		.url = "https://exemple.example/privacy",
		.etag = "\"33a6\"",
		.modified = "Wed, 21 Oct 2015 07:28:00 GMT",
		.language = "fr",
		.snapshot = 1 },
			 back = { 0 };
	bool found = true;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10, SNAPSHOT_CAPTURED);
	sample_must(validator_find(
			    &back, &found, s, "Exemple", "Privacy Policy", 0),
		"none");
	assert_false(found);
	digest_of(&v.rules, "rules", 5);
	sample_must(validator_put(s, &v), "put");
	v.etag = "W/\"77\"";
	v.modified = NULL;
	sample_must(validator_put(s, &v), "put again");
	v.part = 1;
	sample_must(validator_put(s, &v), "put of another page");
	sample_must(validator_find(
			    &back, &found, s, "Exemple", "Privacy Policy", 0),
		"find");
	assert_true(found && back.snapshot == 1);
	assert_string_equal(back.etag, "W/\"77\"");
	assert_string_equal(back.modified, "");
	assert_string_equal(back.language, "fr");
	assert_true(digest_equal(&back.rules, &v.rules));
	validator_release(&back);
	close_store(s, dir);
}

/* It may change and go; but what it refers to must be there. */
static void no_alarm_but_for_damage(void **state)
{
	struct validator v = {
		.service = "Exemple", .terms = "Privacy Policy", .snapshot = 1
	};
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10, SNAPSHOT_CAPTURED);
	sample_must(validator_put(s, &v), "put");
	sample_must(db_exec(store_db(s), "UPDATE validator SET etag = 'x'"),
		"change");
	sample_must(db_exec(store_db(s),
			    "INSERT INTO schedule(service, terms, due_ns)"
			    " VALUES('Exemple', 'Privacy Policy', 5)"),
		"due");
	assert_int_equal(findings(s), 0);
	sample_must(db_exec(store_db(s), "PRAGMA foreign_keys = OFF"), "off");
	sample_must(db_exec(store_db(s), "UPDATE validator SET snapshot = 9"),
		"of nothing");
	assert_true(findings(s) > 0);
	sample_must(db_exec(store_db(s), "DELETE FROM validator"), "forget");
	assert_int_equal(findings(s), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_last_one_counts),
		cmocka_unit_test(no_alarm_but_for_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
