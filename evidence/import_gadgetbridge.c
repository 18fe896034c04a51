/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Gadgetbridge's own log (an app that serves watches without their vendor's):
 * each notification that it passed to the watch, an event.
 *
 *	09:03:11.118 [main] INFO  n.f.g.e.NotificationListener - Processing
 *		notification 1001, age: 12, source: org.messenger, flags: 24
 *
 * (one line). Times are local and have no date: gadgetbridge-2018-07-16.0.log
 * names that of its first line; a file without it is walked back from its own
 * time, whose day is that of the last line. A time that falls back by hours
 * is the next day's.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/instant.h"
#include "base/zone.h"
#include "evidence/digits.h"
#include "evidence/importer.h"

#define LISTENER "NotificationListener"
#define PROCESSING "Processing notification "
#define SOURCE "source: "

enum { PACKAGE_MAX = 256, TURN_S = 6 * 3600 };

#define DAY_NS (86400 * INSTANT_SECOND)

struct state {
	const struct zone *zone;
	int64_t day; /* of the line, ns of its date in UTC */
	enum observation_year source;
	int before_s; /* the time of day of the line before; -1: none */
	int64_t turns;
	int last_s; /* of the last line, in the first pass */
};

static const char *find(const char *text, size_t len, const char *what)
{
	return memmem(text, len, what, strlen(what));
}

/* "09:03:11.118 [": nanoseconds of the day; -1 when the line has none. */
static int64_t time_of(const struct line *line)
{
	static const char form[] = "00:00:00.000 [";
	int64_t v = 0, part;

	if (line->len < sizeof(form) - 1)
		return -1;
	for (size_t i = 0; i < sizeof(form) - 1; i++)
		if (form[i] == '0' ? line->text[i] < '0' || line->text[i] > '9'
				   : line->text[i] != form[i])
			return -1;
	digits_read(&part, line->text, 2, 99);
	v = part;
	digits_read(&part, line->text + 3, 2, 99);
	v = v * 60 + part;
	digits_read(&part, line->text + 6, 2, 99);
	v = v * 60 + part;
	digits_read(&part, line->text + 9, 3, 999);
	return v < 86400 ? v * INSTANT_SECOND + part * 1000000 : -1;
}

static int sniff(struct importer_head *head)
{
	const char *at = find(head->text, head->len, LISTENER " - " PROCESSING);

	if (at == NULL)
		return 0;
	head->why = N_("it has lines of Gadgetbridge's NotificationListener");
	return 95;
}

/* A day turns where the time falls back. */
static void step(struct state *s, int64_t ns)
{
	int now = (int)(ns / INSTANT_SECOND);

	if (s->before_s >= 0 && now < s->before_s - TURN_S)
		s->turns++;
	s->before_s = s->last_s = now;
}

static int look_at(struct importer_job *job, const struct line *line, void *ctx)
{
	int64_t ns = time_of(line);

	(void)job;
	if (ns >= 0)
		step(ctx, ns);
	return 0;
}

static const char *read_app(struct observation *o, char package[PACKAGE_MAX],
	const struct line *line)
{
	const char *end = line->text + line->len;
	const char *at = find(line->text, line->len, SOURCE);
	size_t n = 0;

	if (at == NULL)
		return N_("no name of an app");
	at += sizeof(SOURCE) - 1;
	while (at + n < end && at[n] != ',' && at[n] != ' ')
		n++;
	if (n == 0 || n >= PACKAGE_MAX || memchr(at, '\0', n) != NULL)
		return N_("no name of an app");
	memcpy(package, at, n);
	package[n] = '\0';
	o->app = package;
	return NULL;
}

/* A time of day on a day, as the zone reads it. */
static const char *read_when(
	const struct state *s, struct observation *o, int64_t ns)
{
	enum zone_kind kind = ZONE_UNIQUE;
	struct civil c;

	instant_civil(&c, s->day + s->turns * DAY_NS + ns, 0);
	if (zone_instant(&o->ns, &kind, s->zone, &c) != 0)
		return N_("no such date");
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->year = (uint8_t)s->source;
	o->precision = OBSERVATION_PRECISION_MS;
	o->mark = (uint8_t)observation_mark_of(kind);
	return NULL;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .kind = OBSERVATION_EVENT,
		.type = "posted",
		.line = line->number,
		.position = line->position,
		.length = line->length };
	char package[PACKAGE_MAX];
	struct state *s = ctx;
	int64_t ns = time_of(line);
	const char *why;

	if (ns >= 0)
		step(s, ns);
	if (find(line->text, line->len, PROCESSING) == NULL)
		return 0;
	if (ns < 0)
		return importer_bad(job, line, N_("no time"));
	why = read_when(s, &o, ns);
	if (why == NULL)
		why = read_app(&o, package, line);
	return why != NULL ? importer_bad(job, line, why)
			   : importer_row(job, &o);
}

/* The date in a name like gadgetbridge-2018-07-16.0.log. */
static bool date_in(int64_t *day, const char *name)
{
	char text[11];

	for (size_t i = 0; name[i] != '\0' && strlen(name + i) >= 10; i++) {
		memcpy(text, name + i, 10);
		text[10] = '\0';
		if (text[4] == '-' && instant_parse_day(day, text) == 0)
			return true;
	}
	err_clear();
	return false;
}

/* The first line's day: in the name, or as many days before the file's own
 * time as the log turns. */
static void find_day(
	struct state *s, const struct importer_job *job, const char *name)
{
	struct civil c;
	int64_t ns = job->file.changed_ns;
	int at;

	s->source = OBSERVATION_YEAR_RECORD;
	if (date_in(&s->day, name))
		return;
	s->source = OBSERVATION_YEAR_MTIME;
	instant_civil(&c, ns, zone_offset(s->zone, ns, NULL));
	at = c.hour * 3600 + c.minute * 60 + c.second;
	c.hour = c.minute = c.second = c.nanosecond = 0;
	instant_from_civil(&s->day, &c, 0);
	s->day -= s->turns * DAY_NS;
	if (s->last_s > at)
		s->day -= DAY_NS;
}

static int read_log(struct importer_job *job)
{
	struct state s = { .zone = job->options->zone, .before_s = -1 };
	const char *name = job->member != NULL && job->member[0] != '\0'
				   ? job->member
				   : job->path;
	int rc;

	if (s.zone == NULL)
		return importer_no_zone(job);
	rc = importer_look(job, look_at, &s);
	if (rc != 0)
		return rc;
	find_day(&s, job, file_basename(name));
	s.turns = 0;
	s.before_s = -1;
	return importer_lines(job, see_line, &s);
}

const struct importer import_gadgetbridge = {
	.name = "gadgetbridge",
	.version = 1,
	.summary = N_("Gadgetbridge: notifications passed to a watch"),
	.how = N_("In Gadgetbridge's settings, under the developer's options, "
		  "switch on \"Write log files\". The files gadgetbridge.log "
		  "and gadgetbridge-<date>.N.log.zip then lie in its folder "
		  "on the phone (Android/data/nodomain.freeyourgadget."
		  "gadgetbridge/files). Keep their names: they hold the "
		  "date."),
	.sniff = sniff,
	.read = read_log,
};
