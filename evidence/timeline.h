/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TIMELINE_H
#define EVIDENCE_TIMELINE_H

/*
 * Instants for the times of a log that may leave out zone and year. The zone
 * is the person's (--tz), unless the record has an offset. The year is theirs
 * too (--year, of the first line), else it is walked back from the file's own
 * time, for which the days in the file are looked through before.
 *
 *	rc = timeline_open(&t, job, line_moment);
 *	rc = timeline_set(&t, &o, &why, &moment);	(for every line)
 *
 * line_moment() finds the time of a line that counts; it is NULL for formats
 * that always write the year: then nothing is read before.
 */

#include "evidence/calendar.h"
#include "evidence/importer.h"
#include "evidence/moment.h"

/* False for a line whose time does not count: it is not of the format. */
typedef bool (*timeline_line_fn)(struct moment *out, const struct line *line);

enum { TIMELINE_DAY = 7 }; /* "Jul 16 " */

struct timeline {
	const struct importer_job *job; /* borrowed */
	struct calendar calendar;
	timeline_line_fn line_moment;
	int first_year;
	enum observation_year year_source;
	bool need_year;
	bool has_offset; /* the last of the times without a year had one */
	int offset_s;
	/* The line that was stepped to last began so, with its day alone. */
	char day[TIMELINE_DAY];
	/* The reading before in the zone, and what it was. */
	struct civil when;
	int64_t ns;
	enum zone_kind kind;
};

/* ERR_INVALID, saying so, when times have no zone and none was given; errors
 * of importer_lines(). */
int timeline_open(struct timeline *t, struct importer_job *job,
	timeline_line_fn line_moment);

/* The same for a log that names the day on which it was made: that day stands
 * for the file's own time. day may be NULL. */
int timeline_open_on(struct timeline *t, struct importer_job *job,
	timeline_line_fn line_moment, const struct civil *day);

/* Sets the time, its precision and what they come from, and marks a gap or a
 * repeat of the clock. *why is NULL, or the reason why there is no such
 * instant. ERR_INVALID when the zone is missing. */
int timeline_set(struct timeline *t, struct observation *o, const char **why,
	const struct moment *m);

#endif
