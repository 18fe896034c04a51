/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TZif (RFC 8536): a header, a block of 32-bit data for old readers, then
 * the same again with 64-bit times, then a line with a POSIX TZ rule for
 * everything behind the last transition:
 *
 *	"TZif2" … [v1 block] "TZif2" … [v2 block]
 *"\nCET-1CEST,M3.5.0,M10.5.0/3\n"
 */
#include "base/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/mem.h"

#define ZONEINFO "/usr/share/zoneinfo"

enum {
	HEADER = 44, /* bytes */
	VERSION_AT = 4,
	FILE_LIMIT = 256 << 10,
	NAME_LIMIT = 64,
	TYPES_MAX = 256,
	TIMES_MAX = 10000,
	LEAPS_MAX = 1000,
	CHARS_MAX = 512,
	OFFSET_MAX = 26 * 3600, /* RFC 8536, 3.2 */
	HOURS_MAX = 167,	/* RFC 8536, 3.3.1 */
	SECONDS_DAY = 86400,
};

/* A kind of time: its offset and its abbreviation. */
struct kind {
	int offset;
	char name[8];
};

/* When a POSIX rule changes: the second of the year. */
struct change {
	char form; /* 'M': month.week.day, 'J': 1..365, 'n': 0..365 */
	int month, week, day;
	int time; /* seconds after midnight, wall clock */
};

/* The footer's rule. */
struct rule {
	bool set, has_summer;
	struct kind standard, summer;
	struct change start, end;
};

struct zone {
	char *name;
	int64_t *times;	      /* seconds, ascending */
	unsigned char *types; /* index into kinds, one per time */
	size_t n;
	struct kind kinds[TYPES_MAX];
	size_t n_kinds;
	struct rule rule;
};

/* Counts of a TZif header. */
struct counts {
	uint32_t isut, isstd, leap, time, type, chars;
};

static bool read_counts(struct counts *c, const unsigned char *p, size_t left)
{
	if (left < HEADER || memcmp(p, "TZif", 4) != 0)
		return false;
	c->isut = codec_get32(p + 20);
	c->isstd = codec_get32(p + 24);
	c->leap = codec_get32(p + 28);
	c->time = codec_get32(p + 32);
	c->type = codec_get32(p + 36);
	c->chars = codec_get32(p + 40);
	return c->isut <= TYPES_MAX && c->isstd <= TYPES_MAX &&
	       c->leap <= LEAPS_MAX && c->time <= TIMES_MAX && c->type > 0 &&
	       c->type <= TYPES_MAX && c->chars <= CHARS_MAX;
}

static size_t block_size(const struct counts *c, size_t time_bytes)
{
	return c->time * time_bytes + c->time + c->type * 6 + c->chars +
	       c->leap * (time_bytes + 4) + c->isstd + c->isut;
}

static bool read_kinds(struct zone *z, const struct counts *c,
	const unsigned char *types, const unsigned char *chars)
{
	z->n_kinds = c->type;
	for (size_t i = 0; i < c->type; i++) {
		const unsigned char *p = types + 6 * i;
		size_t at = p[5], n = 0;

		z->kinds[i].offset = (int)(int32_t)codec_get32(p);
		if (at >= c->chars || z->kinds[i].offset < -OFFSET_MAX ||
			z->kinds[i].offset > OFFSET_MAX)
			return false;
		for (; n < sizeof(z->kinds[i].name) - 1 && at + n < c->chars &&
			chars[at + n] != '\0';
			n++)
			z->kinds[i].name[n] = (char)chars[at + n];
	}
	return true;
}

static int64_t read_time(const unsigned char *p, size_t bytes)
{
	return bytes == 8 ? (int64_t)codec_get64(p) : (int32_t)codec_get32(p);
}

