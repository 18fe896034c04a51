/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/deadline.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "cases/holidays.h"

enum { COUNT_MAX = 1200, SATURDAY = 5, SUNDAY = 6 };

static void step(struct deadline *d, enum deadline_step_kind kind, int64_t day,
	const char *name)
{
	if (d->n_steps < DEADLINE_STEPS)
		d->steps[d->n_steps++] =
			(struct deadline_step){ kind, day, name };
}

/* The same date some months on, or that month's last day. */
static int64_t add_months(int64_t day, int months, bool *cut)
{
	int year, month, dom;

	instant_from_days(day, &year, &month, &dom);
	month += months - 1;
	year += month / 12;
	month = month % 12 + 1;
	*cut = false;
	while (!instant_is_date(year, month, dom)) {
		*cut = true;
		dom--;
	}
	return instant_days(year, month, dom);
}

/* Why the day is no working day; false when it is one. */
static bool is_off(int64_t day, const char *country, struct deadline_step *why)
{
	const char *holiday = holidays_name(country, day);
	int weekday = holidays_weekday(day);

	*why = (struct deadline_step){ DEADLINE_HOLIDAY, day, holiday };
	if (holiday != NULL)
		return true;
	if (weekday == SATURDAY)
		why->kind = DEADLINE_SATURDAY;
	else if (weekday == SUNDAY)
		why->kind = DEADLINE_SUNDAY;
	return weekday >= SATURDAY;
}

static int64_t next_working_day(
	struct deadline *d, int64_t day, const char *country)
{
	struct deadline_step why;

	while (is_off(day, country, &why)) {
		step(d, why.kind, day, why.name);
		day++;
	}
	return day;
}

/* Article 3(5): days from the one behind the event to the last, working ones
 * only; when there are fewer than two, the period is longer. */
static void want_two_working_days(
	struct deadline *d, const struct deadline_order *o)
{
	struct deadline_step why;
	int working = 0;
	int64_t day;

	if (o->unit == DEADLINE_DAYS && o->count < 2)
		return;
	for (day = o->event + 1; day <= d->due && working < 2; day++)
		working += !is_off(day, o->country, &why);
	if (working >= 2)
		return;
	step(d, DEADLINE_TWO_WORKING_DAYS, d->due, NULL);
	d->due = next_working_day(d, d->due + 1, o->country);
}

int deadline_find(struct deadline *out, const struct deadline_order *order)
{
	struct deadline d = { 0 };
	bool cut = false;

	if (order->count < 1 || order->count > COUNT_MAX)
		return err_set(ERR_INVALID,
			_("a period of %d is out of range; expected 1 to %d"),
			order->count, (int)COUNT_MAX);
	step(&d, DEADLINE_NOT_COUNTED, order->event, NULL);
	if (order->unit == DEADLINE_MONTHS)
		d.nominal = add_months(order->event, order->count, &cut);
	else
		d.nominal =
			order->event +
			order->count * (order->unit == DEADLINE_WEEKS ? 7 : 1);
	step(&d, cut ? DEADLINE_MONTH_END : DEADLINE_SAME_DATE, d.nominal,
		NULL);
	if (!holidays_known(order->country))
		step(&d, DEADLINE_HOLIDAYS_UNKNOWN, d.nominal, NULL);
	d.due = next_working_day(&d, d.nominal, order->country);
	want_two_working_days(&d, order);
	d.late = d.due + 1;
	*out = d;
	return 0;
}

bool deadline_period(struct deadline_order *out, const char *text)
{
	static const struct {
		const char *one, *many;
		enum deadline_unit unit;
	} units[] = {
		{ " day", " days", DEADLINE_DAYS },
		{ " week", " weeks", DEADLINE_WEEKS },
		{ " month", " months", DEADLINE_MONTHS },
	};
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || n < 1 || n > COUNT_MAX)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(end, units[i].one) == 0 ||
			strcmp(end, units[i].many) == 0) {
			out->count = (int)n;
			out->unit = units[i].unit;
			return true;
		}
	return false;
}

const char *deadline_step_name(enum deadline_step_kind kind)
{
	static const char *const names[] = { "not-counted", "same-date",
		"month-end", "saturday", "sunday", "holiday",
		"two-working-days", "holidays-unknown" };

	return names[kind];
}
