/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/digits.h"

static bool whole(int64_t *out, const char *text, int64_t max)
{
	return digits_read(out, text, strlen(text), max);
}

static void digits_only(void **state)
{
	static const char *const wrong[] = { "", " 1", "+1", "-1", "1 ", "1.0",
		"0x1", "1e3", "\xD9\xA1" };
	int64_t v = -5;

	(void)state;
	assert_true(whole(&v, "0", 10));
	assert_int_equal(v, 0);
	assert_true(whole(&v, "0007", 10));
	assert_int_equal(v, 7);
	assert_true(digits_read(&v, "42abc", 2, 100));
	assert_int_equal(v, 42);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(whole(&v, wrong[i], 100));
	assert_int_equal(v, 42);
}

static void up_to_the_limit(void **state)
{
	int64_t v = 0;

	(void)state;
	assert_true(whole(&v, "9223372036854775807", INT64_MAX));
	assert_int_equal(v, INT64_MAX);
	assert_false(whole(&v, "9223372036854775808", INT64_MAX));
	assert_false(whole(&v, "99999999999999999999999999", INT64_MAX));
	assert_true(whole(&v, "255", 255));
	assert_false(whole(&v, "256", 255));
	assert_true(whole(&v, "3", 3));
	assert_false(whole(&v, "9", 3));
	assert_false(whole(&v, "1", 0));
}

static bool epoch(int64_t *ns, size_t *decimals, const char *text, int64_t unit)
{
	return digits_epoch(ns, decimals, text, strlen(text), unit);
}

static void epochs(void **state)
{
	size_t n = 0;
	int64_t v = 0;

	(void)state;
	assert_true(epoch(&v, &n, "1536048591", 1000000000));
	assert_int_equal(v, INT64_C(1536048591000000000));
	assert_int_equal(n, 0);
	assert_true(epoch(&v, &n, "1536048591.25", 1000000000));
	assert_int_equal(v, INT64_C(1536048591250000000));
	assert_int_equal(n, 2);
	assert_true(epoch(&v, &n, "1536048591222.5", 1000000));
	assert_int_equal(v, INT64_C(1536048591222500000));
	assert_true(epoch(&v, &n, "1.999999999", 1000000000));
	assert_int_equal(v, 1999999999);
	assert_false(epoch(&v, &n, "1.", 1000000000));
	assert_false(epoch(&v, &n, ".5", 1000000000));
	assert_false(epoch(&v, &n, "1.1234567890", 1000000000));
	assert_false(epoch(&v, &n, "1.2.3", 1000000000));
	assert_false(epoch(&v, &n, "9223372036854", 1000000000));
	assert_false(epoch(&v, &n, "9223372036855", 1000000000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_only),
		cmocka_unit_test(up_to_the_limit),
		cmocka_unit_test(epochs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
