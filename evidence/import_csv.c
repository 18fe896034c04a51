/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Any table with a time and a host in each line, by a map of columns:
 *
 *	--map time=Date,host=Domain,disposition=Action,client=Device
 *	--time-format 'Y-m-d H:M:S' --tz Europe/Paris
 *	--blocked BLOCK,REFUSED --allowed OK
 *
 *	Date,Device,Domain,Action
 *	2026-09-14 08:12:40,phone,push.vendor.example,BLOCK
 *
 * A column is named by its heading or by its number from 1; with numbers only
 * the first line is data too. Times: rfc3339 (the default), epoch-s,
 * epoch-ms, or a pattern (evidence/clock.h). Values of the disposition column
 * other than those given mean nothing: unknown.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "evidence/clock.h"
#include "evidence/csv.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/importer.h"

enum column {
	TIME,
	HOST,
	DISPOSITION,
	CLIENT,
	APP,
	TYPE,
	COUNT,
	RULE,
	COLUMNS,
};

static const char *const names[COLUMNS] = { "time", "host", "disposition",
	"client", "app", "type", "count", "rule" };

enum time_format { RFC3339, EPOCH_S, EPOCH_MS, PATTERN };

struct state {
	struct importer_job *job;
	struct csv csv;
	char *wanted[COLUMNS]; /* owned: heading or number, NULL: none */
	int at[COLUMNS];       /* index, -1: none */
	bool by_name, ready;
	enum time_format format;
};

/* Whether one of the headings in len bytes is one of the words. */
static bool has_heading(
	const char *text, size_t len, char delimiter, const char *const words[])
{
	const char *end = text + len;

	while (text < end) {
		const char *next =
			memchr(text, delimiter, (size_t)(end - text));
		size_t n = (size_t)((next != NULL ? next : end) - text);

		for (size_t i = 0; words[i] != NULL; i++)
			if (strlen(words[i]) == n &&
				strncasecmp(text, words[i], n) == 0)
				return true;
		text += n + 1;
	}
	return false;
}

/* A table whose heading names a time and a host. A mere guess: every other
 * importer stands before it. */
static int sniff(struct importer_head *head)
{
	static const char *const times[] = { "time", "timestamp", "date",
		"datetime", "when", NULL };
	static const char *const hosts[] = { "host", "hostname", "domain",
		"query", "qname", "name", "url", "sni", "server_name", NULL };
	static const char delimiters[] = { ',', ';', '\t' };
	const char *end = memchr(head->text, '\n', head->len);
	size_t n = end != NULL ? (size_t)(end - head->text) : 0;

	if (n > 0 && head->text[n - 1] == '\r')
		n--;
	for (size_t i = 0; i < sizeof(delimiters); i++)
		if (has_heading(head->text, n, delimiters[i], times) &&
			has_heading(head->text, n, delimiters[i], hosts)) {
			head->why = N_("its heading names a time and a host");
			return 5;
		}
	return 0;
}

/* "time=Date,host=Domain" */
static int read_map(struct state *s, const char *map)
{
	while (*map != '\0') {
		size_t n = strcspn(map, ","), eq = strcspn(map, "=");
		int c = 0;

		while (c < COLUMNS && (strlen(names[c]) != eq ||
					      strncmp(names[c], map, eq) != 0))
			c++;
		if (c == COLUMNS || eq >= n)
			return err_set(ERR_INVALID,
				_("--map: '%.*s' is not known; expected "
				  "time=COLUMN, host=COLUMN, disposition=…, "
				  "client=…, app=…, type=…, count=…, rule=…"),
				(int)n, map);
		free(s->wanted[c]);
		s->wanted[c] = mem_dup(map + eq + 1, n - eq - 1);
		map += n + (map[n] == ',');
	}
	if (s->wanted[TIME] == NULL || s->wanted[HOST] == NULL)
		return err_set(ERR_INVALID,
			_("--map needs at least time=COLUMN and host=COLUMN"));
	return 0;
}

