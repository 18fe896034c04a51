/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendar arithmetic after the usual reduction to eras of 400 years
 * beginning on 1 March, in which the leap day is the last day of the year.
 */
#include "base/instant.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/i18n.h"

enum {
	DAYS_ERA = 146097,     /* days of 400 years */
	DAYS_TO_1970 = 719468, /* from 0000-03-01 */
	SECONDS_DAY = 86400,
	YEAR_MIN = 1678,
	YEAR_MAX = 2261,
	QUOTED_MAX = 60, /* bytes of a wrong text that a message repeats */
};

/* A cursor over a text that is being read. */
struct cursor {
	const char *p, *end;
	bool too_fine; /* stopped at the tenth digit of a fraction */
};

int64_t instant_days(int year, int month, int day)
{
	int64_t y = (int64_t)year - (month <= 2);
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t of_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * DAYS_ERA + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

void instant_from_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + DAYS_TO_1970;
	int64_t era = (z >= 0 ? z : z - (DAYS_ERA - 1)) / DAYS_ERA;
	int64_t doe = z - era * DAYS_ERA;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;

	*day = (int)(doy - (153 * mp + 2) / 5 + 1);
	*month = (int)(mp < 10 ? mp + 3 : mp - 9);
	*year = (int)(yoe + era * 400 + (*month <= 2));
}

bool instant_is_date(int year, int month, int day)
{
	int y, m, d;

	if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
		day > 31)
		return false;
	instant_from_days(instant_days(year, month, day), &y, &m, &d);
	return y == year && m == month && d == day;
}

int64_t instant_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * INSTANT_SECOND + t.tv_nsec;
}

int64_t instant_document_now(void)
{
	const char *text = getenv("SOURCE_DATE_EPOCH");
	char *end = NULL;
	long long v;

	if (text == NULL || *text < '0' || *text > '9')
		return instant_now();
	errno = 0;
	v = strtoll(text, &end, 10);
	if (errno != 0 || *end != '\0' || v > INT64_MAX / INSTANT_SECOND)
		return instant_now();
	return (int64_t)v * INSTANT_SECOND;
}

/* A leap second is the last of a month in UTC; POSIX gives it the number of
 * the second that follows. */
static bool begins_month(int64_t s)
{
	int year, month, day;

	if (s % SECONDS_DAY != 0)
		return false;
	instant_from_days(s / SECONDS_DAY, &year, &month, &day);
	return day == 1;
}

bool instant_from_civil(int64_t *out, const struct civil *c, int offset_s)
{
	int64_t s;

	if (!instant_is_date(c->year, c->month, c->day) || c->year < YEAR_MIN ||
		c->year > YEAR_MAX || c->hour < 0 || c->hour > 23 ||
		c->minute < 0 || c->minute > 59 || c->second < 0 ||
		c->second > 60 || c->nanosecond < 0 ||
		c->nanosecond >= INSTANT_SECOND)
		return false;
	s = instant_days(c->year, c->month, c->day) * SECONDS_DAY +
	    c->hour * 3600 + c->minute * 60 + c->second - offset_s;
	if (c->second == 60 && !begins_month(s))
		return false;
	*out = s * INSTANT_SECOND + (c->second == 60 ? 0 : c->nanosecond);
	return true;
}

void instant_civil(struct civil *out, int64_t ns, int offset_s)
{
	int64_t s = ns / INSTANT_SECOND, fraction = ns % INSTANT_SECOND;
	int64_t days, rest;

	if (fraction < 0) {
		fraction += INSTANT_SECOND;
		s--;
	}
	s += offset_s;
	days = s / SECONDS_DAY;
	rest = s % SECONDS_DAY;
	if (rest < 0) {
		rest += SECONDS_DAY;
		days--;
	}
	instant_from_days(days, &out->year, &out->month, &out->day);
	out->hour = (int)(rest / 3600);
	out->minute = (int)(rest / 60 % 60);
	out->second = (int)(rest % 60);
	out->nanosecond = (int)fraction;
}

