/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/column.h"
#include "base/err.h"

static void any_values_come_back(void **state)
{
	static const int64_t values[] = { 0, -1, 1, INT64_MAX, INT64_MIN, 5, 5,
		INT64_MIN, INT64_MAX, 1536000000000000000 };
	enum { N = sizeof(values) / sizeof(values[0]) };
	int64_t back[N];
	struct str out = { 0 };
	const unsigned char *at;

	(void)state;
	assert_int_equal(column_put(&out, values, N), 0);
	at = (const unsigned char *)out.p;
	assert_int_equal(column_get(back, N, &at, at + out.len), 0);
	assert_memory_equal(back, values, sizeof(values));
	assert_ptr_equal(at, out.p + out.len);
	for (size_t len = 0; len < out.len; len++) {
		at = (const unsigned char *)out.p;
		assert_int_equal(
			column_get(back, N, &at, at + len), ERR_CORRUPT);
		assert_ptr_equal(at, out.p);
	}
	str_release(&out);
}

static void endless_number(void **state)
{
	static const unsigned char bytes[16] = { 255, 255, 255, 255, 255, 255,
		255, 255, 255, 255, 255, 255, 255, 255, 255, 255 };
	const unsigned char *at = bytes;
	int64_t v;

	(void)state;
	assert_int_equal(
		column_get(&v, 1, &at, bytes + sizeof(bytes)), ERR_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_values_come_back),
		cmocka_unit_test(endless_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