static int read_format(struct state *s, const struct importer_options *given)
{
	static const char *const names_of[] = { "rfc3339", "epoch-s",
		"epoch-ms" };
	const char *name = given->time_format;

	for (int i = 0; i < PATTERN; i++)
		if (name == NULL || strcmp(name, names_of[i]) == 0) {
			s->format = (enum time_format)i;
			return 0;
		}
	s->format = PATTERN;
	if (given->zone == NULL)
		return importer_no_zone(s->job);
	return clock_check(name);
}

/* A column's number, from 1; 0 when it is a heading. */
static int as_number(const char *text)
{
	int64_t v = 0;

	digits_read(&v, text, strlen(text), CSV_FIELDS);
	return (int)v;
}

/* Says what columns there are. */
static int no_column(const struct state *s, const char *wanted)
{
	struct str there = { 0 };
	int rc;

	for (size_t i = 0; i < s->csv.n && i < 20; i++) {
		const char *name = csv_get(&s->csv, i);

		str_puts(&there, i > 0 ? ", " : "");
		utf8_printable(&there, name, strnlen(name, 40), false);
	}
	rc = err_set(ERR_INVALID,
		_("the heading has no column '%s'; it has: %s"), wanted,
		there.p);
	str_release(&there);
	return rc;
}

static int find_columns(struct state *s)
{
	s->ready = true;
	for (int c = 0; c < COLUMNS; c++) {
		int n = s->wanted[c] != NULL ? as_number(s->wanted[c]) : 0;

		s->at[c] = n - 1;
		if (s->wanted[c] == NULL || n > 0)
			continue;
		for (size_t i = 0; i < s->csv.n; i++)
			if (strcasecmp(csv_get(&s->csv, i), s->wanted[c]) == 0)
				s->at[c] = (int)i;
		if (s->at[c] < 0)
			return no_column(s, s->wanted[c]);
	}
	return 0;
}

static const char *field(const struct state *s, enum column c)
{
	return s->at[c] >= 0 ? csv_get(&s->csv, (size_t)s->at[c]) : "";
}

static bool read_epoch(struct observation *o, const char *text, int64_t unit)
{
	size_t decimals = 0;

	if (!digits_epoch(&o->ns, &decimals, text, strlen(text), unit))
		return false;
	o->zone = OBSERVATION_ZONE_EPOCH;
	o->precision = (uint8_t)clock_precision(
		decimals + (unit < INSTANT_SECOND ? 3 : 0));
	return true;
}

static bool read_rfc3339(struct observation *o, const char *text)
{
	const char *dot = strchr(text, '.');

	if (instant_parse(&o->ns, NULL, text, strlen(text)) != 0)
		return false;
	o->zone = OBSERVATION_ZONE_OFFSET;
	o->precision = (uint8_t)clock_precision(
		dot != NULL ? strspn(dot + 1, "0123456789") : 0);
	return true;
}

static bool read_pattern(const struct importer_options *given,
	struct observation *o, const char *text)
{
	enum observation_precision precision;
	enum zone_kind kind = ZONE_UNIQUE;
	struct civil civil;

	if (!clock_read(&civil, &precision, given->time_format, text) ||
		zone_instant(&o->ns, &kind, given->zone, &civil) != 0)
		return false;
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->precision = (uint8_t)precision;
	o->mark = (uint8_t)observation_mark_of(kind);
	return true;
}

static bool read_time(
	const struct state *s, struct observation *o, const char *text)
{
	switch (s->format) {
	case EPOCH_S:
		return read_epoch(o, text, INSTANT_SECOND);
	case EPOCH_MS:
		return read_epoch(o, text, 1000000);
	case PATTERN:
		return read_pattern(s->job->options, o, text);
	case RFC3339:
		break;
	}
	return read_rfc3339(o, text);
}