/* A block of data whose times have that many bytes. */
static bool read_block(struct zone *z, const struct counts *c,
	const unsigned char *p, size_t bytes)
{
	const unsigned char *index = p + c->time * bytes;
	const unsigned char *types = index + c->time;

	z->n = c->time;
	z->times = mem_new(z->n, sizeof(*z->times));
	z->types = mem_new(z->n, 1);
	for (size_t i = 0; i < z->n; i++) {
		z->times[i] = read_time(p + bytes * i, bytes);
		z->types[i] = index[i];
		if (index[i] >= c->type ||
			(i > 0 && z->times[i] <= z->times[i - 1]))
			return false;
	}
	return read_kinds(z, c, types, types + c->type * 6);
}

/* Reads digits up to max; -1 when there is none or it is too large. */
static int digits(const char **p, int max)
{
	int v = 0;
	const char *start = *p;

	while (**p >= '0' && **p <= '9') {
		v = v * 10 + (**p - '0');
		if (v > max)
			return -1;
		++*p;
	}
	return *p == start ? -1 : v;
}

/* "CET" or "<+0330>". */
static bool rule_name(const char **p, char out[8])
{
	bool quoted = **p == '<';
	size_t n = 0;

	*p += quoted;
	while (**p != '\0' &&
		(quoted ? **p != '>' : strchr("+-0123456789,<", **p) == NULL)) {
		if (n < 7)
			out[n++] = **p;
		++*p;
	}
	out[n] = '\0';
	if (quoted && **p != '>')
		return false;
	*p += quoted;
	return n > 0;
}

/* "-3:30", "167:00:00": seconds. */
static bool rule_time(const char **p, int *out)
{
	int sign = 1, h, m = 0, s = 0;

	if (**p == '-' || **p == '+')
		sign = *(*p)++ == '-' ? -1 : 1;
	h = digits(p, HOURS_MAX);
	if (**p == ':') {
		++*p;
		m = digits(p, 59);
		if (**p == ':') {
			++*p;
			s = digits(p, 59);
		}
	}
	*out = sign * (h * 3600 + m * 60 + s);
	return h >= 0 && m >= 0 && s >= 0;
}

/* POSIX counts west of Greenwich. */
static bool rule_offset(const char **p, int *out)
{
	int west;

	if (!rule_time(p, &west) || west < -OFFSET_MAX || west > OFFSET_MAX)
		return false;
	*out = -west;
	return true;
}

static bool rule_change(const char **p, struct change *c)
{
	c->time = 2 * 3600;
	c->form = 'n';
	if (**p == 'M') {
		++*p;
		c->form = 'M';
		c->month = digits(p, 12);
		if (*(*p)++ != '.')
			return false;
		c->week = digits(p, 5);
		if (*(*p)++ != '.')
			return false;
		c->day = digits(p, 6);
		if (c->month < 1 || c->week < 1 || c->day < 0)
			return false;
	} else {
		if (**p == 'J') {
			++*p;
			c->form = 'J';
		}
		c->day = digits(p, 365);
		if (c->day < (c->form == 'J'))
			return false;
	}
	if (**p != '/')
		return true;
	++*p;
	return rule_time(p, &c->time);
}

/* "CET-1CEST,M3.5.0,M10.5.0/3" */
static bool read_rule(struct rule *r, const char *p)
{
	if (*p == '\0')
		return true;
	if (!rule_name(&p, r->standard.name) ||
		!rule_offset(&p, &r->standard.offset))
		return false;
	r->set = true;
	if (*p == '\0')
		return true;
	if (!rule_name(&p, r->summer.name))
		return false;
	r->summer.offset = r->standard.offset + 3600;
	if (*p != ',' && !rule_offset(&p, &r->summer.offset))
		return false;
	if (*p++ != ',' || !rule_change(&p, &r->start) || *p++ != ',' ||
		!rule_change(&p, &r->end))
		return false;
	r->has_summer = true;
	return *p == '\0';
}

/* The line between the last two line feeds. */
static bool read_footer(struct zone *z, const char *p, size_t left)
{
	char line[128];
	const char *end;

	if (left < 2 || p[0] != '\n')
		return false;
	end = memchr(p + 1, '\n', left - 1);
	if (end == NULL || (size_t)(end - p) > sizeof(line))
		return false;
	memcpy(line, p + 1, (size_t)(end - p - 1));
	line[end - p - 1] = '\0';
	return read_rule(&z->rule, line);
}

