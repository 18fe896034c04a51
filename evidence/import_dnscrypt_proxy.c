/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dnscrypt-proxy: its logs of queries, of blocked and of non-existent names,
 * in the form tsv (fields with tabs between) or ltsv (with labels):
 *
 *	[2026-07-16 09:22:40] 192.0.2.7 push.vendor.example A REJECT 0ms - -
 *	[2026-07-16 09:22:40] 192.0.2.7 push.vendor.example *.vendor.example
 *	[2026-07-16 09:22:40] 192.0.2.7 no.vendor.example A
 *	time:1784186560 host:192.0.2.7 message:push.vendor.example type:A
 *	return:REJECT cached:0 duration:0 server:- relay:-	(one line)
 *	time:1784186560 host:192.0.2.7 qname:push.vendor.example
 *	message:*.vendor.example				(one line)
 *
 * Queries: time, client, name, type; from 2.0.16 on what was returned; from
 * 2.0.24 on duration and server; from 2.1.16 on the relay. In tsv times are
 * local, without a zone. "-" is nothing.
 *
 * A fourth field that is no type is the rule that fitted, or an address and
 * behind it the rule (label ip). That is the form of the log of what rules
 * blocked. The log of what rules allowed, which somebody must have asked for,
 * has the same: a file whose name says so ("allowed-names.log") is read as
 * that, one whose name says both as neither. The detail tells what the reading
 * rests on, the form or the name.
 */
#include <strings.h>
#include <string.h>

#include "base/file.h"
#include "base/i18n.h"
#include "evidence/digits.h"
#include "evidence/lookups.h"
#include "evidence/record.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum { FIELD = 1100 };

struct row {
	struct moment moment;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[80];
	char rule[LOOKUP_RULE], result[32];
	char address[80]; /* in which the rule fitted */
};

struct state {
	struct timeline timeline;
	unsigned of_rules; /* disposition of rows that name a rule */
	bool by_name;	   /* the file's name says it */
};

static const char no_host[] = N_("no host name");

/* "A", "TYPE65": types are written in capitals, rules are not. */
static bool is_type(const char *text)
{
	char name[RRTYPE_TEXT];

	for (const char *p = text; *p != '\0'; p++)
		if (!(*p >= 'A' && *p <= 'Z') && !(*p >= '0' && *p <= '9'))
			return false;
	rrtype_read(name, text, strlen(text));
	return text[0] >= 'A' &&
	       (strcmp(name, text) == 0 || strncmp(text, "TYPE", 4) == 0);
}

static bool is_result(const char *text)
{
	size_t n = strlen(text);

	return n > 1 && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == n;
}

static void keep(char *out, size_t room, const char *text)
{
	cursor_copy(out, room, text, strcmp(text, "-") == 0 ? 0 : strlen(text));
}

/* "[2026-07-16 09:22:40]" */
static bool read_stamp(struct row *r, struct cursor *c)
{
	char text[40];
	struct cursor at;
	size_t n = cursor_until(c, '\t', text, sizeof(text));

	if (n < 3 || text[0] != '[' || text[n - 1] != ']')
		return false;
	at = (struct cursor){ text + 1, text + n - 1 };
	return moment_read(&r->moment, &at) && cursor_left(&at) == 0;
}

/* "192.0.2.9 192.0.2.*": what fitted, and the rule; or the rule alone. */
static void read_rule(struct row *r, const char *text, struct cursor *c)
{
	char more[FIELD];
	char address[HOST_MAX + 1];

	cursor_until(c, '\t', more, sizeof(more));
	if (more[0] == '\0' || !record_address(address, text)) {
		keep(r->rule, sizeof(r->rule), text);
		return;
	}
	keep(r->address, sizeof(r->address), address);
	keep(r->rule, sizeof(r->rule), more);
}

static const char *read_tsv(struct row *r, struct cursor *c)
{
	char text[FIELD];
	size_t n;

	if (!read_stamp(r, c))
		return N_("no time at the start");
	cursor_until(c, '\t', text, sizeof(text));
	keep(r->client, sizeof(r->client), text);
	n = cursor_until(c, '\t', text, sizeof(text));
	if (!host_normalise(r->host, text, n))
		return no_host;
	n = cursor_until(c, '\t', text, sizeof(text));
	if (n == 0)
		return N_("the line is cut: fields are missing");
	if (!is_type(text)) {
		read_rule(r, text, c);
		return NULL;
	}
	rrtype_read(r->type, text, n);
	cursor_until(c, '\t', text, sizeof(text));
	if (text[0] != '\0' && !is_result(text))
		return N_("no result of the query");
	keep(r->result, sizeof(r->result), text);
	return NULL;
}

struct label {
	const char *name;
	char text[FIELD];
};

enum { TIME, HOST, QNAME, MESSAGE, TYPE, RETURN, IP, LABELS };

/* Fills the labels that are there; others stay "". */
static void read_labels(struct label v[LABELS], struct cursor *c)
{
	char text[FIELD];

	while (cursor_left(c) > 0) {
		cursor_until(c, '\t', text, sizeof(text));
		for (int i = 0; i < LABELS; i++) {
			size_t n = strlen(v[i].name);

			if (strncmp(text, v[i].name, n) == 0 && text[n] == ':')
				keep(v[i].text, sizeof(v[i].text),
					text + n + 1);
		}
	}
}

