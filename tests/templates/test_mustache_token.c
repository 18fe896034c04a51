/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/mustache_token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static struct mustache_tokens read_tokens(const char *text)
{
	struct mustache_tokens t = { 0 };

	assert_int_equal(mustache_tokens_read(&t, text, strlen(text), "t"), 0);
	return t;
}

static void token_is(const struct mustache_tokens *t, size_t i,
	enum mustache_kind kind, const char *text)
{
	assert_true(i < t->n);
	assert_int_equal(t->v[i].kind, kind);
	assert_int_equal(t->v[i].len, strlen(text));
	assert_memory_equal(t->v[i].text, text, strlen(text));
}

static void test_kinds(void **state)
{
	struct mustache_tokens t = read_tokens(
		"a{{b}}{{{c}}}{{& d }}{{#e}}{{^f}}{{/f}}{{/e}}{{>g}}{{!h}}i");

	(void)state;
	assert_int_equal(t.n, 10);
	token_is(&t, 0, MUSTACHE_TEXT, "a");
	token_is(&t, 1, MUSTACHE_VARIABLE, "b");
	token_is(&t, 2, MUSTACHE_RAW, "c");
	token_is(&t, 3, MUSTACHE_RAW, "d");
	token_is(&t, 4, MUSTACHE_SECTION, "e");
	assert_int_equal(t.v[4].close, 7);
	token_is(&t, 5, MUSTACHE_INVERTED, "f");
	assert_int_equal(t.v[5].close, 6);
	token_is(&t, 8, MUSTACHE_PARTIAL, "g");
	assert_null(t.v[8].indent);
	token_is(&t, 9, MUSTACHE_TEXT, "i");
	mustache_tokens_release(&t);
}

static void test_alone_on_line(void **state)
{
	struct mustache_tokens t =
		read_tokens("a\r\n  {{! c }}  \r\nb\n\t{{>p}}\nx {{!d}}\n");

	(void)state;
	assert_int_equal(t.n, 5);
	token_is(&t, 0, MUSTACHE_TEXT, "a\r\n");
	token_is(&t, 1, MUSTACHE_TEXT, "b\n");
	token_is(&t, 2, MUSTACHE_PARTIAL, "p");
	assert_int_equal(t.v[2].indent_len, 1);
	assert_memory_equal(t.v[2].indent, "\t", 1);
	token_is(&t, 3, MUSTACHE_TEXT, "x ");
	token_is(&t, 4, MUSTACHE_TEXT, "\n");
	mustache_tokens_release(&t);
}

static void test_delimiters(void **state)
{
	struct mustache_tokens t = read_tokens("{{=<% %>=}}{{a}}<%b%><%={{ "
					       "}}=%>{{c}}");

	(void)state;
	assert_int_equal(t.n, 3);
	token_is(&t, 0, MUSTACHE_TEXT, "{{a}}");
	token_is(&t, 1, MUSTACHE_VARIABLE, "b");
	token_is(&t, 2, MUSTACHE_VARIABLE, "c");
	mustache_tokens_release(&t);
}

static void test_nul_bytes(void **state)
{
	struct mustache_tokens t = { 0 };

	(void)state;
	assert_int_equal(mustache_tokens_read(&t, "\0{{\0}}\0", 7, "t"), 0);
	assert_int_equal(t.n, 3);
	assert_int_equal(t.v[1].kind, MUSTACHE_VARIABLE);
	assert_int_equal(t.v[1].len, 1);
	mustache_tokens_release(&t);
}

static void test_refused(void **state)
{
	struct mustache_tokens t = { 0 };

	(void)state;
	assert_int_equal(
		mustache_tokens_read(&t, "\n {{#a}}", 8, "t"), ERR_PARSE);
	assert_string_equal(err_message(),
		"t, line 2, column 2: nothing closes the section 'a'");
	assert_null(t.v);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_alone_on_line),
		cmocka_unit_test(test_delimiters),
		cmocka_unit_test(test_nul_bytes),
		cmocka_unit_test(test_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
