/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/clock.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool has(const char *pattern, const char *letters)
{
	return strpbrk(pattern, letters) != NULL;
}

/* Each part at most once: of "Y-m-d H:m" the minutes would be read as the
 * month, silently. */
static int check_letters(const char *pattern)
{
	for (const char *p = pattern; *p != '\0'; p++) {
		if (!is_letter(*p) || *p == 'T')
			continue;
		if (strchr("YmdHIMSfp", *p) == NULL)
			return err_set(ERR_INVALID,
				_("a time pattern has no '%c'; there are Y m d "
				  "H I M S f p, as in 'd/m/Y H:M:S'"),
				*p);
		if (strchr(p + 1, *p) != NULL)
			return err_set(ERR_INVALID,
				_("the time pattern '%s' has '%c' twice; m is "
				  "the month, M the minute"),
				pattern, *p);
	}
	return 0;
}

int clock_check(const char *pattern)
{
	int rc = check_letters(pattern);

	if (rc != 0)
		return rc;
	if (!has(pattern, "Y") || !has(pattern, "m") || !has(pattern, "d"))
		return err_set(ERR_INVALID,
			_("the time pattern '%s' needs Y, m and d, as in "
			  "'Y-m-d H:M:S'; the others are rfc3339, epoch-s, "
			  "epoch-ms"),
			pattern);
	if (has(pattern, "I") != has(pattern, "p") ||
		(has(pattern, "I") && has(pattern, "H")))
		return err_set(ERR_INVALID,
			_("the time pattern '%s' needs H alone, or I and p "
			  "together"),
			pattern);
	if ((has(pattern, "M") && !has(pattern, "HI")) ||
		(has(pattern, "S") && !has(pattern, "M")) ||
		(has(pattern, "f") && !has(pattern, "S")))
		return err_set(ERR_INVALID,
			_("the time pattern '%s' leaves out a part between "
			  "the day and its finest; it would be read as 0"),
			pattern);
	return 0;
}

/* Up to max digits, at least min. */
static bool digits(int *out, const char **text, int min, int max)
{
	int n = 0, v = 0;

	for (; n < max && **text >= '0' && **text <= '9'; n++)
		v = v * 10 + *(*text)++ - '0';
	*out = v;
	return n >= min;
}

static bool fraction(
	int *out, enum observation_precision *precision, const char **text)
{
	const char *from = *text;
	size_t n;

	if (!digits(out, text, 1, 9))
		return false;
	n = (size_t)(*text - from);
	*precision = clock_precision(n);
	for (; n < 9; n++)
		*out *= 10;
	return true;
}

static bool half_day(int *half, const char **text)
{
	if (strncasecmp(*text, "AM", 2) != 0 &&
		strncasecmp(*text, "PM", 2) != 0)
		return false;
	*half = (*text)[0] == 'P' || (*text)[0] == 'p';
	*text += 2;
	return true;
}

enum observation_precision clock_precision(size_t decimals)
{
	if (decimals == 0)
		return OBSERVATION_PRECISION_S;
	if (decimals <= 3)
		return OBSERVATION_PRECISION_MS;
	return decimals <= 6 ? OBSERVATION_PRECISION_US
			     : OBSERVATION_PRECISION_NS;
}

static enum observation_precision coarse(const char *pattern)
{
	if (strchr(pattern, 'S') != NULL)
		return OBSERVATION_PRECISION_S;
	if (strchr(pattern, 'M') != NULL)
		return OBSERVATION_PRECISION_MIN;
	return strpbrk(pattern, "HI") != NULL ? OBSERVATION_PRECISION_HOUR
					      : OBSERVATION_PRECISION_DAY;
}

static bool part(struct civil *c, enum observation_precision *precision,
	int *half, char letter, const char **text)
{
	switch (letter) {
	case 'Y':
		return digits(&c->year, text, 4, 4);
	case 'm':
		return digits(&c->month, text, 1, 2);
	case 'd':
		return digits(&c->day, text, 1, 2);
	case 'H':
	case 'I':
		return digits(&c->hour, text, 1, 2);
	case 'M':
		return digits(&c->minute, text, 1, 2);
	case 'S':
		return digits(&c->second, text, 1, 2);
	case 'f':
		return fraction(&c->nanosecond, precision, text);
	case 'p':
		return half_day(half, text);
	default:
		return *(*text)++ == letter;
	}
}

bool clock_read(struct civil *out, enum observation_precision *precision,
	const char *pattern, const char *text)
{
	int half = -1;

	*out = (struct civil){ 0 };
	*precision = coarse(pattern);
	for (; *pattern != '\0'; pattern++)
		if (*text == '\0' ||
			!part(out, precision, &half, *pattern, &text))
			return false;
	if (half >= 0) {
		if (out->hour < 1 || out->hour > 12)
			return false;
		out->hour = out->hour % 12 + 12 * half;
	}
	return *text == '\0' &&
	       instant_is_date(out->year, out->month, out->day) &&
	       out->hour < 24 && out->minute < 60 && out->second <= 60;
}
