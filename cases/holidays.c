/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row per holiday:
 *
 *	{ "fr", "ascension", EASTER, 39, 0, 0 }	39 days after Easter
 *	{ "fr", "11-11", FIXED, 11, 11, 0 }	11 November
 *	{ "ie", "may-day", NTH, 5, 1, 0 }	first Monday of May
 *	{ "ie", "october", LAST, 10, 0, 0 }	last Monday of October
 *
 * `since` is the first year in which it was one; 0: always.
 */
#include "cases/holidays.h"

#include <stddef.h>
#include <string.h>

#include "base/instant.h"

enum rule { FIXED, EASTER, NTH, LAST };

struct holiday {
	const char *country, *name;
	enum rule rule;
	int a, b; /* month and day; days from Easter; month and which Monday */
	int since;
};

static const struct holiday table[] = {
	{ "be", "new-year", FIXED, 1, 1, 0 },
	{ "be", "easter-monday", EASTER, 1, 0, 0 },
	{ "be", "labour-day", FIXED, 5, 1, 0 },
	{ "be", "ascension", EASTER, 39, 0, 0 },
	{ "be", "whit-monday", EASTER, 50, 0, 0 },
	{ "be", "national-day", FIXED, 7, 21, 0 },
	{ "be", "assumption", FIXED, 8, 15, 0 },
	{ "be", "all-saints", FIXED, 11, 1, 0 },
	{ "be", "armistice", FIXED, 11, 11, 0 },
	{ "be", "christmas", FIXED, 12, 25, 0 },
	{ "de", "new-year", FIXED, 1, 1, 0 },
	{ "de", "good-friday", EASTER, -2, 0, 0 },
	{ "de", "easter-monday", EASTER, 1, 0, 0 },
	{ "de", "labour-day", FIXED, 5, 1, 0 },
	{ "de", "ascension", EASTER, 39, 0, 0 },
	{ "de", "whit-monday", EASTER, 50, 0, 0 },
	{ "de", "national-day", FIXED, 10, 3, 1990 },
	{ "de", "christmas", FIXED, 12, 25, 0 },
	{ "de", "second-christmas-day", FIXED, 12, 26, 0 },
	{ "fr", "new-year", FIXED, 1, 1, 0 },
	{ "fr", "easter-monday", EASTER, 1, 0, 0 },
	{ "fr", "labour-day", FIXED, 5, 1, 0 },
	{ "fr", "victory-1945", FIXED, 5, 8, 1982 },
	{ "fr", "ascension", EASTER, 39, 0, 0 },
	{ "fr", "whit-monday", EASTER, 50, 0, 0 },
	{ "fr", "national-day", FIXED, 7, 14, 0 },
	{ "fr", "assumption", FIXED, 8, 15, 0 },
	{ "fr", "all-saints", FIXED, 11, 1, 0 },
	{ "fr", "armistice", FIXED, 11, 11, 0 },
	{ "fr", "christmas", FIXED, 12, 25, 0 },
	{ "ie", "new-year", FIXED, 1, 1, 0 },
	{ "ie", "saint-brigid", NTH, 2, 1, 2023 },
	{ "ie", "saint-patrick", FIXED, 3, 17, 0 },
	{ "ie", "easter-monday", EASTER, 1, 0, 0 },
	{ "ie", "may-holiday", NTH, 5, 1, 1994 },
	{ "ie", "june-holiday", NTH, 6, 1, 0 },
	{ "ie", "august-holiday", NTH, 8, 1, 0 },
	{ "ie", "october-holiday", LAST, 10, 0, 1977 },
	{ "ie", "christmas", FIXED, 12, 25, 0 },
	{ "ie", "second-christmas-day", FIXED, 12, 26, 0 },
	{ "lu", "new-year", FIXED, 1, 1, 0 },
	{ "lu", "easter-monday", EASTER, 1, 0, 0 },
	{ "lu", "labour-day", FIXED, 5, 1, 0 },
	{ "lu", "europe-day", FIXED, 5, 9, 2019 },
	{ "lu", "ascension", EASTER, 39, 0, 0 },
	{ "lu", "whit-monday", EASTER, 50, 0, 0 },
	{ "lu", "national-day", FIXED, 6, 23, 0 },
	{ "lu", "assumption", FIXED, 8, 15, 0 },
	{ "lu", "all-saints", FIXED, 11, 1, 0 },
	{ "lu", "christmas", FIXED, 12, 25, 0 },
	{ "lu", "second-christmas-day", FIXED, 12, 26, 0 },
	{ "nl", "new-year", FIXED, 1, 1, 0 },
	{ "nl", "good-friday", EASTER, -2, 0, 0 },
	{ "nl", "easter-monday", EASTER, 1, 0, 0 },
	{ "nl", "kings-day", FIXED, 4, 27, 2014 },
	{ "nl", "liberation-day", FIXED, 5, 5, 0 },
	{ "nl", "ascension", EASTER, 39, 0, 0 },
	{ "nl", "whit-monday", EASTER, 50, 0, 0 },
	{ "nl", "christmas", FIXED, 12, 25, 0 },
	{ "nl", "second-christmas-day", FIXED, 12, 26, 0 },
};

int holidays_weekday(int64_t day)
{
	/* Day 0 was a Thursday. */
	return (int)(((day + 3) % 7 + 7) % 7);
}

/* The anonymous Gregorian computus (Meeus, Jones, Butcher). */
int64_t holidays_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
	int f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;

	return instant_days(year, f / 31, f % 31 + 1);
}

static int64_t nth_monday(int year, int month, int n)
{
	int64_t first = instant_days(year, month, 1);

	return first + (7 - holidays_weekday(first)) % 7 + 7 * (n - 1);
}

static int64_t last_monday(int year, int month)
{
	int64_t next = month == 12 ? instant_days(year + 1, 1, 1)
				   : instant_days(year, month + 1, 1);

	return next - 1 - holidays_weekday(next - 1);
}

/* Its day in a year. */
static int64_t day_of(const struct holiday *h, int year)
{
	switch (h->rule) {
	case FIXED:
		return instant_days(year, h->a, h->b);
	case EASTER:
		return holidays_easter(year) + h->a;
	case NTH:
		return nth_monday(year, h->a, h->b);
	default:
		return last_monday(year, h->a);
	}
}

bool holidays_known(const char *country)
{
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].country, country) == 0)
			return true;
	return false;
}

const char *holidays_name(const char *country, int64_t day)
{
	int year, month, dom;

	instant_from_days(day, &year, &month, &dom);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (strcmp(table[i].country, country) == 0 &&
			year >= table[i].since &&
			day_of(&table[i], year) == day)
			return table[i].name;
	return NULL;
}
