/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_OBSERVATION_H
#define ARCHIVE_OBSERVATION_H

/*
 * One normalised record of a log, whatever wrote the log. A plain struct:
 * importers fill it, the archive keeps it in column blocks (archive/block.h),
 * commands and cases read it.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/zone.h"

/* What a record is of. Only the first three are contacts with a host. */
enum observation_kind {
	OBSERVATION_LOOKUP,	/* a name was looked up */
	OBSERVATION_CONNECTION, /* a connection, or a flow of packets */
	OBSERVATION_REQUEST,	/* a request over HTTP, or another protocol */
	OBSERVATION_EVENT,	/* at the person's end: a notification */
	OBSERVATION_FINDING, /* an inspection's: a cookie, a program's part */
	OBSERVATION_LISTED,  /* an entry of a list, which was not seen */
	OBSERVATION_KINDS,   /* how many there are */
};

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
	uint8_t kind, disposition, disposition_source, precision, zone, year,
		count_kind, mark;
	uint32_t count;
	uint64_t sent, received; /* bytes, seen from the client; 0: unknown */
	const char *host;	 /* lower case, no final dot */
	const char *type;	 /* "A", "HTTPS", … */
	const char *client;	 /* address or name of the device that asked */
	const char *app;
	const char *answer; /* address or name answered, or CNAME chain */
	const char *rule;   /* the rule or list that decided */
	const char *detail; /* what else the format tells: a JSON object in
			     * RFC 8785's form, its names those of the Elastic
			     * Common Schema, ours with "ev." before. Few
			     * different ones: they share the dictionary
			     * (archive/names.h) with the hosts */
	/* Where it stands: in a member of the exhibit (a file of a ZIP, a
	 * table of a database; "" for the exhibit itself, unpacked); there
	 * the line, record, row or packet, from 1 (0: none), the offset of
	 * its first byte and its bytes with its end (0: none). */
	const char *member;
	uint64_t line, position, length;
	uint64_t row; /* of the exhibit's, from 1, as block_each() counts; what
		       * an importer sets is passed over */
};

/* The words used in JSON, help and reports ("blocked", "field", "ms",
 * "offset", "record", "exact", "gap"; "lookup"). */
const char *observation_kind_name(unsigned v);
const char *observation_disposition_name(unsigned v);
const char *observation_source_name(unsigned v);
const char *observation_precision_name(unsigned v);
const char *observation_zone_name(unsigned v);
const char *observation_year_name(unsigned v);
const char *observation_count_name(unsigned v);
const char *observation_mark_name(unsigned v);

/* Whether it is a contact with a host that is named. */
bool observation_is_traffic(const struct observation *o);

/* The mark of a time that a zone read so. */
enum observation_mark observation_mark_of(enum zone_kind kind);

/* Whether all that is known of its time lies between two instants, ends
 * included. One without a time never does; one that is only known to lie in a
 * window does when the whole window does. */
bool observation_lies_in(const struct observation *o, int64_t from, int64_t to);

/* The value of a kind, disposition or precision word, -1 when it is none. */
int observation_kind_of(const char *name);
int observation_disposition_of(const char *name);
int observation_precision_of(const char *name);

#endif
