/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/duration.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"

enum {
	MINUTE = 60,
	HOUR = 60 * MINUTE,
	DAY = 24 * HOUR,
	WEEK = 7 * DAY,
	LONGEST = 3650 * DAY,
};

/* Seconds in a unit; 0 when there is none of that name. */
static int64_t unit_s(const char *name)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "s", 1 }, { "min", MINUTE }, { "m", MINUTE },
		{ "h", HOUR }, { "d", DAY }, { "w", WEEK } };

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(name, units[i].name) == 0)
			return units[i].seconds;
	return 0;
}

int duration_parse(int64_t *out, const char *text)
{
	char *end = NULL;
	long long n;
	int64_t unit;

	errno = 0;
	n = strtoll(text, &end, 10);
	unit = unit_s(end);
	if (text[0] < '0' || text[0] > '9' || unit == 0)
		return err_set(ERR_INVALID,
			_("'%s' is no length of time; write a number and a "
			  "unit, like 90s, 15min, 12h, 2d or 1w"),
			text);
	if (errno != 0 || n < 1 || n > LONGEST / unit)
		return err_set(ERR_INVALID,
			_("'%s' is too short or too long; a length of time is "
			  "between 1s and 3650d"),
			text);
	*out = n * unit * INSTANT_SECOND;
	return 0;
}
