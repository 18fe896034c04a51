/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/moment.h"

#include <string.h>

#include "evidence/clock.h"
#include "evidence/digits.h"

enum { WORD = 48 };

int moment_month(const char *text, size_t len)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; len == 3 && i < 12; i++)
		if (memcmp(text, names + 3 * i, 3) == 0)
			return i + 1;
	return 0;
}

/* A number of so many digits, or fewer, up to max. */
static bool number(const char *text, size_t len, int max, int *out)
{
	int64_t v;

	if (!digits_read(&v, text, len, max))
		return false;
	*out = (int)v;
	return true;
}

/* "09:22:40", "09:22:40.123" or ",123" */
static bool clock_time(struct moment *m, const char *text, size_t len)
{
	struct civil *c = &m->when;
	int scale = 100000000;

	m->precision = OBSERVATION_PRECISION_S;
	if (len < 8 || text[2] != ':' || text[5] != ':' ||
		!number(text, 2, 23, &c->hour) ||
		!number(text + 3, 2, 59, &c->minute) ||
		!number(text + 6, 2, 60, &c->second))
		return false;
	if (len == 8)
		return true;
	if ((text[8] != '.' && text[8] != ',') || len == 9 || len > 18)
		return false;
	for (size_t i = 9; i < len; i++, scale /= 10) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		c->nanosecond += (text[i] - '0') * scale;
	}
	m->precision = clock_precision(len - 9);
	return true;
}

/* "Jul 16 09:22:40", "Tue Jul 16 09:22:40 2026", "Jul 16 2026 09:22:40" */
static bool read_bsd(struct moment *m, struct cursor *c)
{
	struct cursor again;
	char text[WORD];
	size_t n = cursor_word(c, text, sizeof(text));

	m->when.month = moment_month(text, n);
	if (m->when.month == 0) {
		n = cursor_word(c, text, sizeof(text));
		m->when.month = moment_month(text, n);
	}
	n = cursor_word(c, text, sizeof(text));
	if (m->when.month == 0 || !number(text, n, 31, &m->when.day) ||
		m->when.day < 1)
		return false;
	n = cursor_word(c, text, sizeof(text));
	if (n == 4 && number(text, n, 9999, &m->when.year)) {
		m->has_year = true;
		n = cursor_word(c, text, sizeof(text));
	}
	if (!clock_time(m, text, n))
		return false;
	again = *c;
	n = cursor_word(&again, text, sizeof(text));
	if (!m->has_year && n == 4 && number(text, n, 9999, &m->when.year)) {
		m->has_year = true;
		*c = again;
	}
	return true;
}

/* Where the offset of "…T09:22:40.123+02:00" begins; len when there is
 * none. */
static size_t find_offset(const char *text, size_t len)
{
	size_t i = 11;

	while (i < len && strchr("0123456789:.,", text[i]) != NULL)
		i++;
	return i < len ? i : len;
}

/* "+02:00", "+0200" or "+02" as RFC 3339 has it, into room for 7; 'Z' stays. */
static bool offset_text(char out[8], const char *text, size_t len)
{
	if (len == 1 && (text[0] == 'Z' || text[0] == 'z')) {
		memcpy(out, "Z", 2);
		return true;
	}
	if (len < 3 || len > 6 || (text[0] != '+' && text[0] != '-'))
		return false;
	memcpy(out, text, 3);
	memcpy(out + 3, ":00", 4);
	if (len == 5)
		memcpy(out + 4, text + 3, 2);
	else if (len == 6)
		memcpy(out + 3, text + 3, 3);
	return len != 4;
}

/* A date and time of day in one text, len bytes, with T or a blank. */
static bool iso_text(struct moment *m, char *text, size_t len)
{
	size_t at = find_offset(text, len);
	char whole[WORD + 8];
	char offset[8];

	for (size_t i = 0; i < at; i++)
		if (text[i] == ',')
			text[i] = '.';
	if (len < 19 || at < 19 || !clock_time(m, text + 11, at - 11))
		return false;
	m->has_year = true;
	if (at == len)
		return instant_parse_civil(&m->when, NULL, text, len) == 0;
	if (!offset_text(offset, text + at, len - at))
		return false;
	memcpy(whole, text, at);
	memcpy(whole + at, offset, strlen(offset) + 1);
	m->has_zone = true;
	m->zone = offset[0] == 'Z' ? OBSERVATION_ZONE_UTC
				   : OBSERVATION_ZONE_OFFSET;
	return instant_parse(&m->ns, NULL, whole, strlen(whole)) == 0;
}

