/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "groups_case.h"

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

/* A text's own brackets and lines are no marks. */
static void cannot_be_forged(void **state)
{
	static const char a[] = "# [-H-]\n\nWe {+keep+} s\xCC\xB6 [steps.\n";
	static const char b[] = "# [-H-]\n\nWe {+keep+} s\xCC\xB6 ] data.\n\n"
				"+} x [-y-]\n";
	const struct redline_look look = { 1, false, NULL };
	struct redline r = { 0 };
	struct str out = { 0 };

	(void)state;
	redline_make(&r, a, strlen(a), b, strlen(b));
	assert_int_equal(redline_write_terminal(&out, &r, &look), 0);
	assert_string_equal(out.p,
		"@@ changed: line 3, now line 3; [ -H- ] @@\n  # [ -H- ]\n"
		"~ We { +keep+ } s[U+0336] [-[steps-]{+] data+}.\n"
		"@@ added: now line 5; [ -H- ] @@\n+ + } x [ -y- ]\n");
	redline_release(&r);
	str_release(&out);
}

static void coarse_is_told(void **state)
{
	const struct redline_look look = { 1, false, NULL };
	struct str a = { 0 }, b = { 0 }, out = { 0 };
	struct redline r = { 0 };

	(void)state;
	groups_make(&a, &b);
	redline_make(&r, a.p, a.len, b.p, b.len);
	assert_int_equal(redline_write_terminal(&out, &r, &look), 0);
	assert_non_null(strstr(out.p, "\n  (marked as a whole: "));
	redline_release(&r);
	str_release(&a);
	str_release(&b);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_are_written),
		cmocka_unit_test(cannot_be_forged),
		cmocka_unit_test(coarse_is_told),
		cmocka_unit_test(fence_is_longer_than_any_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
