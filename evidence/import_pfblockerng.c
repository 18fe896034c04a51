/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pfBlockerNG on pfSense: dnsbl.log, dns_reply.log, and unified.log that has
 * both; fields with commas between, never quoted:
 *
 *	DNSBL-python,Jul 16 09:22:40,push.vendor.example,192.0.2.7,Python,
 *	DNSBL,Group,vendor.example,Feed,+			(one line)
 *	DNS-reply,Jul 16 09:22:40,reply,A,CNAME,60,www.vendor.example,
 *	192.0.2.7,198.51.100.3,DE				(one line)
 *
 * A DNSBL line is a name that was blocked: time, name, client, mode, kind of
 * list, group, what in the list fitted, list, and "-" when the same name was
 * the last one blocked before, else "+". Newer ones have an ISO time and the
 * type at the end. DNSBL-Full, DNSBL-1x1 and DNSBL-HTTPS lines are requests
 * that came to the server of the blocking page; their fifth field may hold
 * commas. A DNS-reply line: time, where the reply came from, type asked,
 * type answered, seconds to live, name, client, answer (it may hold commas),
 * country. Times are local, without a zone, and old ones without a year.
 */
#include <string.h>

#include "base/i18n.h"
#include "evidence/answer.h"
#include "evidence/detail.h"
#include "evidence/lookups.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum { FIELD = 1100 };

struct row {
	bool request; /* to the blocking page, not a look-up */
	struct moment moment;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[80];
	char rule[LOOKUP_RULE], group[80], answer[LOOKUP_ANSWER];
	char origin[16]; /* "reply", "cache", "local", …; "" for a block */
	bool again;
};

struct state {
	struct timeline timeline;
	struct detail detail;
};

/* The last field, taken off the end; false when there is no comma. */
static bool take_last(struct cursor *c, char *out, size_t room)
{
	const char *comma =
		cursor_left(c) > 0 ? memrchr(c->p, ',', cursor_left(c)) : NULL;

	if (comma == NULL)
		return false;
	cursor_copy(out, room, comma + 1, (size_t)(c->end - comma - 1));
	c->end = comma;
	return true;
}

static const char *read_stamp(struct row *r, struct cursor *c)
{
	char text[48];
	size_t n = cursor_until(c, ',', text, sizeof(text));
	struct cursor at = { text, text + n };

	return moment_read(&r->moment, &at) && cursor_left(&at) == 0
		       ? NULL
		       : N_("no time at the start");
}

static const char *read_name(struct row *r, struct cursor *c)
{
	char text[FIELD];
	size_t n = cursor_until(c, ',', text, sizeof(text));

	if (!host_normalise(r->host, text, n))
		return N_("no host name");
	cursor_until(c, ',', r->client, sizeof(r->client));
	return NULL;
}

/* From the end: [type,] "+" or "-", list, what fitted, group. */
static const char *read_list(struct row *r, struct cursor *c)
{
	static const char cut[] = N_("the line is cut: fields are missing");
	char last[RRTYPE_TEXT], text[FIELD];

	if (!take_last(c, last, sizeof(last)))
		return cut;
	if (strcmp(last, "+") != 0 && strcmp(last, "-") != 0) {
		rrtype_read(r->type, last, strlen(last));
		if (!take_last(c, last, sizeof(last)))
			return cut;
	}
	if (strcmp(last, "+") != 0 && strcmp(last, "-") != 0)
		return cut;
	r->again = last[0] == '-';
	if (!take_last(c, r->rule, sizeof(r->rule)) ||
		!take_last(c, text, sizeof(text)) ||
		!take_last(c, r->group, sizeof(r->group)) ||
		!take_last(c, text, sizeof(text)))
		return cut;
	return NULL;
}

static const char *read_block(struct row *r, struct cursor *c)
{
	char mode[16];
	const char *why;

	cursor_until(c, ',', mode, sizeof(mode));
	r->request = strcmp(mode, "python") != 0;
	why = read_stamp(r, c);
	if (why == NULL)
		why = read_name(r, c);
	if (why == NULL)
		why = read_list(r, c);
	if (r->request)
		cursor_copy(r->type, sizeof(r->type),
			strcmp(mode, "HTTPS") == 0 ? "https" : "http", 5);
	return why;
}

