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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(targets_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