static const char *read_ltsv(struct row *r, struct cursor *c)
{
	struct label v[LABELS] = { { "time", "" }, { "host", "" },
		{ "qname", "" }, { "message", "" }, { "type", "" },
		{ "return", "" }, { "ip", "" } };
	const char *name;
	size_t decimals;

	read_labels(v, c);
	if (!digits_epoch(&r->moment.ns, &decimals, v[TIME].text,
		    strlen(v[TIME].text), INSTANT_SECOND))
		return N_("no time at the start");
	r->moment.has_year = r->moment.has_zone = true;
	r->moment.zone = OBSERVATION_ZONE_EPOCH;
	r->moment.precision = OBSERVATION_PRECISION_S;
	name = v[QNAME].text[0] != '\0' ? v[QNAME].text : v[MESSAGE].text;
	if (!host_normalise(r->host, name, strlen(name)))
		return no_host;
	keep(r->client, sizeof(r->client), v[HOST].text);
	keep(r->result, sizeof(r->result), v[RETURN].text);
	rrtype_read(r->type, v[TYPE].text, strlen(v[TYPE].text));
	keep(r->address, sizeof(r->address), v[IP].text);
	if (name == v[QNAME].text)
		keep(r->rule, sizeof(r->rule), v[MESSAGE].text);
	else if (r->type[0] == '\0')
		return N_("the line is cut: fields are missing");
	return NULL;
}

/* NULL, or why it is no record. */
static const char *read_row(struct row *r, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	*r = (struct row){ 0 };
	if (memchr(line->text, '\0', line->len) != NULL)
		return N_("NUL bytes");
	return cursor_starts(&c, "time:") ? read_ltsv(r, &c) : read_tsv(r, &c);
}

/* What a look-up returned; a name that does not exist was asked for
 * upstream. */
static unsigned disposition_of(const char *result)
{
	static const struct {
		const char *result;
		unsigned disposition;
	} results[] = { { "PASS", OBSERVATION_ALLOWED },
		{ "FORWARD", OBSERVATION_ALLOWED },
		{ "NXDOMAIN", OBSERVATION_ALLOWED },
		{ "REJECT", OBSERVATION_BLOCKED },
		{ "DROP", OBSERVATION_BLOCKED },
		{ "CLOAK", OBSERVATION_REWRITTEN },
		{ "SYNTH", OBSERVATION_REWRITTEN },
		{ "PARSE_ERROR", OBSERVATION_ERROR },
		{ "RESPONSE_ERROR", OBSERVATION_ERROR },
		{ "SERVFAIL", OBSERVATION_ERROR },
		{ "NETWORK_ERROR", OBSERVATION_ERROR },
		{ "SERVER_TIMEOUT", OBSERVATION_ERROR },
		{ "NOT_READY", OBSERVATION_ERROR } };

	for (size_t i = 0; i < sizeof(results) / sizeof(results[0]); i++)
		if (strcmp(result, results[i].result) == 0)
			return results[i].disposition;
	return OBSERVATION_UNKNOWN;
}

static bool has(const char *text, const char *word)
{
	for (; *text != '\0'; text++)
		if (strncasecmp(text, word, strlen(word)) == 0)
			return true;
	return false;
}

/* What rows with a rule mean, by the name of the file or member they stand
 * in. */
static unsigned rules_disposition(bool *by_name, const struct importer_job *job)
{
	const char *name = job->member != NULL && job->member[0] != '\0'
				   ? job->member
				   : job->path;
	bool blocks, allows;

	name = file_basename(name);
	blocks = has(name, "block") || has(name, "black");
	allows = has(name, "allow") || has(name, "white");
	*by_name = blocks != allows;
	if (blocks && allows)
		return OBSERVATION_UNKNOWN;
	return allows ? OBSERVATION_ALLOWED : OBSERVATION_BLOCKED;
}

static void fill(
	struct observation *o, const struct row *r, const struct state *s)
{
	o->host = r->host;
	o->type = r->type;
	o->client = r->client;
	o->rule = r->rule;
	o->disposition = (uint8_t)disposition_of(r->result);
	if (o->disposition != OBSERVATION_UNKNOWN)
		o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (o->disposition == OBSERVATION_ERROR ||
		strcmp(r->result, "NXDOMAIN") == 0)
		o->answer = r->result;
	if (r->address[0] != '\0')
		o->answer = r->address;
	if (r->rule[0] != '\0' && s->of_rules != OBSERVATION_UNKNOWN) {
		o->disposition = (uint8_t)s->of_rules;
		o->disposition_source = OBSERVATION_SOURCE_FORMAT;
		o->detail = s->by_name
				    ? "{\"ev.disposition_basis\":\"file name\"}"
				    : "{\"ev.disposition_basis\":\"form\"}";
	}
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
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	fill(&o, &r, s);
	return importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state s = { 0 };
	int rc = timeline_open(&s.timeline, job, NULL);

	s.of_rules = rules_disposition(&s.by_name, job);
	return rc != 0 ? rc : importer_lines(job, see_line, &s);
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
		head->why = N_("its lines are those of dnscrypt-proxy's query "
			       "log or of one of its logs of rules");
	return sure;
}

const struct importer import_dnscrypt_proxy = {
	.name = "dnscrypt-proxy",
	.version = 3,
	.summary = N_("dnscrypt-proxy: query log, blocked and allowed names "
		      "and addresses, tsv and ltsv"),
	.how = N_("In dnscrypt-proxy.toml, under [query_log], set file = "
		  "'query.log', and under [blocked_names] log_file = "
		  "'blocked-names.log'; start dnscrypt-proxy again. The "
		  "query log tells of all names, the other of those that a "
		  "rule blocked; copy both, and keep their names: a log "
		  "of allowed names looks like one of blocked names, and "
		  "only its name tells."),
	.sniff = sniff,
	.read = read_log,
};
