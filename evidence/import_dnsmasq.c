/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnsmasq with log-queries, and Pi-hole's pihole.log (dnsmasq inside). One
 * row for each query; what became of it stands in later lines:
 *
 *	Jul 16 09:22:40 dnsmasq[633]: query[A] push.vendor.example from
 *192.0.2.7 Jul 16 09:22:40 dnsmasq[633]: gravity blocked push.vendor.example is
 *0.0.0.0
 *
 * dnsmasq_line.c takes lines apart, dnsmasq_query.c brings them together. A
 * block without its query (the file is cut there) is a row without a client.
 * Times have no zone and mostly no year: --tz is needed; the year comes from
 * --year, else it is walked back from the file's own time, for which the file
 * is read once more before. Lines of other programs (a router's syslog) are
 * passed over.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/calendar.h"
#include "evidence/dnsmasq_query.h"
#include "evidence/importer.h"

enum { SNIFF_LINES = 50 };

struct state {
	struct dnsmasq_queries queries;
	struct calendar calendar;
	const struct zone *zone;
	int first_year;
	enum observation_year year_source;
	bool need_zone, need_year;
};

/* Counts, among the first lines of a file, those of this format. */
struct sniffed {
	size_t lines, hits;
};

static int sniff_line(const struct line *line, void *ctx)
{
	struct sniffed *s = ctx;
	struct dnsmasq_line l;

	if (line->len == 0)
		return 0;
	dnsmasq_line_read(&l, line);
	s->lines++;
	s->hits += l.kind != DNSMASQ_BAD && l.kind != DNSMASQ_FOREIGN;
	return s->lines == SNIFF_LINES ? ERR_LIMIT : 0;
}

/* A router's syslog has other programs' lines between. */
static int sniff(struct importer_head *head)
{
	struct sniffed s = { 0 };
	struct lines l;

	lines_init(&l, sniff_line, &s);
	lines_feed(&l, head->text, head->len);
	if (s.lines == 0)
		lines_end(&l);
	lines_release(&l);
	if (s.hits == 0)
		return 0;
	head->why = N_("its lines are those of dnsmasq's log-queries");
	return s.hits * 2 >= s.lines ? 90 : 50;
}

static int look_at(struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct dnsmasq_line l;

	(void)job;
	dnsmasq_line_read(&l, line);
	if (l.kind == DNSMASQ_BAD || l.kind == DNSMASQ_FOREIGN || l.has_offset)
		return 0;
	s->need_zone = true;
	if (l.has_year)
		return 0;
	s->need_year = true;
	calendar_step(&s->calendar, l.when.month, l.when.day);
	return 0;
}

/* The first pass: whether times lack a zone and a year, and the first year. */
static int look_through(struct importer_job *job, struct state *s)
{
	struct importer_job look = *job;
	struct civil changed;
	int64_t ns;
	int rc;

	look.writer = NULL;
	rc = importer_lines(&look, look_at, s);
	if (rc != 0 || !s->need_zone)
		return rc;
	if (s->zone == NULL)
		return err_set(ERR_INVALID,
			_("the times in '%s' have no zone; say where the "
			  "device was, as in --tz Europe/Paris"),
			job->path);
	ns = look.file.changed_ns;
	instant_civil(&changed, ns, zone_offset(s->zone, ns, NULL));
	s->first_year = calendar_first(&s->calendar, &changed);
	s->year_source = OBSERVATION_YEAR_MTIME;
	if (job->options->year != 0) {
		s->first_year = job->options->year;
		s->year_source = OBSERVATION_YEAR_GIVEN;
	}
	s->calendar = (struct calendar){ 0 };
	return 0;
}

/* The line's instant; marks a gap or a repeat of the clock. NULL, or why it
 * has none. */
static const char *resolve_time(
	struct state *s, struct dnsmasq_line *l, struct observation *o)
{
	enum zone_kind kind = ZONE_UNIQUE;

	o->precision =
		l->finer ? OBSERVATION_PRECISION_US : OBSERVATION_PRECISION_S;
	if (l->has_offset) {
		o->ns = l->ns;
		o->zone = OBSERVATION_ZONE_OFFSET;
		return NULL;
	}
	if (!l->has_year) {
		l->when.year =
			s->first_year +
			calendar_step(&s->calendar, l->when.month, l->when.day);
		o->year = (uint8_t)s->year_source;
	}
	if (zone_instant(&o->ns, &kind, s->zone, &l->when) != 0)
		return N_("no such date");
	o->zone = OBSERVATION_ZONE_GIVEN;
	if (kind == ZONE_GAP)
		o->mark = OBSERVATION_MARK_GAP;
	else if (kind == ZONE_REPEAT)
		o->mark = OBSERVATION_MARK_REPEAT;
	return NULL;
}

/* Rows that no line from number on can reach any more. */
static int give_rows(
	struct importer_job *job, struct state *s, uint64_t number, int64_t ns)
{
	struct observation o;
	int rc = 0;

	while (rc == 0 && dnsmasq_queries_take(&s->queries, number, ns, &o))
		rc = importer_row(job, &o);
	return rc;
}

static void see_sentence(struct state *s, const struct dnsmasq_line *l,
	const struct observation *o)
{
	if (l->kind == DNSMASQ_QUERY) {
		dnsmasq_queries_add(&s->queries, l, o);
		return;
	}
	if (l->kind == DNSMASQ_OTHER)
		return;
	if (!dnsmasq_queries_tell(&s->queries, l, o->line) &&
		l->kind == DNSMASQ_BLOCKED && l->host[0] != '\0') {
		dnsmasq_queries_add(&s->queries, l, o);
		dnsmasq_queries_tell(&s->queries, l, o->line);
	}
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct dnsmasq_line l;
	struct observation o = { .count = 1,
		.line = line->number,
		.position = line->position,
		.length = line->length };
	const char *why = NULL;
	int rc;

	dnsmasq_line_read(&l, line);
	if (l.kind == DNSMASQ_FOREIGN)
		return 0;
	if (l.kind == DNSMASQ_BAD)
		why = l.why;
	else
		why = resolve_time(s, &l, &o);
	if (why != NULL)
		return importer_bad(job, line, why);
	rc = give_rows(job, s, line->number, o.ns);
	if (rc == 0)
		see_sentence(s, &l, &o);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	s->zone = job->options->zone;
	dnsmasq_queries_init(&s->queries);
	rc = look_through(job, s);
	if (rc == 0)
		rc = importer_lines(job, see_line, s);
	if (rc == 0)
		rc = give_rows(job, s, UINT64_MAX, 0);
	free(s);
	return rc;
}

static bool line_host(char host[HOST_MAX + 1], const struct line *line)
{
	struct dnsmasq_line l;

	dnsmasq_line_read(&l, line);
	memcpy(host, l.host, sizeof(l.host));
	return l.kind != DNSMASQ_BAD && l.host[0] != '\0';
}

const struct importer import_dnsmasq = {
	.name = "dnsmasq",
	.version = 1,
	.summary = N_("dnsmasq and Pi-hole: text log with log-queries"),
	.how = N_("Switch on log-queries in dnsmasq's settings; the log then "
		  "stands in the file of log-facility, or in the system's "
		  "journal (OpenWrt: 'logread -e dnsmasq > log.txt')."),
	.sniff = sniff,
	.read = read_log,
	.line_host = line_host,
};