/* "2026-07-16T09:22:40…", "2026-07-16 09:22:40… [+0200]" */
static bool read_iso(struct moment *m, struct cursor *c)
{
	char text[WORD];
	char more[8];
	size_t n = cursor_word(c, text, sizeof(text));
	struct cursor again;

	if (n == 10) {
		text[n++] = ' ';
		n += cursor_word(c, text + n, sizeof(text) - n);
	}
	again = *c;
	if (find_offset(text, n) == n && n + 8 < sizeof(text) &&
		cursor_word(&again, more, sizeof(more)) == 5 &&
		(more[0] == '+' || more[0] == '-') && n > 11 &&
		strspn(more + 1, "0123456789") == 4) {
		memcpy(text + n, more, 6);
		n += 5;
		*c = again;
	}
	return iso_text(m, text, n);
}

/* "16-Jul-2026 09:22:40.123" */
static bool read_bind(struct moment *m, struct cursor *c)
{
	char text[WORD];
	size_t n = cursor_word(c, text, sizeof(text));

	m->has_year = true;
	m->when.month = moment_month(text + 3, 3);
	if (n != 11 || text[6] != '-' || m->when.month == 0 ||
		!number(text, 2, 31, &m->when.day) || m->when.day < 1 ||
		!number(text + 7, 4, 9999, &m->when.year))
		return false;
	n = cursor_word(c, text, sizeof(text));
	return clock_time(m, text, n);
}

/* "+0200" behind a time that has no year */
static void read_offset(struct moment *m, struct cursor *c)
{
	struct cursor at = *c;
	char text[8];
	int hours, minutes;

	if (cursor_word(&at, text, sizeof(text)) != 5 ||
		(text[0] != '+' && text[0] != '-') ||
		!number(text + 1, 2, 23, &hours) ||
		!number(text + 3, 2, 59, &minutes))
		return;
	m->has_offset = true;
	m->offset_s = (hours * 60 + minutes) * (text[0] == '-' ? -60 : 60);
	*c = at;
}

/* "07-16 09:22:40.123", "07-16 07:22:40.123 +0000" */
static bool read_logcat(struct moment *m, struct cursor *c)
{
	char text[WORD];
	size_t n = cursor_word(c, text, sizeof(text));

	if (n != 5 || !number(text, 2, 12, &m->when.month) ||
		!number(text + 3, 2, 31, &m->when.day) || m->when.month < 1 ||
		m->when.day < 1)
		return false;
	n = cursor_word(c, text, sizeof(text));
	if (!clock_time(m, text, n))
		return false;
	read_offset(m, c);
	return true;
}

/* "[1784186560]", "1784186560.123" */
static bool read_epoch(struct moment *m, struct cursor *c)
{
	bool bracket = cursor_pass(c, "[");
	char text[WORD];
	size_t n = bracket ? cursor_until(c, ']', text, sizeof(text))
			   : cursor_word(c, text, sizeof(text));
	size_t decimals = 0;

	/* Ten digits from 2001 to 2286. */
	if (strspn(text, "0123456789") != 10 ||
		!digits_epoch(&m->ns, &decimals, text, n, INSTANT_SECOND))
		return false;
	m->has_year = m->has_zone = true;
	m->zone = OBSERVATION_ZONE_EPOCH;
	m->precision = clock_precision(decimals);
	return true;
}

static bool read_form(struct moment *m, struct cursor *c)
{
	const char *p = c->p;

	if (cursor_left(c) < 12)
		return false;
	if (p[0] == '[' || strchr("0123456789", p[0]) == NULL)
		return p[0] == '[' ? read_epoch(m, c) : read_bsd(m, c);
	if (p[4] == '-')
		return read_iso(m, c);
	if (p[2] == '-')
		return p[3] >= '0' && p[3] <= '9' ? read_logcat(m, c)
						  : read_bind(m, c);
	return read_epoch(m, c);
}

/* "<30>" of syslog, "<30>1 " of its newer form (RFC 5424) */
static void pass_priority(struct cursor *c)
{
	struct cursor at = *c;
	char text[8];
	size_t n;

	if (!cursor_pass(&at, "<"))
		return;
	n = cursor_until(&at, '>', text, sizeof(text));
	if (n < 1 || n > 3 || strspn(text, "0123456789") != n)
		return;
	cursor_pass(&at, "1 ");
	*c = at;
}

bool moment_read(struct moment *out, struct cursor *c)
{
	struct cursor at = *c;

	*out = (struct moment){ .zone = OBSERVATION_ZONE_NONE };
	pass_priority(&at);
	if (!read_form(out, &at))
		return false;
	cursor_pass_spaces(&at);
	*c = at;
	return true;
}