/* Writes v with that many digits; returns the place behind them. */
static char *put(char *p, int v, int digits)
{
	for (int i = digits - 1; i >= 0; i--) {
		p[i] = (char)('0' + v % 10);
		v /= 10;
	}
	return p + digits;
}

static char *put_date(char *p, const struct civil *c)
{
	p = put(p, c->year, 4);
	*p++ = '-';
	p = put(p, c->month, 2);
	*p++ = '-';
	return put(p, c->day, 2);
}

static char *put_clock(char *p, int hour, int minute)
{
	p = put(p, hour, 2);
	*p++ = ':';
	return put(p, minute, 2);
}

/* RFC 3339 has offsets of whole minutes: the seconds of a local mean time
 * are left out of both the reading and the offset. */
void instant_format(char out[INSTANT_TEXT], int64_t ns, int offset_s,
	enum instant_precision precision)
{
	struct civil c;
	char *p;
	int offset_min = offset_s / 60;

	instant_civil(&c, ns, offset_min * 60);
	p = put_date(out, &c);
	*p++ = 'T';
	p = put_clock(p, c.hour, c.minute);
	*p++ = ':';
	p = put(p, c.second, 2);
	if (precision != INSTANT_S)
		*p++ = '.';
	if (precision == INSTANT_MS)
		p = put(p, c.nanosecond / 1000000, 3);
	else if (precision == INSTANT_NS)
		p = put(p, c.nanosecond, 9);
	if (offset_min == 0) {
		*p++ = 'Z';
	} else {
		*p++ = offset_min < 0 ? '-' : '+';
		p = put_clock(p, abs(offset_min) / 60, abs(offset_min) % 60);
	}
	*p = '\0';
}

void instant_date(char out[INSTANT_TEXT], int64_t ns, int offset_s)
{
	struct civil c;

	instant_civil(&c, ns, offset_s);
	*put_date(out, &c) = '\0';
}

/* Exactly n digits. */
static bool number(struct cursor *at, int n, int *out)
{
	int v = 0;

	if (at->end - at->p < n)
		return false;
	for (int i = 0; i < n; i++) {
		if (at->p[i] < '0' || at->p[i] > '9')
			return false;
		v = v * 10 + (at->p[i] - '0');
	}
	at->p += n;
	*out = v;
	return true;
}

static bool one_of(struct cursor *at, const char *set)
{
	if (at->p == at->end || *at->p == '\0' || strchr(set, *at->p) == NULL)
		return false;
	at->p++;
	return true;
}

static bool date(struct cursor *at, struct civil *c)
{
	return number(at, 4, &c->year) && one_of(at, "-") &&
	       number(at, 2, &c->month) && one_of(at, "-") &&
	       number(at, 2, &c->day) &&
	       instant_is_date(c->year, c->month, c->day);
}

/* ".123": one to nine digits behind the mark, if it stands here. */
static bool fraction(struct cursor *at, struct civil *c, const char *mark)
{
	int scale = (int)INSTANT_SECOND / 10, n = 0, digit;

	c->nanosecond = 0;
	if (!one_of(at, mark))
		return true;
	for (; n < 9 && number(at, 1, &digit); n++) {
		c->nanosecond += digit * scale;
		scale /= 10;
	}
	at->too_fine = n == 9 && number(at, 1, &digit);
	return n > 0 && !at->too_fine;
}

static bool hour_minute(struct cursor *at, struct civil *c)
{
	return number(at, 2, &c->hour) && one_of(at, ":") &&
	       number(at, 2, &c->minute) && c->hour <= 23 && c->minute <= 59;
}

static bool seconds(struct cursor *at, struct civil *c, const char *mark)
{
	return number(at, 2, &c->second) && c->second <= 60 &&
	       fraction(at, c, mark);
}

