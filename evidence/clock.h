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
 *
 * Y four digits; m d H I M S one or two; I counts 1 to 12 and needs p (AM or
 * PM); f one to nine digits; any other character that is no letter, and T,
 * stands for itself.
 */

#include <stdbool.h>

#include "archive/observation.h"
#include "base/instant.h"

/* 0, or ERR_INVALID with what is wrong with the pattern: it needs Y, m and
 * d, knows no other letters, has each once, and leaves out no part between
 * the day and its finest, so that nothing is read as another part or as 0. */
int clock_check(const char *pattern);

/* Reads a text by a checked pattern; *precision is that of the pattern's
 * finest part. False when the text is not of that form or no date; out and
 * precision are then undefined. */
bool clock_read(struct civil *out, enum observation_precision *precision,
	const char *pattern, const char *text);

/* The precision that a fraction of so many digits shows. */
enum observation_precision clock_precision(size_t decimals);

#endif
