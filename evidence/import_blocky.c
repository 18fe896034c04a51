/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * blocky with queryLog type csv or csv-client: YYYY-MM-DD_<client|ALL>.log,
 * fields with tabs between, quoted where Go's encoding/csv does so:
 *
 *	2026-07-16 09:22:40 192.0.2.7 phone 0 BLOCKED (ads)
 *	push.vendor.example. A (0.0.0.0) NOERROR BLOCKED A host	(one line)
 *
 * time (local, without a zone), client, its names, milliseconds, reason,
 * name, answer, result, kind of answer, type, host that blocky runs on. Old
 * versions write the first eight, the type before the name: "A (push.vendor.
 * example.)"; there the reason's first word is the kind of answer.
 */
#include <string.h>

#include "base/i18n.h"
#include "evidence/answer.h"
#include "evidence/csv.h"
#include "evidence/detail.h"
#include "evidence/lookups.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum column {
	TIME,
	CLIENT,
	NAMES,
	DURATION,
	REASON,
	QUESTION,
	ANSWER,
	RCODE,
	KIND,
	TYPE,
	INSTANCE,
	OLD_COLUMNS = 8,
	NEW_COLUMNS = 10,
};

struct row {
	struct moment moment;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], kind[32];
	char rule[LOOKUP_RULE], answer[LOOKUP_ANSWER];
};

struct state {
	struct importer_job *job;
	struct timeline timeline;
	struct csv csv;
	struct detail detail;
};

/* "A (push.vendor.example.)" in its two parts; false when it is none. */
static bool in_brackets(const char *text, const char **inside, size_t *len)
{
	const char *open = strstr(text, " (");
	size_t n = strlen(text);

	if (open == NULL || text[n - 1] != ')')
		return false;
	*inside = open + 2;
	*len = n - (size_t)(*inside - text) - 1;
	return true;
}

static bool read_question(struct row *r, const struct csv *c, bool old)
{
	const char *name = csv_get(c, QUESTION), *type = csv_get(c, TYPE);
	size_t n = strlen(name), m = strlen(type);

	if (old && in_brackets(name, &name, &n)) {
		type = csv_get(c, QUESTION);
		m = strcspn(type, " ");
	}
	rrtype_read(r->type, type, m);
	return host_normalise(r->host, name, n);
}

/* "CNAME (a.example.), A (198.51.100.3)" as "a.example 198.51.100.3"; other
 * records as they stand. */
static void read_answer(struct row *r, const char *text)
{
	struct str out = { 0 };

	str_init(&out, LOOKUP_ANSWER - 1);
	while (*text != '\0') {
		const char *end = strstr(text, ", ");
		size_t n = end != NULL ? (size_t)(end - text) : strlen(text);
		char part[LOOKUP_ANSWER];
		const char *inside = part;
		size_t m = cursor_copy(part, sizeof(part), text, n);

		in_brackets(part, &inside, &m);
		if (m > 1 && inside[m - 1] == '.')
			m--;
		if (out.len > 0)
			str_putc(&out, ' ');
		str_add(&out, inside, m);
		text += n + (end != NULL ? 2 : 0);
	}
	if (out.len > 0)
		memcpy(r->answer, out.p, out.len + 1);
	str_release(&out);
}

static void read_rule(struct row *r, const char *reason)
{
	const char *inside = reason;
	size_t n = strlen(reason);

	in_brackets(reason, &inside, &n);
	cursor_copy(r->rule, sizeof(r->rule), inside, n);
}

/* NULL, or why it is no record. */
static const char *read_row(struct row *r, const struct csv *c)
{
	const char *time = csv_get(c, TIME), *reason = csv_get(c, REASON);
	struct cursor at = { time, time + strlen(time) };
	bool old = c->n < NEW_COLUMNS;
	const char *kind = old ? reason : csv_get(c, KIND);

	*r = (struct row){ 0 };
	if (!moment_read(&r->moment, &at) || cursor_left(&at) > 0 ||
		r->moment.has_zone || !r->moment.has_year)
		return N_("no time at the start");
	if (c->n < OLD_COLUMNS)
		return N_("the line is cut: fields are missing");
	if (!read_question(r, c, old))
		return N_("no host name");
	cursor_copy(r->kind, sizeof(r->kind), kind, strcspn(kind, " "));
	read_answer(r, csv_get(c, ANSWER));
	read_rule(r, reason);
	return NULL;
}

