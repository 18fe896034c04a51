/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/seal.h"

static void numbers_and_bytes_count(void **state)
{
	struct seal_numbers n = { { 1, 2, 3, 4 } };
	struct digest a, b;

	(void)state;
	seal_of(&a, n, "abc", 3);
	for (int i = 0; i < 4; i++) {
		n.v[i] ^= INT64_MIN;
		seal_of(&b, n, "abc", 3);
		assert_false(digest_equal(&a, &b));
		n.v[i] ^= INT64_MIN;
	}
	seal_of(&b, n, "abd", 3);
	assert_false(digest_equal(&a, &b));
	seal_of(&b, n, "abc", 3);
	assert_true(digest_equal(&a, &b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_and_bytes_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
