/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/holidays.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/instant.h"

/* Dates of Easter from published tables. */
static void easter(void **state)
{
	static const int dates[][3] = { { 1818, 3, 22 }, { 1943, 4, 25 },
		{ 2000, 4, 23 }, { 2018, 4, 1 }, { 2024, 3, 31 },
		{ 2026, 4, 5 }, { 2038, 4, 25 }, { 2285, 3, 22 } };

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
		assert_int_equal(holidays_easter(dates[i][0]),
			instant_days(dates[i][0], dates[i][1], dates[i][2]));
}

static void always_a_sunday(void **state)
{
	(void)state;
	for (int year = 1583; year < 2500; year++)
		assert_int_equal(holidays_weekday(holidays_easter(year)), 6);
}

static void expect(const char *country, int y, int m, int d, const char *name)
{
	const char *found = holidays_name(country, instant_days(y, m, d));

	if (name == NULL)
		assert_null(found);
	else
		assert_string_equal(found, name);
}

static void known_days(void **state)
{
	(void)state;
	expect("fr", 2026, 5, 14, "ascension");
	expect("fr", 2026, 5, 25, "whit-monday");
	expect("fr", 2026, 4, 3, NULL);
	expect("de", 2026, 4, 3, "good-friday");
	expect("fr", 2018, 11, 11, "armistice");
	expect("nl", 2026, 4, 27, "kings-day");
	expect("nl", 2013, 4, 27, NULL);
	expect("ie", 2026, 10, 26, "october-holiday");
	expect("ie", 2026, 5, 4, "may-holiday");
	expect("lu", 2018, 5, 9, NULL);
	expect("lu", 2020, 5, 9, "europe-day");
	expect("xx", 2026, 12, 25, NULL);
}

/* Eleven days off in France, every year. */
static void french_count(void **state)
{
	(void)state;
	for (int year = 2000; year < 2100; year++) {
		int n = 0, both = 0;

		for (int64_t d = instant_days(year, 1, 1);
			d < instant_days(year + 1, 1, 1); d++)
			n += holidays_name("fr", d) != NULL;
		/* Ascension may fall on 1 or 8 May. */
		both = holidays_easter(year) + 39 == instant_days(year, 5, 1) ||
		       holidays_easter(year) + 39 == instant_days(year, 5, 8);
		assert_int_equal(n + both, 11);
	}
	assert_true(holidays_known("fr"));
	assert_false(holidays_known("us"));
	assert_false(holidays_known(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(easter),
		cmocka_unit_test(always_a_sunday),
		cmocka_unit_test(known_days),
		cmocka_unit_test(french_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