static bool is_one_of(const char *word, const char *const words[])
{
	for (; *words != NULL; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

static void decide(
	struct observation *o, const struct row *r, const char *rcode)
{
	static const char *const blocked[] = { "BLOCKED", "FILTERED", "NOTFQDN",
		"SPECIAL", NULL };
	static const char *const local[] = { "CUSTOMDNS", "HOSTSFILE", NULL };
	static const char *const asked[] = { "RESOLVED", "CACHED",
		"CONDITIONAL", NULL };
	static const char *const fine[] = { "NOERROR", "NXDOMAIN", "", NULL };

	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (is_one_of(r->kind, blocked)) {
		o->disposition = OBSERVATION_BLOCKED;
		o->rule = r->rule;
	} else if (is_one_of(r->kind, local)) {
		o->disposition = OBSERVATION_REWRITTEN;
		if (!answer_leads_nowhere(r->answer) || host_is_local(r->host))
			return;
		o->disposition = OBSERVATION_BLOCKED;
		o->disposition_source = OBSERVATION_SOURCE_ANSWER;
	} else if (is_one_of(r->kind, asked)) {
		o->disposition = is_one_of(rcode, fine) ? OBSERVATION_ALLOWED
							: OBSERVATION_ERROR;
	} else {
		o->disposition_source = OBSERVATION_SOURCE_NONE;
	}
}

static int put_row(struct state *s, struct observation *o, const struct row *r,
	const struct csv *c)
{
	const char *rcode = csv_get(c, RCODE);

	o->host = r->host;
	o->type = r->type;
	o->client = csv_get(c, CLIENT);
	o->answer = r->answer[0] != '\0' || strcmp(rcode, "NOERROR") == 0
			    ? r->answer
			    : rcode;
	decide(o, r, rcode);
	detail_clear(&s->detail);
	detail_text(&s->detail, "dns.response_code", rcode);
	detail_text(&s->detail, "host.name", csv_get(c, NAMES));
	o->detail = detail_json(&s->detail);
	return importer_row(s->job, o);
}

static int see_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = where->number,
		.position = where->position,
		.length = where->length };
	struct row r;
	int rc = 0;

	if (why == NULL)
		why = read_row(&r, c);
	if (why == NULL)
		rc = timeline_set(&s->timeline, &o, &why, &r.moment);
	if (rc != 0)
		return rc;
	return why != NULL ? importer_bad(s->job, where, why)
			   : put_row(s, &o, &r, c);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;

	(void)job;
	return csv_line(&s->csv, line);
}

static int read_log(struct importer_job *job)
{
	struct state s = { .job = job };
	int rc = timeline_open(&s.timeline, job, NULL);

	csv_init(&s.csv, '\t', see_record, &s);
	if (rc == 0)
		rc = importer_lines(job, see_line, &s);
	if (rc == 0)
		rc = csv_end(&s.csv);
	csv_release(&s.csv);
	detail_release(&s.detail);
	return rc;
}

static int judge_record(const struct csv *c, const struct line *where,
	const char *why, void *ctx)
{
	int *kind = ctx;
	struct row r;

	(void)where;
	if (why == NULL && read_row(&r, c) == NULL && r.type[0] != '\0' &&
		strspn(csv_get(c, DURATION), "0123456789") ==
			strlen(csv_get(c, DURATION)))
		*kind = SNIFF_RECORD;
	return 0;
}

static int judge(const struct line *line)
{
	int kind = SNIFF_FOREIGN;
	struct csv c;

	csv_init(&c, '\t', judge_record, &kind);
	csv_line(&c, line);
	csv_release(&c);
	return kind;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines have the columns of blocky's query "
			       "log");
	return sure;
}

const struct importer import_blocky = {
	.name = "blocky",
	.version = 2,
	.summary = N_("blocky: query log of type csv"),
	.how = N_("In blocky's configuration, under \"queryLog\", set type: "
		  "csv and target: a folder; start blocky again. Each day a "
		  "file as 2026-07-16_ALL.log is then written there (with "
		  "csv-client, one for each device). Copy the files of the "
		  "days that count."),
	.sniff = sniff,
	.read = read_log,
};
