/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/wallclock.h"

#include "base/err.h"
#include "base/i18n.h"
#include "base/zone.h"

void wallclock_see(struct wallclock *m, const struct civil *when)
{
	m->need_zone = true;
	if (when->year != 0)
		return;
	m->need_year = true;
	calendar_step(&m->calendar, when->month, when->day);
}

void wallclock_anchor(struct wallclock *m, const struct civil *day)
{
	m->anchored = true;
	m->anchor = *day;
}

int wallclock_settle(struct wallclock *m, const struct importer_job *look)
{
	struct civil changed;
	int64_t ns = look->file.changed_ns;

	m->zone = look->options->zone;
	if (!m->need_zone)
		return 0;
	if (m->zone == NULL)
		return err_set(ERR_INVALID,
			_("the times in '%s' have no zone; say where the "
			  "device was, as in --tz Europe/Paris"),
			look->path);
	instant_civil(&changed, ns, zone_offset(m->zone, ns, NULL));
	m->first_year = calendar_first(
		&m->calendar, m->anchored ? &m->anchor : &changed);
	m->source =
		m->anchored ? OBSERVATION_YEAR_RECORD : OBSERVATION_YEAR_MTIME;
	if (look->options->year != 0) {
		m->first_year = look->options->year;
		m->source = OBSERVATION_YEAR_GIVEN;
	}
	m->calendar = (struct calendar){ 0 };
	return 0;
}

const char *wallclock_resolve(
	struct wallclock *m, struct observation *o, struct civil *when)
{
	enum zone_kind kind = ZONE_UNIQUE;

	if (when->year == 0) {
		when->year = m->first_year + calendar_step(&m->calendar,
						     when->month, when->day);
		o->year = (uint8_t)m->source;
	}
	if (zone_instant(&o->ns, &kind, m->zone, when) != 0)
		return N_("no such date");
	o->zone = OBSERVATION_ZONE_GIVEN;
	o->mark = kind == ZONE_GAP	? OBSERVATION_MARK_GAP
		  : kind == ZONE_REPEAT ? OBSERVATION_MARK_REPEAT
					: OBSERVATION_MARK_NONE;
	return NULL;
}
