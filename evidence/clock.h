/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CLOCK_H
#define EVIDENCE_CLOCK_H

/*
 * Wall-clock readings in the many ways tables write them, by a pattern:
 *
 *	Y-m-d H:M:S	2026-09-14 08:12:40
 *	d/m/Y H:M	14/09/2026 08:12
 *	m/d/Y I:M:S p	9/14/2026 8:12:40 AM
 *	Y-m-d H:M:S.f	2026-09-14 08:12:40.125
 *	d.m.y H:M	14.09.26 08:12
 *	d/b/Y:H:M:S z	14/Sep/2026:08:12:40 +0200
 *
 * Y four digits; y the last two, of 2000 to 2099; b a month's English name,
 * by its first three letters; m d H I M S one or two digits; I counts 1 to 12
 * and needs p (AM or PM); f one to nine digits, which may be missing together
 * with the dot or comma before them (programs leave out .000); z an offset
 * (+02:00, +0200, Z); any other character that is no letter, and T, stands
 * for itself.
 */

#include <stdbool.h>

#include "archive/observation.h"
#include "base/instant.h"
#include "base/str.h"

struct clock_reading {
	struct civil when;
	enum observation_precision precision; /* of the finest part written */
	bool has_offset;		      /* the pattern has z */
	int offset_s;			      /* seconds east of UTC */
};

/* Appends the pattern that a text means: itself, or, where it has a percent
 * sign, what stands in it as strftime() writes it ("%d/%m/%Y %H:%M:%S", also
 * %e %F %T %R %D). ERR_INVALID for a sign that has no letter here. */
int clock_pattern(struct str *out, const char *text);

/* 0, or ERR_INVALID with what is wrong with the pattern: it needs a year, a
 * month and d, knows no other letters, has each once, and leaves out no part
 * between the day and its finest, so that nothing is read as another part or
 * as 0. */
int clock_check(const char *pattern);

/* Whether readings by a checked pattern carry their offset (z). */
bool clock_has_offset(const char *pattern);

/* Reads a text by a checked pattern. False when the text is not of that form
 * or no date; out is then undefined. */
bool clock_read(
	struct clock_reading *out, const char *pattern, const char *text);

/* The precision that a fraction of so many digits shows. */
enum observation_precision clock_precision(size_t decimals);

#endif
