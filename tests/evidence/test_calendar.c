/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/calendar.h"

static int first(const struct calendar *c, int year, int month, int day)
{
	const struct civil changed = {
		.year = year, .month = month, .day = day
	};

	return calendar_first(c, &changed);
}

static void one_year(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(calendar_step(&c, 3, 1), 0);
	assert_int_equal(calendar_step(&c, 7, 16), 0);
	assert_int_equal(calendar_step(&c, 7, 16), 0);
	assert_int_equal(calendar_step(&c, 12, 31), 0);
	assert_int_equal(first(&c, 2026, 12, 31), 2026);
	assert_int_equal(first(&c, 2027, 1, 1), 2026);
	assert_int_equal(first(&c, 2026, 12, 30), 2025);
}

static void turns(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(calendar_step(&c, 12, 30), 0);
	assert_int_equal(calendar_step(&c, 1, 2), 1);
	assert_int_equal(calendar_step(&c, 11, 2), 1);
	assert_int_equal(calendar_step(&c, 2, 2), 2);
	assert_int_equal(first(&c, 2026, 2, 3), 2024);
}

/* Lines a few days out of order turn nothing. */
static void disorder(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(calendar_step(&c, 7, 31), 0);
	assert_int_equal(calendar_step(&c, 8, 1), 0);
	assert_int_equal(calendar_step(&c, 7, 31), 0);
	assert_int_equal(calendar_step(&c, 8, 2), 0);
	assert_int_equal(calendar_step(&c, 12, 31), 0);
	assert_int_equal(calendar_step(&c, 1, 1), 1);
	assert_int_equal(calendar_step(&c, 12, 31), 0);
	assert_int_equal(calendar_step(&c, 1, 2), 1);
}

static void late_first(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(calendar_step(&c, 1, 1), 0);
	assert_int_equal(calendar_step(&c, 12, 31), -1);
	assert_int_equal(calendar_step(&c, 1, 2), 0);
	assert_int_equal(first(&c, 2026, 1, 5), 2026);
}

static void leap_year(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(calendar_step(&c, 2, 28), 0);
	assert_int_equal(calendar_step(&c, 2, 29), 0);
	assert_int_equal(calendar_step(&c, 3, 1), 0);
	assert_int_equal(first(&c, 2026, 11, 24), 2024);
	c = (struct calendar){ 0 };
	assert_int_equal(calendar_step(&c, 12, 1), 0);
	assert_int_equal(calendar_step(&c, 2, 29), 1);
	assert_int_equal(first(&c, 2026, 11, 24), 2023);
}

static void nothing_seen(void **state)
{
	struct calendar c = { 0 };

	(void)state;
	assert_int_equal(first(&c, 2026, 1, 1), 2026);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_year),
		cmocka_unit_test(turns),
		cmocka_unit_test(disorder),
		cmocka_unit_test(late_first),
		cmocka_unit_test(leap_year),
		cmocka_unit_test(nothing_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
