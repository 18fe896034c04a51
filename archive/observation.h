/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_OBSERVATION_H
#define ARCHIVE_OBSERVATION_H

/*
 * One normalised record of a log, whatever wrote the log. A plain struct:
 * importers fill it, the archive keeps it in column blocks (archive/block.h),
 * commands and cases read it.
 */

#include <stddef.h>
#include <stdint.h>

/* What happened to the request. Never guessed from silence. */
enum observation_disposition {
	OBSERVATION_UNKNOWN,
	OBSERVATION_ALLOWED,
	OBSERVATION_BLOCKED,
	OBSERVATION_REWRITTEN,
	OBSERVATION_ERROR,
	OBSERVATION_DISPOSITIONS, /* how many there are */
};

/* What says so. */
enum observation_source {
	OBSERVATION_SOURCE_NONE,
	OBSERVATION_SOURCE_FIELD,  /* a field of the record */
	OBSERVATION_SOURCE_ANSWER, /* the address answered: indicative only */
	OBSERVATION_SOURCE_FORMAT, /* what the format's lines mean */
	OBSERVATION_SOURCE_PERSON, /* read off a screen by the complainant */
};

enum observation_precision {
	OBSERVATION_PRECISION_NONE,
	OBSERVATION_PRECISION_NS,
	OBSERVATION_PRECISION_US,
	OBSERVATION_PRECISION_MS,
	OBSERVATION_PRECISION_S,
	OBSERVATION_PRECISION_MIN,
	OBSERVATION_PRECISION_HOUR,
	OBSERVATION_PRECISION_DAY,
	OBSERVATION_PRECISION_WINDOW, /* between window_start and window_end */
};

/* Where the zone of the time comes from. */
enum observation_zone {
	OBSERVATION_ZONE_NONE,
	OBSERVATION_ZONE_OFFSET, /* written in the record */
	OBSERVATION_ZONE_UTC,	 /* the format says UTC */
	OBSERVATION_ZONE_EPOCH,	 /* seconds since 1970 */
	OBSERVATION_ZONE_GIVEN,	 /* given by the person (--tz) */
};

/* Where the year comes from. */
enum observation_year {
	OBSERVATION_YEAR_RECORD,
	OBSERVATION_YEAR_GIVEN, /* --year */
	OBSERVATION_YEAR_MTIME, /* walked back from the file's time */
};

enum observation_count {
	OBSERVATION_COUNT_EXACT,
	OBSERVATION_COUNT_LOWER_BOUND, /* the log drops some */
	OBSERVATION_COUNT_AGGREGATE,
	OBSERVATION_COUNT_LAST, /* only the last contact is kept */
};

enum observation_mark {
	OBSERVATION_MARK_NONE,
	OBSERVATION_MARK_GAP,	 /* its wall-clock time did not exist */
	OBSERVATION_MARK_REPEAT, /* its wall-clock time came twice */
};

/* Strings are borrowed and never NULL behind an importer ("" for none). */
struct observation {
	int64_t ns; /* when; the window's end for PRECISION_WINDOW */
	int64_t window_start, window_end; /* 0 unless PRECISION_WINDOW */
	uint8_t disposition, disposition_source, precision, zone, year,
		count_kind, mark;
	uint32_t count;
	const char *host;   /* lower case, no final dot */
	const char *type;   /* "A", "HTTPS", … */
	const char *client; /* address or name of the device that asked */
	const char *app;
	const char *answer; /* address or name answered, or CNAME chain */
	const char *rule;   /* the rule or list that decided */
	uint64_t line;	    /* in the exhibit, from 1; 0 when it has none */
	uint64_t position;  /* byte offset of the line in the exhibit */
	uint64_t length;    /* its bytes with its end */
};

/* The words used in JSON, help and reports ("blocked", "field", "ms",
 * "offset", "record", "exact", "gap"). */
const char *observation_disposition_name(unsigned v);
const char *observation_source_name(unsigned v);
const char *observation_precision_name(unsigned v);
const char *observation_zone_name(unsigned v);
const char *observation_year_name(unsigned v);
const char *observation_count_name(unsigned v);
const char *observation_mark_name(unsigned v);

/* The value of a disposition or precision word, -1 when it is none. */
int observation_disposition_of(const char *name);
int observation_precision_of(const char *name);

#endif
