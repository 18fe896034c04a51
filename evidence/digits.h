/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DIGITS_H
#define EVIDENCE_DIGITS_H

/*
 * Numbers in logs: ASCII digits and nothing else. strtoll() would take white
 * space, signs and what stands behind the number.
 *
 *	if (!digits_read(&ms, text, len, INT64_MAX / 1000000))
 *		return "no timestamp";
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* True when all len characters are digits and the number is at most max;
 * *out is untouched otherwise. */
bool digits_read(int64_t *out, const char *text, size_t len, int64_t max);

/* Seconds with an optional fraction of one to nine digits ("1536048591.25"),
 * times unit (nanoseconds in one: 10^9 for seconds, 10^6 for milliseconds).
 * *decimals is the fraction's digits. False as above, or when the instant
 * does not fit. */
bool digits_epoch(int64_t *ns, size_t *decimals, const char *text, size_t len,
	int64_t unit);

#endif
