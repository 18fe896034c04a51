/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/calendar.h"

enum { MONTH = 31, YEAR = 12 * MONTH, DISORDER = 7 };

/* Days between two dates of one year, each month counted as 31. */
static int days(int month, int day, int other_month, int other_day)
{
	return (month - other_month) * MONTH + day - other_day;
}

int calendar_step(struct calendar *c, int month, int day)
{
	int forward = c->any ? days(month, day, c->month, c->day) : 1;
	int turns = c->turns;

	if (forward > YEAR - DISORDER) {
		turns--; /* late, from before the turn of the year */
	} else if (forward < -DISORDER) {
		turns = ++c->turns;
		forward = 1;
	}
	if (forward > 0 && turns == c->turns) {
		c->month = month;
		c->day = day;
	}
	c->any = true;
	if (month == 2 && day == 29) {
		c->leap = true;
		c->leap_turns = turns;
	}
	return turns;
}

int calendar_first(const struct calendar *c, const struct civil *changed)
{
	int year = changed->year - c->turns;

	if (c->any && days(c->month, c->day, changed->month, changed->day) > 0)
		year--;
	while (c->leap && year > 1 &&
		!instant_is_date(year + c->leap_turns, 2, 29))
		year--;
	return year;
}