static bool read_file(struct zone *z, const unsigned char *p, size_t len)
{
	struct counts c;
	size_t at = HEADER, size;

	if (!read_counts(&c, p, len))
		return false;
	size = block_size(&c, 4);
	if (size > len - at)
		return false;
	if (p[VERSION_AT] == '\0')
		return c.leap == 0 && read_block(z, &c, p + at, 4);
	at += size;
	if (!read_counts(&c, p + at, len - at))
		return false;
	at += HEADER;
	size = block_size(&c, 8);
	return size <= len - at && c.leap == 0 &&
	       read_block(z, &c, p + at, 8) &&
	       read_footer(z, (const char *)p + at + size, len - at - size);
}

int zone_read(struct zone **out, const char *name, const void *data, size_t len)
{
	struct zone *z = mem_new(1, sizeof(*z));

	z->name = mem_strdup(name);
	if (!read_file(z, data, len)) {
		zone_free(z);
		return err_set(ERR_CORRUPT,
			_("the zone file of '%s' is damaged or counts leap "
			  "seconds; reinstall the package tzdata"),
			name);
	}
	*out = z;
	return 0;
}

static bool good_name(const char *name)
{
	size_t n = strlen(name);

	if (n == 0 || n >= NAME_LIMIT || name[0] == '/' || name[0] == '.' ||
		strstr(name, "..") != NULL)
		return false;
	return strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx"
			    "yz0123456789_+-/.") == n;
}

static struct zone *make_utc(void)
{
	struct zone *z = mem_new(1, sizeof(*z));

	z->name = mem_strdup("UTC");
	z->rule.set = true;
	memcpy(z->rule.standard.name, "UTC", sizeof("UTC"));
	return z;
}

int zone_open(struct zone **out, const char *name)
{
	struct str file, path = { 0 };
	int rc;

	if (!good_name(name))
		return err_set(ERR_INVALID,
			_("'%s' is not the name of a time zone; expected one "
			  "like Europe/Paris"),
			name);
	if (strcmp(name, "UTC") == 0) {
		*out = make_utc();
		return 0;
	}
	str_init(&file, FILE_LIMIT);
	str_printf(&path, ZONEINFO "/%s", name);
	rc = file_read(&file, path.p);
	if (rc == 0)
		rc = zone_read(out, name, file.p, file.len);
	else
		rc = err_set(ERR_NOTFOUND,
			_("there is no time zone '%s'; expected one like "
			  "Europe/Paris (if none is known, install the "
			  "package tzdata)"),
			name);
	str_release(&file);
	str_release(&path);
	return rc;
}

void zone_free(struct zone *z)
{
	if (z == NULL)
		return;
	free(z->name);
	free(z->times);
	free(z->types);
	free(z);
}

const char *zone_name(const struct zone *z)
{
	return z->name;
}

static int64_t floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Seconds since 1970, in wall-clock terms, when a rule changes in a year. */
static int64_t change_in(const struct change *c, int year)
{
	int64_t days = instant_days(year, 1, 1);

	if (c->form == 'J') {
		/* 29 February has no number: 60 is always 1 March. */
		bool leap = instant_is_date(year, 2, 29);

		days += c->day - 1 + (leap && c->day >= 60);
	} else if (c->form == 'n') {
		days += c->day;
	} else {
		int64_t first = instant_days(year, c->month, 1);
		int64_t next = c->month == 12
				       ? instant_days(year + 1, 1, 1)
				       : instant_days(year, c->month + 1, 1);
		int weekday = (int)(((first + 4) % 7 + 7) % 7);

		days = first + (c->day - weekday + 7) % 7 + 7 * (c->week - 1);
		while (days >= next)
			days -= 7;
	}
	return days * SECONDS_DAY + c->time;
}

