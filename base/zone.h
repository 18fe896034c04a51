/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

/*
 * IANA time zones, read from the system's zone files (TZif, RFC 8536; the
 * footer's POSIX rule beyond the last transition). No global state, no TZ.
 *
 *	struct zone *z = NULL;
 *
 *	rc = zone_open(&z, "Europe/Paris");
 *	rc = zone_instant(&ns, &kind, z, &civil);
 *	zone_free(z);
 */

#include "base/instant.h"

/* What a wall-clock reading is in a zone. */
enum zone_kind {
	ZONE_UNIQUE,
	ZONE_GAP,    /* skipped when clocks went forward: the instant given is
			that of the offset before the change */
	ZONE_REPEAT, /* came twice when clocks went back: the first is given */
};

struct zone;

/* Opens a zone by name; "UTC" works without files. ERR_NOTFOUND names the
 * zone and an example; names with "..", a leading "/" or unusual characters
 * are ERR_INVALID. */
int zone_open(struct zone **out, const char *name);
void zone_free(struct zone *z);

/* A zone of that name from the bytes of a zone file; ERR_CORRUPT when they
 * are not one, or count leap seconds. */
int zone_read(
	struct zone **out, const char *name, const void *data, size_t len);

const char *zone_name(const struct zone *z);

/* Seconds east of UTC at an instant; abbreviation ("CEST") borrowed from the
 * zone when not NULL. */
int zone_offset(const struct zone *z, int64_t ns, const char **abbreviation);

/* The instant of a wall-clock reading; kind may be NULL. ERR_INVALID when
 * the reading is no date or time. */
int zone_instant(int64_t *out, enum zone_kind *kind, const struct zone *z,
	const struct civil *c);

/* The last nanosecond of the day that an instant lies in, by the zone's
 * calendar: the day on which clocks change has 23 or 25 hours. */
int64_t zone_day_end(int64_t ns, const struct zone *z);

/* Reads a text as a person writes it: RFC 3339 with an offset, or without
 * one (then z decides; z NULL is ERR_INVALID "… needs a time zone"), or a
 * date alone (its first moment; *day_only true). day_only and kind may be
 * NULL. ERR_PARSE as instant_parse_civil(). */
int zone_parse(int64_t *out, bool *day_only, enum zone_kind *kind,
	const struct zone *z, const char *text);

#endif
