/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/when.h"

#include <string.h>

#include "base/i18n.h"
#include "base/instant.h"
#include "evidence/clock.h"
#include "evidence/digits.h"

enum { TEXT = 64 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Rewrites a time as strict RFC 3339; its length, 0 when it is too long. */
static size_t tidy(
	char out[TEXT], size_t *decimals, const char *text, size_t len)
{
	size_t n = 0, i = 0, from;

	*decimals = 0;
	while (i < len && n < 30 && text[i] != '.' && text[i] != ',')
		out[n++] = text[i++];
	if (i < len && (text[i] == '.' || text[i] == ',')) {
		from = ++i;
		out[n++] = '.';
		for (; i < len && is_digit(text[i]); i++)
			if (i - from < 9)
				out[n++] = text[i];
		*decimals = i - from > 9 ? 9 : i - from;
	}
	if (len - i > 10)
		return 0;
	while (i < len)
		out[n++] = text[i++];
	if (n > 5 && (out[n - 5] == '+' || out[n - 5] == '-') && n > 19) {
		memmove(out + n - 1, out + n - 2, 2);
		out[n - 2] = ':';
		n++;
	}
	return n;
}

/* A wall-clock reading in the zone that was given. */
static const char *in_zone(struct observation *o, const char *text, size_t len,
	const struct zone *zone)
{
	enum zone_kind kind = ZONE_UNIQUE;
	struct civil civil;
	bool has_time = false;

	if (instant_parse_civil(&civil, &has_time, text, len) != 0 || !has_time)
		return N_("no valid time");
	if (zone == NULL)
		return N_("a time without a zone; give the place with --tz");
	if (zone_instant(&o->ns, &kind, zone, &civil) != 0)
		return N_("no valid time");
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->mark = (uint8_t)observation_mark_of(kind);
	return NULL;
}

const char *when_rfc3339(struct observation *o, const char *text, size_t len,
	const struct zone *zone)
{
	char plain[TEXT];
	size_t decimals;

	if (len == 0)
		return N_("no time");
	len = tidy(plain, &decimals, text, len);
	if (len < 19)
		return N_("no valid time");
	o->precision = (uint8_t)clock_precision(decimals);
	if (!is_digit(plain[len - 1]) || plain[len - 3] == ':') {
		if (instant_parse(&o->ns, NULL, plain, len) == 0) {
			o->zone = OBSERVATION_ZONE_OFFSET;
			return NULL;
		}
	}
	return in_zone(o, plain, len, zone);
}

const char *when_epoch_unit(
	struct observation *o, const char *text, size_t len, int64_t unit)
{
	const char *dot = memchr(text, '.', len);
	size_t decimals = 0, coarse = 0;

	if (len == 0)
		return N_("no time");
	/* More than nine digits of a fraction say nothing more. */
	if (dot != NULL && len - (size_t)(dot - text) > 10)
		len = (size_t)(dot - text) + 10;
	if (!digits_epoch(&o->ns, &decimals, text, len, unit) || o->ns == 0)
		return N_("no valid time");
	for (int64_t u = INSTANT_SECOND; u > unit; u /= 10)
		coarse++;
	o->zone = OBSERVATION_ZONE_EPOCH;
	o->precision = (uint8_t)clock_precision(decimals + coarse);
	return NULL;
}

const char *when_epoch(struct observation *o, const char *text, size_t len)
{
	const char *dot = memchr(text, '.', len);
	size_t n = dot != NULL ? (size_t)(dot - text) : len;
	int64_t unit = n < 12	? INSTANT_SECOND
		       : n < 15 ? 1000000
		       : n < 18 ? 1000
				: 1;

	return when_epoch_unit(o, text, len, unit);
}
