/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/diff_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void terminal(
	const char *old, const char *new, bool color, const char *want)
{
	struct diff d = { 0 };
	struct str out = { 0 };

	str_puts(&out, "");
	diff_lines(&d, old, strlen(old), new, strlen(new));
	assert_int_equal(diff_write_terminal(&out, &d, color), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
	diff_release(&d);
}

static void words_are_marked(void **state)
{
	(void)state;
	terminal("a\nWe may share your steps now.\nb\nc\n",
		"a\nWe may share your data now.\nb\nc\n", false,
		"@@ changed: 2, now 2 @@\n a\n"
		"-We may share your [-steps-] now.\n"
		"+We may share your {+data+} now.\n b\n c\n");
}

static void marks_span_lines(void **state)
{
	(void)state;
	terminal("one two\nthree four five six\n", "one six\n", false,
		"@@ changed: 1-2, now 1 @@\n"
		"-one [-two-]\n-[-three four five -]six\n+one six\n");
}

static void whole_lines(void **state)
{
	(void)state;
	terminal("a\n", "a\nb\nc\n", false,
		"@@ behind line 1, added: 2-3 @@\n a\n+b\n+c\n");
	terminal("a\nb\n", "b\n", false, "@@ deleted: 1 @@\n-a\n b\n");
	terminal("entirely\n", "other\n", false,
		"@@ changed: 1, now 1 @@\n-entirely\n+other\n");
	terminal("same\n", "same\n", false, "");
}

static void colour_is_an_addition(void **state)
{
	(void)state;
	terminal("x\n", "", true, "@@ deleted: 1 @@\n\033[31m-x\033[0m\n");
}

static void controls_are_shown(void **state)
{
	(void)state;
	terminal("", "a\033[2Jb\n", false,
		"@@ behind line 0, added: 1 @@\n+a\\x1B[2Jb\n");
}

static void markdown_is_fenced(void **state)
{
	struct diff d = { 0 };
	struct str out = { 0 };

	(void)state;
	diff_lines(&d, "", 0, "````\n", 5);
	assert_int_equal(diff_write_markdown(&out, &d), 0);
	assert_string_equal(out.p, "`````diff\n@@ behind line 0, added: 1 @@\n"
				   "+````\n`````\n");
	str_release(&out);
	diff_release(&d);
}

static void json_has_the_parts(void **state)
{
	const char *old = "a\nb c d\n", *new = "a\nb x d\n";
	struct diff d = { 0 };
	struct str out = { 0 };
	cJSON *tree;

	(void)state;
	diff_lines(&d, old, strlen(old), new, strlen(new));
	tree = diff_write_json(&d);
	assert_int_equal(json_canonical(&out, tree), 0);
	assert_string_equal(out.p,
		"{\"changes\":[{\"new\":{\"line\":2,\"lines\":1},"
		"\"old\":{\"line\":2,\"lines\":1},\"parts\":["
		"{\"op\":\"same\",\"text\":\"b \"},"
		"{\"op\":\"deleted\",\"text\":\"c\"},"
		"{\"op\":\"added\",\"text\":\"x\"},"
		"{\"op\":\"same\",\"text\":\" d\\n\"}]}],\"coarse\":false}");
	cJSON_Delete(tree);
	str_release(&out);
	diff_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_marked),
		cmocka_unit_test(marks_span_lines),
		cmocka_unit_test(whole_lines),
		cmocka_unit_test(colour_is_an_addition),
		cmocka_unit_test(controls_are_shown),
		cmocka_unit_test(markdown_is_fenced),
		cmocka_unit_test(json_has_the_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
