/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/layout_columns.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

static double share(double *widths, const double *cells, size_t rows,
	const double *least, size_t n, double room)
{
	const struct layout_columns c = { .n = n,
		.rows = rows,
		.cells = cells,
		.least = least,
		.room = room };
	double sum = 0;

	layout_columns_share(widths, &c);
	for (size_t i = 0; i < n; i++) {
		assert_true(widths[i] > 0);
		sum += widths[i];
	}
	assert_true(fabs(sum - room) < 0.01);
	return sum;
}

/* All fits: what is left goes by length. */
static void test_roomy(void **state)
{
	const double cells[] = { 10, 30, 20, 30 }, least[] = { 10, 10 };
	double w[2];

	(void)state;
	share(w, cells, 2, least, 2, 200);
	assert_true(w[0] >= 20 && w[1] >= 30 && w[1] > w[0]);
}

/* One long column takes what the short ones do not need. */
static void test_long_column(void **state)
{
	const double cells[] = { 40, 900, 30, 50, 900, 30 };
	const double least[] = { 20, 60, 30 };
	double w[3];

	(void)state;
	share(w, cells, 2, least, 3, 400);
	assert_true(w[0] < 110);
	assert_true(w[1] > 230);
	assert_true(w[2] >= 30);
}

/* A column that cannot become a line shorter leaves the room to others. */
static void test_no_gain(void **state)
{
	const double cells[] = { 100, 300 }, least[] = { 50, 160 };
	double w[2];

	(void)state;
	share(w, cells, 1, least, 2, 300);
	assert_true(w[0] >= 85);
}

static void test_too_narrow(void **state)
{
	const double cells[] = { 20, 500, 500 }, least[] = { 20, 300, 200 };
	double w[3];

	(void)state;
	share(w, cells, 1, least, 3, 220);
	assert_true(w[0] >= 19.9);
	assert_true(fabs(w[1] - w[2]) < 1);
}

static void test_no_rows(void **state)
{
	const double least[] = { 9, 9 };
	double w[2];

	(void)state;
	share(w, NULL, 0, least, 2, 100);
	assert_true(fabs(w[0] - w[1]) < 0.01);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roomy),
		cmocka_unit_test(test_long_column),
		cmocka_unit_test(test_no_gain),
		cmocka_unit_test(test_too_narrow),
		cmocka_unit_test(test_no_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
