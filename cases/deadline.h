/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_DEADLINE_H
#define CASES_DEADLINE_H

/*
 * When a period ends, after Regulation (EEC, Euratom) No 1182/71, with the
 * steps of the reasoning.
 *
 *	struct deadline d;
 *
 *	rc = deadline_find(&d, &(struct deadline_order){ .event = day,
 *		.count = 1, .unit = DEADLINE_MONTHS, .country = "fr" });
 *	d.due is the last day on which it is still in time
 *
 * The day of the event is not counted (art. 3(1)); a period of months ends
 * on the day of the same date, or the month's last day (3(2)(c)); a last day
 * that is a Saturday, a Sunday or a public holiday gives way to the next
 * working day (3(4)); a period of two days or more has at least two working
 * days (3(5)); the holidays are those of the State where the act is due (2).
 *
 * Days count from 1970-01-01 (base/instant.h).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum deadline_unit { DEADLINE_DAYS, DEADLINE_WEEKS, DEADLINE_MONTHS };

struct deadline_order {
	int64_t event; /* its day */
	int count;     /* 1 to 1200 */
	enum deadline_unit unit;
	const char *country; /* whose holidays; "" or unknown: none counted */
};

/* Why a day is not the last one. */
enum deadline_step_kind {
	DEADLINE_NOT_COUNTED, /* the day of the event */
	DEADLINE_SAME_DATE,   /* where the period would end */
	DEADLINE_MONTH_END,   /* the same, the month being shorter */
	DEADLINE_SATURDAY,
	DEADLINE_SUNDAY,
	DEADLINE_HOLIDAY, /* see name */
	DEADLINE_TWO_WORKING_DAYS,
	DEADLINE_HOLIDAYS_UNKNOWN, /* only weekends were counted */
};

struct deadline_step {
	enum deadline_step_kind kind;
	int64_t day;
	const char *name; /* of the holiday, a code; constant */
};

enum { DEADLINE_STEPS = 24 };

struct deadline {
	int64_t nominal; /* end of the period by the calendar */
	int64_t due;	 /* last day in time */
	int64_t late;	 /* the day after */
	struct deadline_step steps[DEADLINE_STEPS];
	size_t n_steps;
};

/* ERR_INVALID for a period out of range. */
int deadline_find(struct deadline *out, const struct deadline_order *order);

/* Reads "1 month", "2 weeks", "10 days". False when it is something else. */
bool deadline_period(struct deadline_order *out, const char *text);

/* The step's code for --json and word lists ("saturday"). */
const char *deadline_step_name(enum deadline_step_kind kind);

#endif
