/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/clock.h"

#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "evidence/moment.h"

#define LETTERS "YymbdHIMSfpz"

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool has(const char *pattern, const char *letters)
{
	return strpbrk(pattern, letters) != NULL;
}

int clock_pattern(struct str *out, const char *text)
{
	static const struct {
		char sign;
		const char *letters;
	} signs[] = { { 'e', "d" }, { 'F', "Y-m-d" }, { 'T', "H:M:S" },
		{ 'R', "H:M" }, { 'D', "m/d/y" }, { 'h', "b" }, { 'B', "b" } };
	bool percent = strchr(text, '%') != NULL;

	for (; *text != '\0'; text++) {
		size_t i = 0;

		if (!percent || *text != '%') {
			str_putc(out, *text);
			continue;
		}
		text++;
		while (i < sizeof(signs) / sizeof(signs[0]) &&
			signs[i].sign != *text)
			i++;
		if (i < sizeof(signs) / sizeof(signs[0]))
			str_puts(out, signs[i].letters);
		else if (*text != '\0' && strchr(LETTERS, *text) != NULL)
			str_putc(out, *text);
		else
			return err_set(ERR_INVALID,
				_("'%%%c' is not known in a form of times; "
				  "there are %%Y %%y %%m %%b %%d %%H %%I %%M "
				  "%%S %%f %%p %%z"),
				*text != '\0' ? *text : '%');
	}
	return 0;
}

/* Each part at most once: of "Y-m-d H:m" the minutes would be read as the
 * month, silently. */
static int check_letters(const char *pattern)
{
	for (const char *p = pattern; *p != '\0'; p++) {
		if (!is_letter(*p) || *p == 'T')
			continue;
		if (strchr(LETTERS, *p) == NULL)
			return err_set(ERR_INVALID,
				_("a time pattern has no '%c'; there are Y y m "
				  "b d H I M S f p z, as in 'd/m/Y H:M:S'"),
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
	if (!has(pattern, "Yy") || !has(pattern, "mb") || !has(pattern, "d"))
		return err_set(ERR_INVALID,
			_("the time pattern '%s' needs Y, m and d, as in "
			  "'Y-m-d H:M:S'; the others are rfc3339, epoch-s, "
			  "epoch-ms"),
			pattern);
	if ((has(pattern, "Y") && has(pattern, "y")) ||
		(has(pattern, "m") && has(pattern, "b")))
		return err_set(ERR_INVALID,
			_("the time pattern '%s' has its year or month "
			  "twice"),
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

/* "Sep", also as "September" or "sept.". */
static bool month_name(int *month, const char **text)
{
	size_t n = 0;
	char name[3];

	while (is_letter((*text)[n]))
		n++;
	if (n < 3)
		return false;
	name[0] = (char)((*text)[0] & ~0x20);
	name[1] = (char)((*text)[1] | 0x20);
	name[2] = (char)((*text)[2] | 0x20);
	*month = moment_month(name, 3);
	*text += n + ((*text)[n] == '.');
	return *month > 0;
}

static bool offset(struct clock_reading *out, const char **text)
{
	int sign = **text == '-' ? -1 : 1, hours = 0, minutes = 0;

	out->has_offset = true;
	if (**text == 'Z' || **text == 'z') {
		++*text;
		return true;
	}
	if (**text != '+' && **text != '-')
		return false;
	++*text;
	if (!digits(&hours, text, 2, 2))
		return false;
	*text += **text == ':';
	if (**text != '\0' && !digits(&minutes, text, 2, 2))
		return false;
	out->offset_s = sign * (hours * 3600 + minutes * 60);
	return hours < 24 && minutes < 60;
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

/* A part that is of digits, at most max of them. */
static bool number(struct civil *c, char letter, const char **text)
{
	switch (letter) {
	case 'Y':
		return digits(&c->year, text, 4, 4);
	case 'm':
		return digits(&c->month, text, 1, 2);
	case 'd':
		return digits(&c->day, text, 1, 2);
	case 'M':
		return digits(&c->minute, text, 1, 2);
	case 'S':
		return digits(&c->second, text, 1, 2);
	default: /* H, I */
		return digits(&c->hour, text, 1, 2);
	}
}

static bool part(
	struct clock_reading *out, int *half, char letter, const char **text)
{
	struct civil *c = &out->when;

	switch (letter) {
	case 'y':
		if (!digits(&c->year, text, 2, 2))
			return false;
		c->year += 2000;
		return true;
	case 'b':
		return month_name(&c->month, text);
	case 'f':
		return fraction(&c->nanosecond, &out->precision, text);
	case 'p':
		return half_day(half, text);
	case 'z':
		return offset(out, text);
	default:
		if (strchr(LETTERS, letter) != NULL)
			return number(c, letter, text);
		return *(*text)++ == letter;
	}
}

/* A fraction may be missing with the sign before it. */
static bool no_fraction(const char *pattern, char next)
{
	return (pattern[0] == '.' || pattern[0] == ',') && pattern[1] == 'f' &&
	       next != pattern[0];
}

bool clock_has_offset(const char *pattern)
{
	return strchr(pattern, 'z') != NULL;
}

bool clock_read(
	struct clock_reading *out, const char *pattern, const char *text)
{
	struct civil *c = &out->when;
	int half = -1;

	*out = (struct clock_reading){ .precision = coarse(pattern) };
	for (; *pattern != '\0'; pattern++)
		if (no_fraction(pattern, *text))
			pattern++;
		else if (*text == '\0' || !part(out, &half, *pattern, &text))
			return false;
	if (half >= 0) {
		if (c->hour < 1 || c->hour > 12)
			return false;
		c->hour = c->hour % 12 + 12 * half;
	}
	return *text == '\0' && instant_is_date(c->year, c->month, c->day) &&
	       c->hour < 24 && c->minute < 60 && c->second <= 60;
}