/* Whether a value is one of those in a list with commas between them. */
static bool is_one_of(const char *list, const char *value)
{
	size_t len = strlen(value);

	while (list != NULL && *list != '\0') {
		size_t n = strcspn(list, ",");

		if (n == len && memcmp(list, value, n) == 0)
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

static void read_disposition(const struct state *s, struct observation *o)
{
	const char *value = field(s, DISPOSITION);

	if (s->at[DISPOSITION] < 0)
		return;
	if (is_one_of(s->job->options->blocked, value))
		o->disposition = OBSERVATION_BLOCKED;
	else if (is_one_of(s->job->options->allowed, value))
		o->disposition = OBSERVATION_ALLOWED;
	else
		return;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
}

static bool read_count(const struct state *s, struct observation *o)
{
	const char *text = field(s, COUNT);
	int64_t count = 1;

	if (s->at[COUNT] >= 0 &&
		(!digits_read(&count, text, strlen(text), UINT32_MAX) ||
			count == 0))
		return false;
	o->count = (uint32_t)count;
	o->count_kind = count > 1 ? OBSERVATION_COUNT_AGGREGATE
				  : OBSERVATION_COUNT_EXACT;
	return true;
}

static const char *read_row(
	const struct state *s, struct observation *o, char host[HOST_MAX + 1])
{
	const char *name = field(s, HOST);

	if (!read_time(s, o, field(s, TIME)))
		return N_("no time");
	if (!host_normalise(host, name, strlen(name)))
		return N_("no host name");
	if (!read_count(s, o))
		return N_("no count");
	o->host = host;
	o->client = field(s, CLIENT);
	o->app = field(s, APP);
	o->type = field(s, TYPE);
	o->rule = field(s, RULE);
	read_disposition(s, o);
	return NULL;
}

static int see_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = where->number,
		.position = where->position,
		.length = where->length };
	char host[HOST_MAX + 1];
	int rc;

	(void)c;
	if (why == NULL && !s->ready) {
		rc = find_columns(s);
		if (rc != 0 || s->by_name)
			return rc;
	}
	if (why == NULL)
		why = read_row(s, &o, host);
	return why != NULL ? importer_bad(s->job, where, why)
			   : importer_row(s->job, &o);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;

	(void)job;
	return csv_line(&s->csv, line);
}

static char delimiter_of(const struct importer_options *given)
{
	if (given->delimiter == NULL || given->delimiter[0] == '\0')
		return ',';
	return strcmp(given->delimiter, "\\t") == 0 ? '\t'
						    : given->delimiter[0];
}

static int read_records(struct state *s)
{
	int rc = importer_lines(s->job, see_line, s);

	return rc != 0 ? rc : csv_end(&s->csv);
}

static int read_log(struct importer_job *job)
{
	const struct importer_options *given = job->options;
	struct state s = { .job = job };
	int rc;

	if (given->map == NULL)
		return err_set(ERR_INVALID,
			_("'%s' is a table and needs --map to say what its "
			  "columns are, as in --map time=Date,host=Domain"),
			job->path);
	csv_init(&s.csv, delimiter_of(given), see_record, &s);
	rc = read_map(&s, given->map);
	if (rc == 0)
		rc = read_format(&s, given);
	for (int c = 0; rc == 0 && c < COLUMNS; c++)
		s.by_name = s.by_name || (s.wanted[c] != NULL &&
						 as_number(s.wanted[c]) == 0);
	if (rc == 0)
		rc = read_records(&s);
	for (int c = 0; c < COLUMNS; c++)
		free(s.wanted[c]);
	csv_release(&s.csv);
	return rc;
}

const struct importer import_csv = {
	.name = "csv",
	.version = 1,
	.summary = N_("any table of comma-separated values, with --map"),
	.how = N_("Any table that a program or a person wrote: say with --map "
		  "which columns hold the time and the host."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
};
