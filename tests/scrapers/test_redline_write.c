/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char old[] = "# H\n\nWe keep your steps <b> for long.\n\nWent.\n";
static const char new[] = "# H\n\nWe keep your \033[1mdata <b> for long.\n\n"
			  "Some other words came.\n";

static void signs_are_written(void **state)
{
	const struct redline_look look = { 1, false, NULL };
	struct redline r = { 0 };
	struct str out = { 0 };
	size_t blank;

	(void)state;
	redline_make(&r, old, strlen(old), new, strlen(new));
	assert_int_equal(redline_count(&blank, &r), 3);
	assert_int_equal(blank, 0);
	assert_int_equal(redline_write_terminal(&out, &r, &look), 0);
	assert_string_equal(out.p,
		"@@ changed: line 3, now line 3; H @@\n  # H\n"
		"~ We keep your [-steps-]{+\\x1B[1mdata+} <b> for long.\n"
		"@@ deleted: line 5; H @@\n- Went.\n"
		"@@ added: now line 5; H @@\n+ Some other words came.\n");
	redline_release(&r);
	str_release(&out);
}

static void fence_is_longer_than_any_inside(void **state)
{
	const struct redline_look look = { 1, true, NULL };
	struct redline r = { 0 };
	struct str out = { 0 };

	(void)state;
	redline_make(&r, "", 0, "````\n", 5);
	assert_int_equal(redline_write_markdown(&out, &r, &look), 0);
	assert_non_null(strstr(out.p, "`````diff\n"));
	assert_null(strstr(out.p, "\033"));
	redline_release(&r);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_are_written),
		cmocka_unit_test(fence_is_longer_than_any_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
