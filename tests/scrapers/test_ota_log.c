/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

#define A "7fe10cfa7fe10cfa7fe10cfa7fe10cfa7fe10cfa"
#define B "0000000000000000000000000000000000000000"

static void commits_end_with_the_text(void **state)
{
	static const char text[] = A "\n" B "\n";
	struct ota_log_name name;
	size_t at = 0;

	(void)state;
	assert_int_equal(ota_log_commit(&name, text, sizeof(text) - 1, &at), 0);
	assert_memory_equal(name.hex, A, 40);
	assert_int_equal(name.len, 40);
	assert_int_equal(ota_log_commit(&name, text, sizeof(text) - 1, &at), 0);
	assert_memory_equal(name.hex, B, 40);
	assert_int_equal(ota_log_commit(&name, text, sizeof(text) - 1, &at), 0);
	assert_null(name.hex);
}

static void wrong_commits(void **state)
{
	static const char *const wrong[] = { "x", A, A " ", "7fe1\n", A "0\n",
		"fatal: bad\n" };
	struct ota_log_name name;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		size_t at = 0;

		assert_int_equal(
			ota_log_commit(&name, wrong[i], strlen(wrong[i]), &at),
			ERR_PARSE);
		assert_string_equal(err_message(),
			"git said something else than a list of commits");
	}
}

static void changes_keep_any_name(void **state)
{
	static const char text[] =
		A "\0"
		  ":000000 100644 " B " " A " A\0a\n/\x01 b.md\0"
		  ":100644 000000 " A " " B " D\0c\0" B "\0" A "\0"
		  ":100644 120000 " A " " A " T\0d\0";
	struct ota_log_change c = { 0 };
	size_t at = 0, len = sizeof(text) - 1;

	(void)state;
	assert_int_equal(ota_log_change(&c, text, len, &at), 0);
	assert_memory_equal(c.commit.hex, A, 40);
	assert_int_equal(c.mode, 0100644);
	assert_string_equal(c.path, "a\n/\x01 b.md");
	assert_int_equal(c.path_len, 9);
	assert_memory_equal(c.blob.hex, A, 40);
	assert_int_equal(ota_log_change(&c, text, len, &at), 0);
	assert_int_equal(c.mode, 0);
	assert_int_equal(ota_log_change(&c, text, len, &at), 0);
	assert_int_equal(c.mode, 0120000);
	assert_string_equal(c.path, "d");
	assert_int_equal(ota_log_change(&c, text, len, &at), 0);
	assert_null(c.commit.hex);
}

static void wrong_changes(void **state)
{
	static const char text[] = A "\0:000000 100644 " B " " A " A\0ab\0";
	struct ota_log_change c;
	size_t at;

	(void)state;
	for (size_t len = 1; len < sizeof(text) - 1; len++) {
		if (len == 41)
			continue; /* a commit without changes */
		c = (struct ota_log_change){ 0 };
		at = 0;
		assert_int_equal(ota_log_change(&c, text, len, &at), ERR_PARSE);
	}
	c = (struct ota_log_change){ 0 };
	at = 41;
	assert_int_equal(
		ota_log_change(&c, text, sizeof(text) - 1, &at), ERR_PARSE);
}

static void objects_say_their_length(void **state)
{
	static const char text[] =
		A " blob 4\na\n\0b\n" B " missing\n" A " commit 0\n\n";
	struct ota_log_object o;
	size_t at = 0, len = sizeof(text) - 1;

	(void)state;
	assert_int_equal(ota_log_object(&o, text, len, &at, true), 0);
	assert_string_equal(o.type, "blob");
	assert_int_equal(o.size, 4);
	assert_memory_equal(o.data, "a\n\0b", 4);
	assert_int_equal(ota_log_object(&o, text, len, &at, true), 0);
	assert_string_equal(o.type, "missing");
	assert_null(o.data);
	assert_int_equal(ota_log_object(&o, text, len, &at, true), 0);
	assert_int_equal(o.size, 0);
	assert_int_equal(ota_log_object(&o, text, len, &at, true), 0);
	assert_null(o.name.hex);
}

static void wrong_objects(void **state)
{
	static const char *const wrong[] = { A " blob 5\nabc\n",
		A " blob 99999999999999999999\n", A " blob -1\n", A " blob\n",
		A "\n", A " blob 1\nab", "HEAD missing\n" };
	struct ota_log_object o;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		size_t at = 0;

		assert_int_equal(ota_log_object(&o, wrong[i], strlen(wrong[i]),
					 &at, true),
			ERR_PARSE);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commits_end_with_the_text),
		cmocka_unit_test(wrong_commits),
		cmocka_unit_test(changes_keep_any_name),
		cmocka_unit_test(wrong_changes),
		cmocka_unit_test(objects_say_their_length),
		cmocka_unit_test(wrong_objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