static const char *read_reply(struct row *r, struct cursor *c)
{
	char text[FIELD];
	const char *why = read_stamp(r, c);
	size_t n;

	if (why != NULL)
		return why;
	cursor_until(c, ',', r->origin, sizeof(r->origin));
	n = cursor_until(c, ',', text, sizeof(text));
	rrtype_read(r->type, text, n);
	cursor_until(c, ',', text, sizeof(text));
	cursor_until(c, ',', text, sizeof(text));
	why = read_name(r, c);
	if (why != NULL)
		return why;
	if (!take_last(c, text, sizeof(text)))
		return N_("the line is cut: fields are missing");
	cursor_copy(r->answer, sizeof(r->answer), c->p, cursor_left(c));
	return NULL;
}

/* NULL, or why it is no record. */
static const char *read_row(struct row *r, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	*r = (struct row){ 0 };
	if (memchr(line->text, '\0', line->len) != NULL)
		return N_("NUL bytes");
	if (cursor_pass(&c, "DNSBL-"))
		return read_block(r, &c);
	if (cursor_pass(&c, "DNS-reply,"))
		return read_reply(r, &c);
	return N_("neither a DNSBL nor a DNS-reply line");
}

static bool is_error(const char *answer)
{
	static const char *const results[] = { "FORMERR", "SERVFAIL", "NOTIMP",
		"NOTIMPL", "REFUSED", "YXDOMAIN", "YXRRSET", "NXRRSET",
		"NOTAUTH", "NOTZONE" };

	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (strcasecmp(answer, results[i]) == 0)
			return true;
	return false;
}

/* A reply from the local configuration, whose lists are another log's. */
static void decide_local(struct observation *o, const struct row *r)
{
	bool blocked =
		answer_leads_nowhere(r->answer) && !host_is_local(r->host);

	o->disposition = blocked ? OBSERVATION_BLOCKED : OBSERVATION_REWRITTEN;
	o->disposition_source =
		blocked ? OBSERVATION_SOURCE_ANSWER : OBSERVATION_SOURCE_FIELD;
}

static void decide(struct observation *o, const struct row *r)
{
	if (r->origin[0] == '\0') {
		o->disposition = OBSERVATION_BLOCKED;
		o->disposition_source = OBSERVATION_SOURCE_FORMAT;
		return;
	}
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (is_error(r->answer) || strcmp(r->origin, "servfail") == 0)
		o->disposition = OBSERVATION_ERROR;
	else if (strcmp(r->origin, "local") == 0 ||
		 strcmp(r->answer, "noAAAA") == 0)
		decide_local(o, r);
	else if (answer_leads_nowhere(r->answer) && !host_is_local(r->host))
		decide_local(o, r);
	else
		o->disposition = OBSERVATION_ALLOWED;
}

static int put_row(struct importer_job *job, struct state *s,
	struct observation *o, const struct row *r)
{
	o->kind = r->request ? OBSERVATION_REQUEST : OBSERVATION_LOOKUP;
	o->host = r->host;
	o->type = r->type;
	o->client = r->client;
	o->rule = r->rule;
	o->answer = r->answer;
	decide(o, r);
	detail_clear(&s->detail);
	if (r->again)
		detail_true(&s->detail, "ev.duplicate");
	detail_text(&s->detail, "rule.ruleset", r->group);
	o->detail = detail_json(&s->detail);
	return importer_row(job, o);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct row r;
	const char *why = read_row(&r, line);
	int rc = 0;

	if (why == NULL)
		rc = timeline_set(&s->timeline, &o, &why, &r.moment);
	if (rc != 0)
		return rc;
	return why != NULL ? importer_bad(job, line, why)
			   : put_row(job, s, &o, &r);
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct row r;
	bool ok = read_row(&r, line) == NULL;

	*out = r.moment;
	return ok;
}

static int read_log(struct importer_job *job)
{
	struct state s = { 0 };
	int rc = timeline_open(&s.timeline, job, line_moment);

	if (rc == 0)
		rc = importer_lines(job, see_line, &s);
	detail_release(&s.detail);
	return rc;
}

static int judge(const struct line *line)
{
	struct row r;

	return read_row(&r, line) == NULL ? SNIFF_RECORD : SNIFF_FOREIGN;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines begin as pfBlockerNG's, with DNSBL- "
			       "or DNS-reply");
	return sure;
}

const struct importer import_pfblockerng = {
	.name = "pfblockerng",
	.version = 2,
	.summary = N_("pfBlockerNG (pfSense): dnsbl.log, dns_reply.log, "
		      "unified.log"),
	.how = N_("In pfSense, Firewall, pfBlockerNG, Logs: choose dnsbl.log "
		  "(what was blocked) or dns_reply.log (what was answered; "
		  "\"DNS Reply Logging\" must be on in the DNSBL settings), "
		  "and press the download arrow. They lie in "
		  "/var/log/pfblockerng."),
	.sniff = sniff,
	.read = read_log,
};
