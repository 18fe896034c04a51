/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CALENDAR_H
#define EVIDENCE_CALENDAR_H

/*
 * Years for logs that write "Jul 16" and no year. The days of a log ascend;
 * where they fall back, a year has turned. Lines that are out of order by up
 * to a week turn nothing. The last day is not later than the file's own
 * time, and a 29 February stood in a leap year: that fixes the first year.
 *
 *	calendar_step(&c, month, day);		(for every line)
 *	year = calendar_first(&c, &changed);
 *
 * and, reading again with a fresh one, each line's year is
 *
 *	year + calendar_step(&again, month, day)
 */

#include <stdbool.h>

#include "base/instant.h"

/* A zeroed one has seen nothing. */
struct calendar {
	bool any;
	int turns;	/* years since the first line's */
	int month, day; /* the latest so far */
	bool leap;	/* a 29 February was seen, at leap_turns */
	int leap_turns;
};

/* Years between the first line and this one; -1 for a December line that
 * came late, behind a first line of January. */
int calendar_step(struct calendar *c, int month, int day);

/* The first line's year, given the file's time as read in the log's zone. */
int calendar_first(const struct calendar *c, const struct civil *changed);

#endif
