/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/logcat.h"

#include <string.h>

#include "evidence/clock.h"
#include "evidence/digits.h"

enum { NUMBERS_MAX = 3, HOUR_S = 3600 };

/* What is left of a line. */
struct rest {
	const char *p, *end;
};

static void skip_blanks(struct rest *r)
{
	while (r->p < r->end && *r->p == ' ')
		r->p++;
}

/* The next word; its length, 0 at the end. */
static size_t word(struct rest *r, const char **out)
{
	const char *from;

	skip_blanks(r);
	from = r->p;
	while (r->p < r->end && *r->p != ' ')
		r->p++;
	*out = from;
	return (size_t)(r->p - from);
}

static bool part(int *out, const char **p, const char *end, size_t digits,
	int max, char behind)
{
	int64_t v;

	if ((size_t)(end - *p) < digits || !digits_read(&v, *p, digits, max))
		return false;
	*p += digits;
	*out = (int)v;
	if (behind == '\0')
		return true;
	return *p < end && *(*p)++ == behind;
}

/* "07-16" or "2018-07-16" */
static bool read_date(struct civil *c, const char *p, size_t len)
{
	const char *end = p + len;

	if (len == 10 && !part(&c->year, &p, end, 4, 9999, '-'))
		return false;
	return (len == 5 || len == 10) &&
	       part(&c->month, &p, end, 2, 12, '-') &&
	       part(&c->day, &p, end, 2, 31, '\0') && p == end &&
	       (len == 5 || c->year > 0);
}

/* "09:03:11.113" */
static bool read_time(struct logcat_line *out, const char *p, size_t len)
{
	const char *end = p + len;
	struct civil *c = &out->when;
	size_t n = 0;

	if (!part(&c->hour, &p, end, 2, 23, ':') ||
		!part(&c->minute, &p, end, 2, 59, ':') ||
		!part(&c->second, &p, end, 2, 59, '.'))
		return false;
	for (int unit = 100000000; p < end && unit > 0; p++, unit /= 10, n++) {
		if (*p < '0' || *p > '9')
			return false;
		c->nanosecond += (*p - '0') * unit;
	}
	out->precision = clock_precision(n);
	return n > 0 && p == end;
}

/* "+0200": the time is an instant. */
static bool read_zone(struct logcat_line *out, const char *p, size_t len)
{
	const char *end = p + len;
	int hours, minutes, sign = len > 0 && *p == '-' ? -1 : 1;

	if (len != 5 || (*p != '+' && *p != '-'))
		return false;
	p++;
	if (!part(&hours, &p, end, 2, 23, '\0') ||
		!part(&minutes, &p, end, 2, 59, '\0') || out->when.year == 0)
		return false;
	out->has_ns = instant_from_civil(
		&out->ns, &out->when, sign * (hours * HOUR_S + minutes * 60));
	out->zone = OBSERVATION_ZONE_OFFSET;
	return out->has_ns;
}

static bool read_epoch(struct logcat_line *out, const char *p, size_t len)
{
	size_t decimals = 0;

	if (len < 10 ||
		!digits_epoch(&out->ns, &decimals, p, len, INSTANT_SECOND))
		return false;
	out->has_ns = true;
	out->zone = OBSERVATION_ZONE_EPOCH;
	out->precision = clock_precision(decimals);
	return true;
}

static bool read_when(struct logcat_line *out, struct rest *r)
{
	struct rest ahead;
	const char *p;
	size_t n = word(r, &p);

	if (read_epoch(out, p, n))
		return true;
	if (!read_date(&out->when, p, n))
		return false;
	n = word(r, &p);
	if (!read_time(out, p, n))
		return false;
	ahead = *r;
	n = word(&ahead, &p);
	if (read_zone(out, p, n))
		*r = ahead;
	return true;
}

static bool is_priority(const char *p, size_t len)
{
	return len == 1 && memchr("VDIWEFAS", *p, 8) != NULL;
}

/* "I tag: text", behind up to three numbers. */
static bool read_thread(struct logcat_line *out, struct rest r)
{
	const char *p, *colon;
	int64_t number;
	size_t n = word(&r, &p);

	for (int i = 0; i < NUMBERS_MAX && !is_priority(p, n); i++) {
		if (!digits_read(&number, p, n, INT32_MAX) && (i > 0 || n == 0))
			return false;
		n = word(&r, &p);
	}
	if (!is_priority(p, n))
		return false;
	skip_blanks(&r);
	colon = memchr(r.p, ':', (size_t)(r.end - r.p));
	if (colon == NULL)
		return false;
	out->tag = r.p;
	out->tag_len = (size_t)(colon - r.p);
	r.p = colon + 1;
	skip_blanks(&r);
	out->text = r.p;
	out->text_len = (size_t)(r.end - r.p);
	return true;
}

/* "I/tag( 1144): text" */
static bool read_slash(struct logcat_line *out, struct rest r)
{
	const char *bracket, *close;

	skip_blanks(&r);
	if (r.end - r.p < 4 || !is_priority(r.p, 1) || r.p[1] != '/')
		return false;
	r.p += 2;
	bracket = memchr(r.p, '(', (size_t)(r.end - r.p));
	close = bracket != NULL
			? memchr(bracket, ')', (size_t)(r.end - bracket))
			: NULL;
	if (close == NULL || r.end - close < 2 || close[1] != ':')
		return false;
	out->tag = r.p;
	out->tag_len = (size_t)(bracket - r.p);
	r.p = close + 2;
	skip_blanks(&r);
	out->text = r.p;
	out->text_len = (size_t)(r.end - r.p);
	return true;
}

bool logcat_line_read(struct logcat_line *out, const struct line *line)
{
	struct rest r = { line->text, line->text + line->len };

	*out = (struct logcat_line){ .zone = OBSERVATION_ZONE_GIVEN };
	if (!read_when(out, &r))
		return false;
	if (!read_slash(out, r) && !read_thread(out, r))
		return false;
	while (out->tag_len > 0 && out->tag[out->tag_len - 1] == ' ')
		out->tag_len--;
	return true;
}
