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
	struct intern words = { 0 };
	const struct redline_place all = { 0, 2, 0 }, first = { 0, 1, 0 };
	size_t found = 9;

	(void)state;
	blocks_split(&x, a, strlen(a));
	blocks_split(&y, b, strlen(b));
	redline_bags_make(&p, &x, none, &words);
	redline_bags_make(&q, &y, none, &words);
	assert_int_equal(p.v[0].n, 4);
	assert_int_equal(redline_bag_common(&p, 0, &q, 1), 3);
	assert_int_equal(redline_bag_common(&p, 1, &q, 1), 0);
	redline_index_make(&index, &q, words.n);
	for (int twice = 0; twice < 2; twice++)
		assert_true(
			redline_index_find(&found, &index, &p, 0, &all, none));
	assert_int_equal(found, 1);
	assert_false(redline_index_find(&found, &index, &p, 1, &all, none));
	assert_false(redline_index_find(&found, &index, &p, 0, &first, none));
	intern_release(&words);
	redline_bags_make(&p, &x, taken, &words);
	assert_int_equal(p.v[0].n, 0);
	redline_index_release(&index);
	intern_release(&words);
	redline_bags_release(&p);
	redline_bags_release(&q);
	blocks_release(&x);
	blocks_release(&y);
}

/* Of blocks with as many of its words, the nearest. */
static void nearest_is_found(void **state)
{
	static const char a[] = "red cat\n";
	static const char b[] = "a cat\n\na red cat\n\nno\n\nred cat\n";
	const size_t none[] = { SIZE_MAX, SIZE_MAX, SIZE_MAX, SIZE_MAX };
	struct blocks x = { 0 }, y = { 0 };
	struct redline_bags p = { 0 }, q = { 0 };
	struct redline_index index = { 0 };
	struct intern words = { 0 };

	(void)state;
	blocks_split(&x, a, strlen(a));
	blocks_split(&y, b, strlen(b));
	redline_bags_make(&p, &x, none, &words);
	redline_bags_make(&q, &y, none, &words);
	redline_index_make(&index, &q, words.n);
	for (size_t near = 0; near < 5; near++) {
		const struct redline_place place = { 0, 4, near };
		size_t found = 9;

		assert_true(redline_index_find(
			&found, &index, &p, 0, &place, none));
		assert_int_equal(found, near < 3 ? 1 : 3);
	}
	redline_index_release(&index);
	intern_release(&words);
	redline_bags_release(&p);
	redline_bags_release(&q);
	blocks_release(&x);
	blocks_release(&y);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_shared),
		cmocka_unit_test(nearest_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
