/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

/*
 * Points in time: an int64_t of nanoseconds since 1970-01-01T00:00:00Z, no
 * leap seconds (as POSIX), read for the years 1678 to 2261. Text is RFC
 * 3339. Dates are proleptic Gregorian, years 1 to 9999.
 *
 *	rc = instant_parse(&ns, &offset, text, len);
 *	instant_format(line, ns, offset, INSTANT_S);
 *
 * A leap second (23:59:60 UTC on the last day of a month, whatever the
 * offset it is written with) is read as the start of the second behind it;
 * second 60 at any other time is refused.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INSTANT_SECOND INT64_C(1000000000)

enum { INSTANT_TEXT = 40 }; /* room for any formatted instant, with NUL */

/* A wall-clock reading without a zone. */
struct civil {
	int year, month, day;	  /* 1..12, 1..31 */
	int hour, minute, second; /* 0..23, 0..59, 0..60 */
	int nanosecond;
};

enum instant_precision {
	INSTANT_S,  /* 2026-11-24T12:00:00Z */
	INSTANT_MS, /* .123 */
	INSTANT_NS, /* .123456789 */
};

/* The system's clock. */
int64_t instant_now(void);

/* The clock of documents: SOURCE_DATE_EPOCH when it is set and valid, else
 * the system's. */
int64_t instant_document_now(void);

/* Reads an RFC 3339 date-time with its offset ("2018-09-03T10:00:00+02:00",
 * "…Z"; a space instead of T and lower-case t, z are accepted; up to nine
 * digits of a fraction, more are refused; "-00:00" is UTC); offset_s, when
 * not NULL, gets the offset in seconds east. ERR_PARSE quotes the text and
 * says what is expected. */
int instant_parse(int64_t *out, int *offset_s, const char *text, size_t len);

/* Writes it as seen offset_s seconds east of UTC; "Z" when that is 0. What
 * is finer than the precision, or of the offset than a minute, is cut off;
 * the text always names the instant. */
void instant_format(char out[INSTANT_TEXT], int64_t ns, int offset_s,
	enum instant_precision precision);

/* The date alone, "2018-09-03", as seen offset_s east. */
void instant_date(char out[INSTANT_TEXT], int64_t ns, int offset_s);

/* Civil reading at UTC + offset_s, and back (false when a field is out of
 * range or the instant is; *out is then untouched). */
void instant_civil(struct civil *out, int64_t ns, int offset_s);
bool instant_from_civil(int64_t *out, const struct civil *c, int offset_s);

/* Reads a date alone, "2018-09-03", as the day's first moment in UTC: kept so,
 * it is that calendar day in Europe's zones too. ERR_PARSE when it has a time
 * or is no date. */
int instant_parse_day(int64_t *out, const char *text);

/* Reads "2018-09-03" (a date alone, RFC 3339 full-date), or
 * "2018-09-03 10:00[:00[.123]]" / with T, a comma for the dot (ISO 8601),
 * without an offset, into c; *has_time, when not NULL, tells which.
 * ERR_PARSE as above. */
int instant_parse_civil(
	struct civil *c, bool *has_time, const char *text, size_t len);

/* Reads the date of an HTTP header, "Tue, 24 Nov 2026 12:00:00 GMT" (RFC
 * 9110, 5.6.7, the one form that senders may use; the day of the week is not
 * checked); false for anything else. text may be NULL. */
bool instant_parse_http(int64_t *out, const char *text);

/* Days since 1970-01-01, and back; 0 is a Thursday. */
int64_t instant_days(int year, int month, int day);
void instant_from_days(int64_t days, int *year, int *month, int *day);
bool instant_is_date(int year, int month, int day);

/* How long an instant is after an earlier one, in ns: 0 when it is not, and
 * INT64_MAX when it is longer. */
int64_t instant_since(int64_t ns, int64_t earlier);

#endif
