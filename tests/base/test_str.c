/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"

static void appends(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 0);
	assert_string_equal(s.p, "");
	assert_int_equal(str_puts(&s, "one"), 0);
	assert_int_equal(str_putc(&s, ' '), 0);
	assert_int_equal(str_add(&s, "t\0o", 3), 0);
	assert_int_equal(str_printf(&s, " %d%s", 3, "!"), 0);
	assert_int_equal(s.len, 10);
	assert_memory_equal(s.p, "one t\0o 3!", 11);
	assert_int_equal(str_add(&s, NULL, 0), 0);
	assert_int_equal(str_check(&s, "it"), 0);
	str_cut(&s, 3);
	assert_true(str_is(&s, "one"));
	assert_false(str_is(&s, "on"));
	assert_false(str_is(&s, "ones"));
	str_cut(&s, 99);
	assert_true(str_is(&s, "one"));
	str_release(&s);
	str_release(&s);
	assert_null(s.p);
}

static void zeroed_is_empty(void **state)
{
	struct str s = { 0 };
	char *p;

	(void)state;
	assert_true(str_is(&s, ""));
	p = str_take(&s);
	assert_string_equal(p, "");
	free(p);
	str_clear(&s);
	assert_string_equal(s.p, "");
	str_release(&s);
	assert_int_equal(str_printf(&s, "%s", ""), 0);
	assert_string_equal(s.p, "");
	str_release(&s);
}

static void ceiling(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 5);
	assert_int_equal(str_puts(&s, "12345"), 0);
	assert_false(s.over);
	assert_int_equal(str_putc(&s, '6'), ERR_LIMIT);
	assert_true(s.over);
	assert_string_equal(s.p, "12345");
	/* One refused append refuses all that follow. */
	str_cut(&s, 0);
	assert_int_equal(str_putc(&s, 'x'), ERR_LIMIT);
	assert_int_equal(str_printf(&s, "y"), ERR_LIMIT);
	assert_int_equal(str_reserve(&s, 0), ERR_LIMIT);
	assert_int_equal(s.len, 0);
	assert_int_equal(str_check(&s, "the page"), ERR_LIMIT);
	assert_string_equal(err_message(), "the page is larger than 5 bytes");
	str_clear(&s);
	assert_int_equal(str_check(&s, "the page"), 0);
	assert_int_equal(str_printf(&s, "%d", 123456), ERR_LIMIT);
	assert_string_equal(s.p, "");
	str_clear(&s);
	assert_int_equal(str_printf(&s, "%d", 12345), 0);
	assert_true(str_is(&s, "12345"));
	str_clear(&s);
	assert_int_equal(str_add(&s, "x", SIZE_MAX), ERR_LIMIT);
	str_release(&s);
}

static void default_ceiling(void **state)
{
	struct str s = { 0 };

	(void)state;
	assert_int_equal(str_reserve(&s, STR_MAX), 0);
	assert_int_equal(str_reserve(&s, (size_t)STR_MAX + 1), ERR_LIMIT);
	str_release(&s);
}

static void in_place(void **state)
{
	struct str s;
	char *p;

	(void)state;
	str_init(&s, 100);
	assert_int_equal(str_reserve(&s, 10), 0);
	memcpy(s.p, "0123456789", 10);
	str_added(&s, 4);
	assert_true(str_is(&s, "0123"));
	assert_int_equal(s.p[4], '\0');
	p = str_take(&s);
	assert_string_equal(p, "0123");
	free(p);
	/* The ceiling stays when the bytes are given away. */
	assert_int_equal(str_reserve(&s, 101), ERR_LIMIT);
	str_release(&s);
}

static void long_texts(void **state)
{
	struct str s = { 0 };

	(void)state;
	for (int i = 0; i < 100000; i++)
		assert_int_equal(str_printf(&s, "%d,", i % 10), 0);
	assert_int_equal(s.len, 200000);
	assert_int_equal(strlen(s.p), 200000);
	assert_int_equal(str_printf(&s, "%01000d", 7), 0);
	assert_int_equal(s.len, 201000);
	assert_int_equal(s.p[200999], '7');
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(appends),
		cmocka_unit_test(zeroed_is_empty),
		cmocka_unit_test(ceiling),
		cmocka_unit_test(default_ceiling),
		cmocka_unit_test(in_place),
		cmocka_unit_test(long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
