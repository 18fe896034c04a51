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
	at = (const unsigned char *)out.p;
	assert_int_equal(column_skip(N, &at, at + out.len), 0);
	assert_ptr_equal(at, out.p + out.len);
	for (size_t len = 0; len < out.len; len++) {
		at = (const unsigned char *)out.p;
		assert_int_equal(
			column_get(back, N, &at, at + len), ERR_CORRUPT);
		assert_ptr_equal(at, out.p);
		assert_int_equal(column_skip(N, &at, at + len), ERR_CORRUPT);
		assert_ptr_equal(at, out.p);
	}
	str_release(&out);
}

/* Values of one byte come eight at a time, with others between them. */
static void short_ones_and_long(void **state)
{
	enum { N = 1000 };
	int64_t values[N], back[N];
	struct str out = { 0 };
	const unsigned char *at;

	(void)state;
	for (int i = 0; i < N; i++)
		values[i] = i % 31 == 0 ? i * 1000000007ll : i % 50;
	for (size_t n = 0; n <= N; n += 37) {
		str_clear(&out);
		assert_int_equal(column_put(&out, values, n), 0);
		str_puts(&out, "behind");
		at = (const unsigned char *)out.p;
		assert_int_equal(column_get(back, n, &at, at + out.len), 0);
		assert_memory_equal(back, values, n * sizeof(values[0]));
		assert_string_equal((const char *)at, "behind");
		at = (const unsigned char *)out.p;
		assert_int_equal(column_skip(n, &at, at + out.len), 0);
		assert_string_equal((const char *)at, "behind");
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
		cmocka_unit_test(short_ones_and_long),
		cmocka_unit_test(endless_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
