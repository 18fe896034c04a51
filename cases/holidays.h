/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CASES_HOLIDAYS_H
#define CASES_HOLIDAYS_H

/*
 * Public holidays of a Member State, computed: fixed dates, feasts that move
 * with Easter, weekdays of a month. Nationwide ones only.
 *
 *	holidays_name("fr", instant_days(2026, 5, 14)) is "ascension"
 *
 * Days count from 1970-01-01 (base/instant.h).
 */

#include <stdbool.h>
#include <stdint.h>

/* True when the State's holidays are known here. */
bool holidays_known(const char *country);

/* A code for the holiday ("easter-monday", "11-11"), or NULL when the day is
 * none, or the State is not known. */
const char *holidays_name(const char *country, int64_t day);

/* Easter Sunday of a year of the Gregorian calendar. */
int64_t holidays_easter(int year);

/* 0 Monday to 6 Sunday. */
int holidays_weekday(int64_t day);

#endif
