/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/mdlink.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void targets_end(void **state)
{
	char deep[40];

	(void)state;
	assert_int_equal(mdlink_target("", 0), 0);
	assert_int_equal(mdlink_target("x(a)", 4), 0);
	assert_int_equal(mdlink_target("(a) b", 5), 3);
	assert_int_equal(mdlink_target("(a(b)c) d", 9), 7);
	assert_int_equal(mdlink_target("(a\\)b) c", 8), 6);
	assert_int_equal(mdlink_target("(a\nb)", 5), 0);
	assert_int_equal(mdlink_target("(a", 2), 0);
	memset(deep, '(', sizeof(deep));
	memset(deep + 20, ')', 20);
	assert_int_equal(mdlink_target(deep, sizeof(deep)), 0);
}

static void targets_are_found(void **state)
{
	static const char text[] = "see [a](http://b/c) or (d)";
	const size_t len = sizeof(text) - 1;
	size_t from = 9;

	(void)state;
	assert_int_equal(mdlink_around(&from, text, len, 12), 10);
	assert_int_equal(from, 8);
	assert_int_equal(mdlink_around(&from, text, len, 8), 10);
	assert_int_equal(mdlink_around(&from, text, len, 17), 10);
	assert_int_equal(mdlink_around(&from, text, len, 18), 0);
	assert_int_equal(from, 0);
	assert_int_equal(mdlink_around(&from, text, len, 0), 0);
	assert_int_equal(mdlink_around(&from, text, len, 5), 0);
	assert_int_equal(mdlink_around(&from, text, len, 24), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_end),
		cmocka_unit_test(targets_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
