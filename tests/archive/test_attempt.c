/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/attempt.h"
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

static void comes_back(void **state)
{
	struct attempt a = { .service = "Exemple",
		.terms = "Privacy Policy",
		.part = 1,
		.url = "https://exemple.invalid/",
		.seen_ns = 20,
		.cause = "resolve" },
		       back = { 0 };
	bool found = true;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	assert_int_equal(attempt_add(s, &a), ERR_DB);
	sample_must(
		attempt_latest(&back, &found, s, "Exemple", "Privacy Policy"),
		"none");
	assert_false(found);
	sample_must(object_put(s, "{}", 2, &a.record), "record");
	sample_must(attempt_add(s, &a), "add");
	a.seen_ns = 10;
	a.cause = "tls";
	sample_must(attempt_add(s, &a), "add an older one");
	sample_must(
		attempt_latest(&back, &found, s, "Exemple", "Privacy Policy"),
		"latest");
	assert_true(found && back.seen_ns == 20 && back.part == 1);
	assert_string_equal(back.url, "https://exemple.invalid/");
	assert_string_equal(back.cause, "resolve");
	assert_true(digest_equal(&back.record, &a.record));
	attempt_release(&back);
	assert_int_equal(findings(s), 0);
	sample_must(db_exec(store_db(s), "UPDATE attempt SET cause = 'dns'"),
		"change");
	assert_true(findings(s) > 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