static const struct kind *kind_by_rule(const struct rule *r, int64_t s)
{
	int64_t start, end;
	int year, month, day;
	bool summer;

	if (!r->has_summer)
		return &r->standard;
	instant_from_days(floor_divide(s + r->standard.offset, SECONDS_DAY),
		&year, &month, &day);
	start = change_in(&r->start, year) - r->standard.offset;
	end = change_in(&r->end, year) - r->summer.offset;
	summer = start < end ? s >= start && s < end : s >= start || s < end;
	return summer ? &r->summer : &r->standard;
}

static const struct kind *kind_at(const struct zone *z, int64_t s)
{
	size_t low = 0, high = z->n;

	if (z->n == 0 || s < z->times[0]) {
		if (z->n == 0 && z->rule.set)
			return kind_by_rule(&z->rule, s);
		return &z->kinds[0];
	}
	if (s >= z->times[z->n - 1] && z->rule.set)
		return kind_by_rule(&z->rule, s);
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (z->times[middle] <= s)
			low = middle;
		else
			high = middle;
	}
	return &z->kinds[z->types[low]];
}

int zone_offset(const struct zone *z, int64_t ns, const char **abbreviation)
{
	const struct kind *k = kind_at(z, floor_divide(ns, INSTANT_SECOND));

	if (abbreviation != NULL)
		*abbreviation = k->name;
	return k->offset;
}

/* A reading is possible at an offset when that offset holds then. The
 * offsets that may hold are those a day before and a day after: local time
 * is less than a day away from UTC. A leap second, which only the offset can
 * tell, is looked up by the second before it. */
int zone_instant(int64_t *out, enum zone_kind *kind, const struct zone *z,
	const struct civil *c)
{
	struct civil usual = *c;
	int64_t naive = 0;
	int before, after, chosen;
	bool first, second, valid;

	if (usual.second == 60)
		usual.second = 59;
	valid = instant_from_civil(&naive, &usual, 0);
	before = zone_offset(z, naive - SECONDS_DAY * INSTANT_SECOND, NULL);
	after = zone_offset(z, naive + SECONDS_DAY * INSTANT_SECOND, NULL);
	first = zone_offset(z, naive - before * INSTANT_SECOND, NULL) == before;
	second = zone_offset(z, naive - after * INSTANT_SECOND, NULL) == after;
	chosen = first || !second ? before : after;
	if (!valid || !instant_from_civil(out, c, chosen))
		return err_set(ERR_INVALID,
			_("'%04d-%02d-%02d %02d:%02d:%02d' is no time of the "
			  "years 1678 to 2261"),
			c->year, c->month, c->day, c->hour, c->minute,
			c->second);
	if (kind != NULL && first && second && before != after)
		*kind = ZONE_REPEAT;
	else if (kind != NULL)
		*kind = first || second ? ZONE_UNIQUE : ZONE_GAP;
	return 0;
}

int zone_parse(int64_t *out, bool *day_only, enum zone_kind *kind,
	const struct zone *z, const char *text)
{
	struct civil c;
	bool timed = true;
	int64_t ns;
	size_t len = strlen(text);
	int rc;

	if (kind != NULL)
		*kind = ZONE_UNIQUE;
	if (day_only != NULL)
		*day_only = false;
	if (instant_parse(&ns, NULL, text, len) == 0) {
		*out = ns;
		return 0;
	}
	rc = instant_parse_civil(&c, &timed, text, len);
	if (rc != 0)
		return rc;
	if (z == NULL)
		return err_set(ERR_INVALID,
			_("'%s' needs a time zone; add --tz, as in --tz "
			  "Europe/Paris"),
			text);
	if (day_only != NULL)
		*day_only = !timed;
	return zone_instant(out, kind, z, &c);
}

int64_t zone_day_end(int64_t ns, const struct zone *zone)
{
	struct civil c;
	int64_t next;

	instant_civil(&c, ns, zone_offset(zone, ns, NULL));
	instant_from_days(instant_days(c.year, c.month, c.day) + 1, &c.year,
		&c.month, &c.day);
	c.hour = c.minute = c.second = c.nanosecond = 0;
	if (zone_instant(&next, NULL, zone, &c) != 0)
		return ns;
	return next - 1;
}
