/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/timeline.h"

#include <string.h>

#include "base/i18n.h"

/* Remembers how a line begins, when that is its day and nothing else:
 * "Tue Jul" is many days. */
static void see_day(struct timeline *t, const struct line *line)
{
	const char *p = line->text;

	memset(t->day, 0, TIMELINE_DAY);
	if (line->len >= TIMELINE_DAY && moment_month(p, 3) != 0 &&
		p[3] == ' ' && p[5] >= '0' && p[5] <= '9' && p[6] == ' ')
		memcpy(t->day, p, TIMELINE_DAY);
}

/* A line of the day of the line before changes nothing, whatever it says:
 * most are passed over without being taken apart. */
static int look_at(struct importer_job *job, const struct line *line, void *ctx)
{
	struct timeline *t = ctx;
	struct moment m;

	if (line->len >= TIMELINE_DAY &&
		memcmp(line->text, t->day, TIMELINE_DAY) == 0)
		return 0;
	if (!t->line_moment(&m, line) || m.has_zone)
		return 0;
	if (job->options->zone == NULL && !m.has_offset)
		return importer_no_zone(job);
	if (m.has_year)
		return 0;
	t->need_year = true;
	t->has_offset = m.has_offset;
	t->offset_s = m.offset_s;
	calendar_step(&t->calendar, m.when.month, m.when.day);
	see_day(t, line);
	return 0;
}

/* The file's own time as its clock showed it; what was read before must have
 * gone to the end. */
static void find_year(struct timeline *t, const struct civil *day)
{
	const struct zone *zone = t->job->options->zone;
	int64_t ns = t->job->file.changed_ns;
	struct civil changed;

	instant_civil(&changed, ns,
		t->has_offset ? t->offset_s : zone_offset(zone, ns, NULL));
	t->first_year =
		calendar_first(&t->calendar, day != NULL ? day : &changed);
	t->year_source =
		day != NULL ? OBSERVATION_YEAR_RECORD : OBSERVATION_YEAR_MTIME;
}

int timeline_open_on(struct timeline *t, struct importer_job *job,
	timeline_line_fn line_moment, const struct civil *day)
{
	int rc;

	*t = (struct timeline){ .job = job,
		.line_moment = line_moment,
		.first_year = job->options->year,
		.year_source = OBSERVATION_YEAR_GIVEN };
	if (line_moment == NULL || t->first_year != 0)
		return 0;
	rc = importer_look(job, look_at, t);
	if (rc == 0 && t->need_year)
		find_year(t, day);
	t->calendar = (struct calendar){ 0 };
	return rc;
}

int timeline_open(struct timeline *t, struct importer_job *job,
	timeline_line_fn line_moment)
{
	return timeline_open_on(t, job, line_moment, NULL);
}

/* Lines of one second share their reading in the zone. */
static bool read_clock(
	struct timeline *t, const struct civil *when, const struct zone *zone)
{
	if (memcmp(&t->when, when, sizeof(*when)) == 0)
		return true;
	if (zone_instant(&t->ns, &t->kind, zone, when) != 0)
		return false;
	t->when = *when;
	return true;
}

int timeline_set(struct timeline *t, struct observation *o, const char **why,
	const struct moment *m)
{
	const struct zone *zone = t->job->options->zone;
	struct civil when = m->when;

	*why = NULL;
	o->precision = (uint8_t)m->precision;
	if (m->has_zone) {
		o->ns = m->ns;
		o->zone = (uint8_t)m->zone;
		return 0;
	}
	if (zone == NULL && !m->has_offset)
		return importer_no_zone(t->job);
	if (!m->has_year) {
		when.year = t->first_year +
			    calendar_step(&t->calendar, when.month, when.day);
		o->year = (uint8_t)t->year_source;
	}
	if (m->has_offset) {
		o->zone = OBSERVATION_ZONE_OFFSET;
		if (!instant_from_civil(&o->ns, &when, m->offset_s))
			*why = N_("no such date");
		return 0;
	}
	if (!read_clock(t, &when, zone)) {
		*why = N_("no such date");
		return 0;
	}
	o->ns = t->ns;
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->mark = (uint8_t)observation_mark_of(t->kind);
	return 0;
}
