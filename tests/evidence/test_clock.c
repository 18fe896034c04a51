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
	struct clock_reading got;
	const struct civil *c = &got.when;

	assert_int_equal(clock_check(pattern), 0);
	assert_true(clock_read(&got, pattern, text));
	assert_int_equal(c->year * 10000 + c->month * 100 + c->day, date);
	assert_int_equal(c->hour * 10000 + c->minute * 100 + c->second, time);
	assert_int_equal(c->nanosecond, nanosecond);
	assert_int_equal(got.precision, precision);
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
	expect("d.m.y H:M", "14.09.26 08:12", 20260914, 81200, 0,
		OBSERVATION_PRECISION_MIN);
	expect("d b Y H:M", "14 SEPT. 2026 08:12", 20260914, 81200, 0,
		OBSERVATION_PRECISION_MIN);
	/* .000 is often left out. */
	expect("Y-m-d H:M:S.f", "2026-09-14 08:12:40", 20260914, 81240, 0,
		OBSERVATION_PRECISION_S);
	expect("Y-m-d H:M:S,fz", "2026-09-14 08:12:40Z", 20260914, 81240, 0,
		OBSERVATION_PRECISION_S);
}

static void offsets(void **state)
{
	static const struct {
		const char *pattern, *text;
		int offset_s;
	} cases[] = {
		{ "d/b/Y:H:M:S z", "14/Sep/2026:08:12:40 +0200", 7200 },
		{ "Y-m-dTH:M:S.fz", "2026-09-14T08:12:40.5-03:30", -12600 },
		{ "Y-m-d H:Mz", "2026-09-14 08:12Z", 0 },
		{ "Y-m-d H:M z", "2026-09-14 08:12 +02", 7200 },
	};
	struct clock_reading got;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(clock_check(cases[i].pattern), 0);
		assert_true(clock_has_offset(cases[i].pattern));
		assert_true(clock_read(&got, cases[i].pattern, cases[i].text));
		assert_true(got.has_offset);
		assert_int_equal(got.offset_s, cases[i].offset_s);
	}
	assert_false(clock_read(&got, "Y-m-d H:Mz", "2026-09-14 08:12"));
	assert_false(clock_read(&got, "Y-m-d H:Mz", "2026-09-14 08:12+2"));
	assert_false(clock_read(&got, "Y-m-d H:Mz", "2026-09-14 08:12+0260"));
	assert_false(clock_has_offset("Y-m-d"));
}

static void pattern_is(const char *text, const char *want)
{
	struct str got = { 0 };

	str_init(&got, 0);
	assert_int_equal(clock_pattern(&got, text), 0);
	assert_string_equal(got.p, want);
	str_release(&got);
}

/* As strftime() has them. */
static void percent_signs(void **state)
{
	struct str got = { 0 };

	(void)state;
	pattern_is("%d/%m/%Y %H:%M:%S", "d/m/Y H:M:S");
	pattern_is("%FT%T.%f%z", "Y-m-dTH:M:S.fz");
	pattern_is("%e %b %y, %I:%M %p", "d b y, I:M p");
	pattern_is("%D %R", "m/d/y H:M");
	pattern_is("Y-m-d", "Y-m-d");
	str_init(&got, 0);
	assert_int_equal(clock_pattern(&got, "%Y-%j"), ERR_INVALID);
	assert_non_null(strstr(err_message(), "'%j' is not known"));
	assert_int_equal(clock_pattern(&got, "%Y-%"), ERR_INVALID);
	str_release(&got);
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
		{ "Y-m-d H:M:S.f", "2026-09-14 08:12:40,5" },
		{ "d.m.y", "14.09.2026" },
		{ "d/b/Y", "14/Foo/2026" },
		{ "d/b/Y", "14/Se/2026" },
	};
	struct clock_reading got;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(clock_read(&got, wrong[i].pattern, wrong[i].text));
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
	assert_int_equal(clock_check("Y-m-d y"), ERR_INVALID);
	assert_int_equal(clock_check("Y-m-b-d"), ERR_INVALID);
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
		cmocka_unit_test(offsets),
		cmocka_unit_test(percent_signs),
		cmocka_unit_test(refused),
		cmocka_unit_test(bad_patterns),
		cmocka_unit_test(fractions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
