/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css_token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static struct css_reader reader(const char *text)
{
	return (struct css_reader){
		.text = text, .at = text, .end = text + strlen(text)
	};
}

static void ident_is(const char *text, const char *want, const char *rest)
{
	struct css_reader r = reader(text);
	struct str name = { 0 };

	assert_int_equal(css_token_ident(&r, &name, "a name"), 0);
	assert_string_equal(name.p, want);
	assert_string_equal(r.at, rest);
	str_release(&name);
}

static void test_ident(void **state)
{
	(void)state;
	ident_is("ab-1_c.d", "ab-1_c", ".d");
	ident_is("--x y", "--x", " y");
	ident_is("\\31 0a", "10a", "");
	ident_is("\\@a\\:b", "@a:b", "");
	ident_is("\xC3\xA9>", "\xC3\xA9", ">");
	ident_is("\\0", "\xEF\xBF\xBD", "");
	ident_is("\\110000 x", "\xEF\xBF\xBDx", "");
	ident_is("a\\", "a\xEF\xBF\xBD", "");
}

static void test_no_ident(void **state)
{
	struct css_reader r = reader("1a");
	struct str name = { 0 };

	(void)state;
	assert_int_equal(css_token_ident(&r, &name, "a name"), ERR_INVALID);
	assert_string_equal(
		err_message(), "selector '1a': column 1: expected a name");
	str_release(&name);
}

static void string_is(const char *text, const char *want, const char *rest)
{
	struct css_reader r = reader(text);
	struct str value = { 0 };

	str_puts(&value, "");
	assert_int_equal(css_token_string(&r, &value), 0);
	assert_string_equal(value.p, want);
	assert_string_equal(r.at, rest);
	str_release(&value);
}

static void test_string(void **state)
{
	(void)state;
	string_is("'a\"b'c", "a\"b", "c");
	string_is("\"a\\\"b\"", "a\"b", "");
	string_is("'a\\\nb'", "ab", "");
	string_is("'open", "open", "");
}

static void test_broken_string(void **state)
{
	struct css_reader r = reader("'a\nb'");
	struct str value = { 0 };

	(void)state;
	assert_int_equal(css_token_string(&r, &value), ERR_INVALID);
	str_release(&value);
}

static void test_rest(void **state)
{
	struct css_reader r = reader(" \t OddX odd 12,");
	long n = 0;

	(void)state;
	assert_true(css_token_skip_space(&r));
	assert_false(css_token_take_word(&r, "odd"));
	r.at += 5;
	assert_true(css_token_take_word(&r, "ODD"));
	css_token_skip_space(&r);
	assert_true(css_token_number(&r, &n));
	assert_int_equal(n, 12);
	assert_false(css_token_number(&r, &n));
	assert_true(css_token_take(&r, ','));
	assert_false(css_token_take(&r, ','));
	assert_int_equal(css_token_peek(&r, 5), 0);
	assert_false(css_token_skip_space(&r));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ident),
		cmocka_unit_test(test_no_ident),
		cmocka_unit_test(test_string),
		cmocka_unit_test(test_broken_string),
		cmocka_unit_test(test_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
