/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/rand.h"

/* Chance makes two of these alike once in 2^256 runs. */
static void differ(void **state)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 }, zero[32] = { 0 };

	(void)state;
	assert_int_equal(rand_bytes(a, sizeof(a)), 0);
	assert_int_equal(rand_bytes(b, sizeof(b)), 0);
	assert_memory_not_equal(a, b, sizeof(a));
	assert_memory_not_equal(a, zero, sizeof(a));
}

/* Just as many as asked for, and none is left out of a large request. */
static void all_filled(void **state)
{
	static unsigned char large[1 << 20];
	unsigned char small[3] = { 7, 7, 7 };
	size_t seen[256] = { 0 };

	(void)state;
	assert_int_equal(rand_bytes(small + 1, 1), 0);
	assert_int_equal(small[0], 7);
	assert_int_equal(small[2], 7);
	assert_int_equal(rand_bytes(small, 0), 0);
	assert_int_equal(small[0], 7);
	assert_int_equal(rand_bytes(large, sizeof(large)), 0);
	for (size_t i = 0; i < sizeof(large); i++)
		seen[large[i]]++;
	/* 4096 expected of each, give or take 64: twenty times that. */
	for (int i = 0; i < 256; i++)
		assert_in_range(seen[i], 4096 - 1280, 4096 + 1280);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(differ),
		cmocka_unit_test(all_filled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
