/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MOMENT_H
#define EVIDENCE_MOMENT_H

/*
 * The time at the beginning of a log's line, in the forms that programs
 * write without being asked:
 *
 *	Jul 16 09:22:40               syslog (RFC 3164): no year, no zone
 *	Tue Jul 16 09:22:40 2026      ctime(), OpenWrt's logread: no zone
 *	2026-07-16T09:22:40.123+02:00 ISO 8601; with +0200 or Z, or no zone;
 *	                              with a blank or T, a dot or a comma
 *	16-Jul-2026 09:22:40.123      BIND: no zone
 *	07-16 09:22:40.123            Android's logcat: no year; with +0200
 *	                              behind it, or no zone
 *	[1784186560]                  seconds since 1970 (also without [])
 *
 * each with syslog's "<30>" or "<30>1 " before it, or without. What a form
 * leaves out, evidence/timeline.h finds.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/observation.h"
#include "base/instant.h"
#include "evidence/cursor.h"

struct moment {
	bool has_year, has_zone; /* with a zone ns is set, else when */
	struct civil when;	 /* year 0 without one */
	bool has_offset;	 /* without a year: of when, in seconds east */
	int offset_s;
	int64_t ns;
	enum observation_zone zone; /* with a zone: OFFSET, UTC or EPOCH */
	enum observation_precision precision;
};

/* Reads a time and goes behind it and the blanks that follow; false, unmoved,
 * when there is none. */
bool moment_read(struct moment *out, struct cursor *c);

/* 1 to 12 for "Jan" to "Dec", else 0. */
int moment_month(const char *text, size_t len);

#endif
