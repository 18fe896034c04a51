/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_WALLCLOCK_H
#define EVIDENCE_WALLCLOCK_H

/*
 * The instants of a log that writes wall-clock times without a zone, and
 * maybe without a year ("07-16 09:03:10.123"): the zone is the person's
 * (--tz); the year is --year for the first line, else walked back from the
 * file's own time (evidence/calendar.h), for which the log is read twice.
 *
 *	wallclock_see(&m, &when);			first pass, for every
 *line rc = wallclock_settle(&m, &look);		behind it why =
 *wallclock_resolve(&m, &o, &when);	second pass, in the same order
 */

#include "archive/observation.h"
#include "base/instant.h"
#include "evidence/calendar.h"
#include "evidence/importer.h"

/* A zeroed one has seen nothing. */
struct wallclock {
	const struct zone *zone; /* borrowed */
	struct calendar calendar;
	bool need_zone, need_year;
	int first_year;
	enum observation_year source;
	bool anchored;	     /* the log itself names … */
	struct civil anchor; /* … a day not before its last line */
};

/* A time of the first pass; year 0 when the line has none. */
void wallclock_see(struct wallclock *m, const struct civil *when);

/* The log names the day on which it was made, which stands for the file's own
 * time. */
void wallclock_anchor(struct wallclock *m, const struct civil *day);

/* Once look has read the member whole. ERR_INVALID when a zone is needed and
 * none was given: the message says how. */
int wallclock_settle(struct wallclock *m, const struct importer_job *look);

/* Fills ns, zone, year and mark of o; when's year is filled in. NULL, or why
 * there is no such moment (N_()). */
const char *wallclock_resolve(
	struct wallclock *m, struct observation *o, struct civil *when);

#endif
