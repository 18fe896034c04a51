/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "archive/observation.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const kinds[] = { "lookup", "connection", "request", "event",
	"finding", "listed" };
static const char *const dispositions[] = { "unknown", "allowed", "blocked",
	"rewritten", "error" };
static const char *const sources[] = { "none", "field", "answer", "format",
	"person" };
static const char *const precisions[] = { "none", "ns", "us", "ms", "s", "min",
	"hour", "day", "window" };
static const char *const zones[] = { "none", "offset", "utc", "epoch",
	"given" };
static const char *const years[] = { "record", "given", "mtime" };
static const char *const counts[] = { "exact", "lower-bound", "aggregate",
	"last-contact" };
static const char *const marks[] = { "none", "gap", "repeat" };

static const char *name(const char *const *names, size_t n, unsigned v)
{
	return v < n ? names[v] : "unknown";
}

static int value(const char *const *names, size_t n, const char *text)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], text) == 0)
			return (int)i;
	return -1;
}

bool observation_is_traffic(const struct observation *o)
{
	return o->kind <= OBSERVATION_REQUEST && o->host[0] != '\0';
}

enum observation_mark observation_mark_of(enum zone_kind kind)
{
	return kind == ZONE_GAP	     ? OBSERVATION_MARK_GAP
	       : kind == ZONE_REPEAT ? OBSERVATION_MARK_REPEAT
				     : OBSERVATION_MARK_NONE;
}

bool observation_lies_in(const struct observation *o, int64_t from, int64_t to)
{
	int64_t first = o->precision == OBSERVATION_PRECISION_WINDOW
				? o->window_start
				: o->ns;

	return o->precision != OBSERVATION_PRECISION_NONE && first >= from &&
	       o->ns <= to;
}

const char *observation_kind_name(unsigned v)
{
	return name(kinds, COUNT(kinds), v);
}

const char *observation_disposition_name(unsigned v)
{
	return name(dispositions, COUNT(dispositions), v);
}

const char *observation_source_name(unsigned v)
{
	return name(sources, COUNT(sources), v);
}

const char *observation_precision_name(unsigned v)
{
	return name(precisions, COUNT(precisions), v);
}

const char *observation_zone_name(unsigned v)
{
	return name(zones, COUNT(zones), v);
}

const char *observation_year_name(unsigned v)
{
	return name(years, COUNT(years), v);
}

const char *observation_count_name(unsigned v)
{
	return name(counts, COUNT(counts), v);
}

const char *observation_mark_name(unsigned v)
{
	return name(marks, COUNT(marks), v);
}

int observation_kind_of(const char *text)
{
	return value(kinds, COUNT(kinds), text);
}

int observation_disposition_of(const char *text)
{
	return value(dispositions, COUNT(dispositions), text);
}

int observation_precision_of(const char *text)
{
	return value(precisions, COUNT(precisions), text);
}
