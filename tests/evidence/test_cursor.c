/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/cursor.h"

static struct cursor over(const char *text)
{
	return (struct cursor){ text, text + strlen(text) };
}

static void words(void **state)
{
	struct cursor c = over("  one  two");
	char text[4];

	(void)state;
	assert_int_equal(cursor_word(&c, text, sizeof(text)), 3);
	assert_string_equal(text, "one");
	assert_int_equal(cursor_word(&c, text, 3), 2);
	assert_string_equal(text, "tw");
	assert_int_equal(cursor_word(&c, text, sizeof(text)), 0);
	assert_string_equal(text, "");
	assert_int_equal(cursor_left(&c), 0);
}

static void fields(void **state)
{
	struct cursor c = over("a\t\tb");
	char text[4];

	(void)state;
	assert_int_equal(cursor_until(&c, '\t', text, sizeof(text)), 1);
	assert_int_equal(cursor_until(&c, '\t', text, sizeof(text)), 0);
	assert_int_equal(cursor_until(&c, '\t', text, sizeof(text)), 1);
	assert_string_equal(text, "b");
	assert_int_equal(cursor_until(&c, '\t', text, sizeof(text)), 0);
}

static void passing(void **state)
{
	struct cursor c = over("query: x query: y");

	(void)state;
	assert_false(cursor_pass(&c, "reply"));
	assert_true(cursor_starts(&c, "query"));
	assert_true(cursor_pass(&c, "query: "));
	assert_true(cursor_find(&c, "query: "));
	assert_int_equal(cursor_left(&c), 1);
	assert_false(cursor_find(&c, "query: "));
	assert_int_equal(cursor_left(&c), 1);
	assert_false(cursor_starts(&c, "y and more"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words),
		cmocka_unit_test(fields),
		cmocka_unit_test(passing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
