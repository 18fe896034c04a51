/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/dnsmasq_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/mem.h"
#include "evidence/dnsmasq_query.h"
#include "evidence/timeline.h"

enum { SNIFF_LINES = 50 };

struct state {
	struct dnsmasq_queries queries;
	struct timeline timeline;
};

/* Counts, among the first lines of a file, those of this format. */
struct sniffed {
	size_t lines, hits;
	bool pihole; /* among all */
};

static bool is_ours(const struct dnsmasq_line *l)
{
	return l->kind != DNSMASQ_BAD && l->kind != DNSMASQ_FOREIGN;
}

static int sniff_line(const struct line *line, void *ctx)
{
	struct sniffed *s = ctx;
	struct dnsmasq_line l;

	if (line->len == 0)
		return 0;
	dnsmasq_line_read(&l, line);
	s->pihole = s->pihole || dnsmasq_line_is_pihole(&l, line);
	if (s->lines < SNIFF_LINES) {
		s->lines++;
		s->hits += is_ours(&l);
	}
	return s->lines == SNIFF_LINES && s->hits == 0 ? ERR_LIMIT : 0;
}

/* A router's syslog has other programs' lines between. */
int dnsmasq_log_sniff(bool *pihole, const struct importer_head *head)
{
	struct sniffed s = { 0 };
	struct lines l;

	lines_init(&l, sniff_line, &s);
	lines_feed(&l, head->text, head->len);
	if (s.lines == 0)
		lines_end(&l);
	lines_release(&l);
	*pihole = s.pihole;
	if (s.hits == 0)
		return 0;
	return s.hits * 2 >= s.lines ? 90 : 50;
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct dnsmasq_line l;

	dnsmasq_line_read(&l, line);
	*out = l.moment;
	return is_ours(&l);
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
	int rc = 0;

	dnsmasq_line_read(&l, line);
	if (l.kind == DNSMASQ_FOREIGN)
		return 0;
	if (l.kind == DNSMASQ_BAD)
		why = l.why;
	else
		rc = timeline_set(&s->timeline, &o, &why, &l.moment);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	rc = give_rows(job, s, line->number, o.ns);
	if (rc == 0)
		see_sentence(s, &l, &o);
	return rc;
}

int dnsmasq_log_read(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	dnsmasq_queries_init(&s->queries);
	rc = timeline_open(&s->timeline, job, line_moment);
	if (rc == 0)
		rc = importer_lines(job, see_line, s);
	if (rc == 0)
		rc = give_rows(job, s, UINT64_MAX, 0);
	free(s);
	return rc;
}

bool dnsmasq_log_host(char host[HOST_MAX + 1], const struct line *line)
{
	struct dnsmasq_line l;

	dnsmasq_line_read(&l, line);
	memcpy(host, l.host, sizeof(l.host));
	return l.kind != DNSMASQ_BAD && l.host[0] != '\0';
}
