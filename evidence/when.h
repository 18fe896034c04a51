/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_WHEN_H
#define EVIDENCE_WHEN_H

/*
 * The time of a record that carries a whole date, in the ways programs write
 * it, set in an observation with its precision and the source of its zone.
 *
 *	why = when_rfc3339(&o, "2026-09-14T08:12:40.125+0200", 28, zone);
 *	if (why == NULL)
 *		… o.ns
 */

#include "archive/observation.h"
#include "base/zone.h"

/* RFC 3339; the offset as +0200 too, a fraction of any length (nanoseconds
 * are kept) behind a dot or a comma, and, with a zone given (or NULL), no
 * offset. NULL, or why it is no time, N_(). */
const char *when_rfc3339(struct observation *o, const char *text, size_t len,
	const struct zone *zone);

/* A number since 1970 with or without a fraction: seconds, or with 12 to 14
 * digits before the point milliseconds, with 15 to 17 microseconds, with more
 * nanoseconds. NULL, or why it is no time, N_(). */
const char *when_epoch(struct observation *o, const char *text, size_t len);

/* The same, the unit known: INSTANT_SECOND for seconds, 10^6 for
 * milliseconds. */
const char *when_epoch_unit(
	struct observation *o, const char *text, size_t len, int64_t unit);

#endif
