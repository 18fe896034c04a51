/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/problem.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void keeps_order_within_a_place(void **state)
{
	struct problem_list list = { 0 };

	(void)state;
	problem_add(&list, PROBLEM_NOTE, 3, 1, "c%d", 1);
	problem_add(&list, PROBLEM_ERROR, 1, 9, "b");
	problem_add(&list, PROBLEM_WARNING, 3, 1, "c2");
	problem_add(&list, PROBLEM_ERROR, 1, 2, "a");
	problem_sort(&list);
	assert_string_equal(list.v[0].words, "a");
	assert_string_equal(list.v[1].words, "b");
	assert_string_equal(list.v[2].words, "c1");
	assert_string_equal(list.v[3].words, "c2");
	assert_int_equal(problem_count(&list, PROBLEM_ERROR), 2);
	assert_int_equal(problem_count(&list, PROBLEM_NOTE), 1);
	problem_release(&list);
	assert_null(list.v);
}

static void is_bounded(void **state)
{
	struct problem_list list = { .max = 2 };

	(void)state;
	for (int i = 0; i < 5; i++)
		problem_add(&list, PROBLEM_ERROR, 1, 1, "x");
	assert_int_equal(list.n, 2);
	assert_true(problem_is_full(&list));
	assert_true(list.more);
	problem_release(&list);
	for (int i = 0; i < PROBLEM_MAX; i++)
		problem_add(&list, PROBLEM_ERROR, 1, 1, "x");
	assert_true(problem_is_full(&list));
	assert_false(list.more);
	problem_release(&list);
}

static void names_levels(void **state)
{
	(void)state;
	assert_string_equal(problem_level_name(PROBLEM_ERROR), "error");
	assert_string_equal(problem_level_name(PROBLEM_WARNING), "warning");
	assert_string_equal(problem_level_name(PROBLEM_NOTE), "note");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_order_within_a_place),
		cmocka_unit_test(is_bounded),
		cmocka_unit_test(names_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
