/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_bag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void words_are_shared(void **state)
{
	static const char a[] = "the red cat sat\n\nnothing\n";
	static const char b[] = "other\n\na red cat, the cat\n";
	const size_t none[] = { SIZE_MAX, SIZE_MAX }, taken[] = { 0, SIZE_MAX };
	struct blocks x = { 0 }, y = { 0 };
	struct redline_bags p = { 0 }, q = { 0 };
	struct redline_index index = { 0 };
	size_t found = 9;

	(void)state;
	blocks_split(&x, a, strlen(a));
	blocks_split(&y, b, strlen(b));
	redline_bags_make(&p, &x, none, 7);
	redline_bags_make(&q, &y, none, 7);
	assert_int_equal(p.v[0].n, 4);
	assert_int_equal(redline_bag_common(&p, 0, &q, 1), 3);
	assert_int_equal(redline_bag_common(&p, 1, &q, 1), 0);
	redline_index_make(&index, &q);
	for (int twice = 0; twice < 2; twice++)
		assert_true(
			redline_index_find(&found, &index, &p, 0, 0, 2, none));
	assert_int_equal(found, 1);
	assert_false(redline_index_find(&found, &index, &p, 1, 0, 2, none));
	assert_false(redline_index_find(&found, &index, &p, 0, 0, 1, none));
	redline_bags_make(&p, &x, taken, 7);
	assert_int_equal(p.v[0].n, 0);
	redline_index_release(&index);
	redline_bags_release(&p);
	redline_bags_release(&q);
	blocks_release(&x);
	blocks_release(&y);
}

static void hash_sees_every_byte(void **state)
{
	char text[20] = "nineteen bytes long";
	uint64_t h = redline_bag_hash(1, text, 19);

	(void)state;
	assert_true(h != redline_bag_hash(2, text, 19));
	for (size_t i = 0; i < 19; i++) {
		text[i] ^= 1;
		assert_true(h != redline_bag_hash(1, text, 19));
		text[i] ^= 1;
	}
	assert_true(h == redline_bag_hash(1, text, 19));
	assert_true(
		redline_bag_hash(1, "a", 1) != redline_bag_hash(1, "a\0", 2));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_shared),
		cmocka_unit_test(hash_sees_every_byte),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
