/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/intern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>
#include <string.h>

enum { MANY = 5000 };

static void numbers_are_told(void **state)
{
	static char texts[MANY][8];
	struct intern t = { 0 };

	(void)state;
	assert_int_equal(intern_id(&t, "", 0), 1);
	assert_int_equal(intern_id(&t, "a", 1), 2);
	assert_int_equal(intern_id(&t, "a\0", 2), 3);
	assert_int_equal(intern_id(&t, "", 0), 1);
	intern_release(&t);
	for (int twice = 0; twice < 2; twice++)
		for (uint32_t i = 0; i < MANY; i++) {
			int n = snprintf(
				texts[i], sizeof(texts[i]), "%u", i % 4000);

			assert_int_equal(intern_id(&t, texts[i], (size_t)n),
				i % 4000 + 1);
		}
	assert_int_equal(t.n, 4000);
	intern_release(&t);
	intern_release(&t);
}

static void hash_sees_every_byte(void **state)
{
	char text[20] = "nineteen bytes long";
	uint64_t h = intern_hash(1, text, 19);

	(void)state;
	assert_true(h != intern_hash(2, text, 19));
	for (size_t i = 0; i < 19; i++) {
		text[i] ^= 1;
		assert_true(h != intern_hash(1, text, 19));
		text[i] ^= 1;
	}
	assert_true(h == intern_hash(1, text, 19));
	assert_true(intern_hash(1, "a", 1) != intern_hash(1, "a\0", 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_told),
		cmocka_unit_test(hash_sees_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