static bool offset(struct cursor *at, int *out)
{
	int hours, minutes, sign;

	*out = 0;
	if (one_of(at, "Zz"))
		return true;
	if (at->p == at->end || (*at->p != '+' && *at->p != '-'))
		return false;
	sign = *at->p++ == '-' ? -1 : 1;
	if (!number(at, 2, &hours) || !one_of(at, ":") ||
		!number(at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*out = sign * (hours * 3600 + minutes * 60);
	return true;
}

static int refuse(const struct cursor *at, const char *text, size_t len,
	const char *expected)
{
	size_t n = len < QUOTED_MAX ? len : QUOTED_MAX;

	while (n < len && n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--;
	if (at->too_fine)
		return err_set(ERR_PARSE,
			_("'%.*s' is not a time; at most nine digits stand "
			  "behind the seconds"),
			(int)n, text);
	return err_set(ERR_PARSE, _("'%.*s' is not a time; expected %s"),
		(int)n, text, expected);
}

int instant_parse(int64_t *out, int *offset_s, const char *text, size_t len)
{
	struct cursor at = { text, text + len, false };
	struct civil c = { 0 };
	int east;

	if (!date(&at, &c) || !one_of(&at, "Tt ") || !hour_minute(&at, &c) ||
		!one_of(&at, ":") || !seconds(&at, &c, ".") ||
		!offset(&at, &east) || at.p != at.end)
		return refuse(&at, text, len,
			"2018-09-03T10:00:00+02:00 / 2018-09-03T08:00:00Z");
	if (!instant_from_civil(out, &c, east))
		return err_set(ERR_PARSE,
			_("'%.*s' is no time of the years %d to %d"), (int)len,
			text, YEAR_MIN, YEAR_MAX);
	if (offset_s != NULL)
		*offset_s = east;
	return 0;
}

/* "T10:00", "T10:00:00.123" */
static bool rest_of_day(struct cursor *at, struct civil *c)
{
	return one_of(at, "Tt ") && hour_minute(at, c) &&
	       (!one_of(at, ":") || seconds(at, c, ".,"));
}

int instant_parse_civil(
	struct civil *c, bool *has_time, const char *text, size_t len)
{
	struct cursor at = { text, text + len, false };
	struct civil read = { 0 };
	bool dated = date(&at, &read);
	bool timed = dated && at.p != at.end;

	if (!dated || (timed && !rest_of_day(&at, &read)) || at.p != at.end)
		return refuse(&at, text, len, "2018-09-03 / 2018-09-03 10:00");
	*c = read;
	if (has_time != NULL)
		*has_time = timed;
	return 0;
}

int instant_parse_day(int64_t *out, const char *text)
{
	struct civil c;
	bool has_time = false;
	int rc = instant_parse_civil(&c, &has_time, text, strlen(text));

	if (rc == 0 && (has_time || !instant_from_civil(out, &c, 0)))
		rc = err_set(ERR_PARSE, _("'%s' is no date"), text);
	return rc;
}

/* So many digits at text. */
static int digits(const char *text, size_t n)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		v = v * 10 + (text[i] - '0');
	}
	return v;
}

bool instant_parse_http(int64_t *out, const char *text)
{
	static const char form[] = "aaa, dd aaa dddd dd:dd:dd GMT";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct civil c = { 0 };

	if (text == NULL || strlen(text) != sizeof(form) - 1)
		return false;
	for (size_t i = 0; form[i] != '\0'; i++)
		if (form[i] != 'a' && form[i] != 'd' && form[i] != text[i])
			return false;
	for (int m = 0; m < 12; m++)
		if (strncmp(months + (size_t)m * 3, text + 8, 3) == 0)
			c.month = m + 1;
	c.day = digits(text + 5, 2);
	c.year = digits(text + 12, 4);
	c.hour = digits(text + 17, 2);
	c.minute = digits(text + 20, 2);
	c.second = digits(text + 23, 2);
	return instant_from_civil(out, &c, 0);
}

int64_t instant_since(int64_t ns, int64_t earlier)
{
	uint64_t d = ns > earlier ? (uint64_t)ns - (uint64_t)earlier : 0;

	return d > INT64_MAX ? INT64_MAX : (int64_t)d;
}
