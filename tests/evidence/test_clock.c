/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/clock.h"

/* The reading as one number per part, or -1. */
static void expect(const char *pattern, const char *text, int date, int time,
	int nanosecond, enum observation_precision precision)
{
	enum observation_precision got;
	struct civil c;

	assert_int_equal(clock_check(pattern), 0);
	assert_true(clock_read(&c, &got, pattern, text));
	assert_int_equal(c.year * 10000 + c.month * 100 + c.day, date);
	assert_int_equal(c.hour * 10000 + c.minute * 100 + c.second, time);
	assert_int_equal(c.nanosecond, nanosecond);
	assert_int_equal(got, precision);
}

static void patterns(void **state)
{
	(void)state;
	expect("Y-m-d H:M:S", "2026-09-14 08:12:40", 20260914, 81240, 0,
		OBSERVATION_PRECISION_S);
	expect("d/m/Y H:M", "14/9/2026 8:12", 20260914, 81200, 0,
		OBSERVATION_PRECISION_MIN);
	expect("m/d/Y I:M:S p", "9/14/2026 8:12:40 PM", 20260914, 201240, 0,
		OBSERVATION_PRECISION_S);
	expect("m/d/Y I:M p", "9/14/2026 12:05 am", 20260914, 500, 0,
		OBSERVATION_PRECISION_MIN);
	expect("m/d/Y I:M p", "9/14/2026 12:05 pm", 20260914, 120500, 0,
		OBSERVATION_PRECISION_MIN);
	expect("Y-m-dTH:M:S.f", "2026-09-14T08:12:40.125", 20260914, 81240,
		125000000, OBSERVATION_PRECISION_MS);
	expect("Y-m-d H:M:S,f", "2026-09-14 08:12:40,123456", 20260914, 81240,
		123456000, OBSERVATION_PRECISION_US);
	expect("Y-m-d H", "2026-09-14 08", 20260914, 80000, 0,
		OBSERVATION_PRECISION_HOUR);
	expect("d.m.Y", "14.09.2026", 20260914, 0, 0,
		OBSERVATION_PRECISION_DAY);
	expect("YmdHMS", "20260914081240", 20260914, 81240, 0,
		OBSERVATION_PRECISION_S);
}

static void refused(void **state)
{
	static const struct {
		const char *pattern, *text;
	} wrong[] = {
		{ "Y-m-d H:M:S", "" },
		{ "Y-m-d H:M:S", "2026-09-14" },
		{ "Y-m-d", "2026-09-14 08:12" },
		{ "Y-m-d", "26-09-14" },
		{ "Y-m-d", "2026-02-30" },
		{ "Y-m-d", "2026-13-01" },
		{ "Y-m-d H:M", "2026-09-14 24:00" },
		{ "Y-m-d H:M", "2026-09-14 08:60" },
		{ "Y-m-d H:M:S", "2026-09-14 08:12:61" },
		{ "m/d/Y I:M p", "9/14/2026 13:05 pm" },
		{ "m/d/Y I:M p", "9/14/2026 0:05 am" },
		{ "m/d/Y I:M p", "9/14/2026 1:05 xm" },
		{ "Y-m-d H:M:S.f", "2026-09-14 08:12:40." },
	};
	enum observation_precision precision;
	struct civil c;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(clock_read(
			&c, &precision, wrong[i].pattern, wrong[i].text));
}

static void bad_patterns(void **state)
{
	(void)state;
	assert_int_equal(clock_check("d/m/Y X"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "no 'X'"));
	assert_int_equal(clock_check("epoch"), ERR_INVALID);
	assert_int_equal(clock_check("H:M:S"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "needs Y, m and d"));
	assert_int_equal(clock_check("Y-m-d I:M"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "I and p together"));
	assert_int_equal(clock_check("Y-m-d H:m:S"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "'m' twice"));
	assert_int_equal(clock_check("Y-m-d M:S"), ERR_INVALID);
	assert_int_equal(clock_check("Y-m-d H:M.f"), ERR_INVALID);
	assert_int_equal(clock_check("Y-m-d H:S"), ERR_INVALID);
	assert_int_equal(clock_check("Y-m-d H I p"), ERR_INVALID);
	assert_int_equal(clock_check("Y-m-dTH:M:S.f"), 0);
}

static void fractions(void **state)
{
	(void)state;
	assert_int_equal(clock_precision(0), OBSERVATION_PRECISION_S);
	assert_int_equal(clock_precision(1), OBSERVATION_PRECISION_MS);
	assert_int_equal(clock_precision(6), OBSERVATION_PRECISION_US);
	assert_int_equal(clock_precision(7), OBSERVATION_PRECISION_NS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns),
		cmocka_unit_test(refused),
		cmocka_unit_test(bad_patterns),
		cmocka_unit_test(fractions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
