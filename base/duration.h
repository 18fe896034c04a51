/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_DURATION_H
#define BASE_DURATION_H

/*
 * Lengths of time as a person writes them: a whole number and a unit, "90s",
 * "15min", "12h", "2d", "1w". systemd's units of the same names are as long.
 *
 *	rc = duration_parse(&ns, "12h");
 */

#include <stdint.h>

/* Reads one into nanoseconds: more than nothing, 10 years (of 365 days) at
 * most. ERR_INVALID quotes the text and says what is expected. */
int duration_parse(int64_t *out, const char *text);

#endif
