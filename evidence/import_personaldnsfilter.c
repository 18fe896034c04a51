/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * personalDNSfilter (Android, Java), log/trafficlog/trafficlog_0.log and
 * _1.log, lines with CRLF; a question and its answers are one row:
 *
 *	07/16/2026 09:22:40 timestamp, client:port, class, type, domain name,
 *	answer						(the heading, one line)
 *	07/16/2026 09:22:40 /192.0.2.7:4123, 1, Q-1, push.vendor.example,
 *	<empty>							(one line)
 *	07/16/2026 09:22:40 /192.0.2.7:4123, 1, A-1, push.vendor.example,
 *	127.0.0.1, /Length:4					(one line)
 *
 * Month first; local time, without a zone. The number behind Q- and A- is the
 * type. Whether a name was blocked is told by the answer alone: it is the
 * device itself. An answer to another name than the one asked for belongs to
 * the question before it from that port (an alias led there).
 */
#include <string.h>

#include "base/i18n.h"
#include "evidence/answer.h"
#include "evidence/clock.h"
#include "evidence/lookups.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

struct message {
	bool heading, answered;
	struct moment moment;
	char client[64], port[8], host[HOST_MAX + 1], type[RRTYPE_TEXT];
	char answer[HOST_MAX + 1];
};

struct state {
	struct timeline timeline;
	struct lookups *lookups;
	/* The question that came last, by its key: answers about an alias's
	 * target follow it. */
	char host[HOST_MAX + 1], client[64], port[8];
};

/* Its place in the first line differs from version to version. */
static const char heading[] = "timestamp, client:port, class, type,";

/* "07/16/2026 09:22:40 " */
static bool read_stamp(struct moment *m, struct cursor *c)
{
	enum { STAMP = 19 };
	struct clock_reading reading;
	char text[STAMP + 1];

	if (cursor_left(c) <= STAMP || c->p[STAMP] != ' ')
		return false;
	cursor_copy(text, sizeof(text), c->p, STAMP);
	c->p += STAMP + 1;
	m->has_year = true;
	if (!clock_read(&reading, "m/d/Y H:M:S", text))
		return false;
	m->when = reading.when;
	m->precision = reading.precision;
	return true;
}

/* The next field, ", " before the one behind it. */
static size_t field(struct cursor *c, char *out, size_t room)
{
	size_t n = cursor_until(c, ',', out, room);

	cursor_pass_spaces(c);
	return n;
}

/* "/192.0.2.7:4123", "name/192.0.2.7:4123" */
static bool read_client(struct message *m, const char *text)
{
	const char *slash = strchr(text, '/');
	const char *colon = strrchr(text, ':');
	const char *from = slash != NULL ? slash + 1 : text;

	if (colon == NULL || colon <= from)
		return false;
	cursor_copy(m->client, sizeof(m->client), from, (size_t)(colon - from));
	cursor_copy(m->port, sizeof(m->port), colon + 1, strlen(colon + 1));
	return true;
}

/* "127.0.0.1", "/198.51.100.3", "name/198.51.100.3" */
static void read_answer(struct message *m, const char *text)
{
	const char *slash = strrchr(text, '/');
	const char *from = slash != NULL ? slash + 1 : text;

	if (!host_normalise(m->answer, from, strlen(from)))
		m->answer[0] = '\0';
}

/* NULL, or why it is no line of this log. */
static const char *read_message(struct message *m, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	char text[4 * HOST_MAX];
	size_t n;

	*m = (struct message){ 0 };
	m->heading = memmem(line->text, line->len, heading,
			     sizeof(heading) - 1) != NULL;
	if (m->heading)
		return NULL;
	if (!read_stamp(&m->moment, &c))
		return N_("no time at the start");
	field(&c, text, sizeof(text));
	if (!read_client(m, text))
		return N_("no address of the client");
	field(&c, text, sizeof(text));
	n = field(&c, text, sizeof(text));
	if (n < 3 || text[1] != '-' || (text[0] != 'Q' && text[0] != 'A'))
		return N_("neither a question nor an answer");
	m->answered = text[0] == 'A';
	rrtype_read(m->type, text + 2, n - 2);
	n = field(&c, text, sizeof(text));
	if (!host_normalise(m->host, text, n))
		return N_("no host name");
	if (field(&c, text, sizeof(text)) == 0)
		return N_("the line is cut: no answer");
	if (m->answered)
		read_answer(m, text);
	return NULL;
}

static void take_answer(struct lookup *lookup, const struct message *m)
{
	if (strcmp(m->host, lookup->host) != 0)
		lookup_answer(lookup, m->host);
	lookup_answer(lookup, m->answer);
	if (answer_leads_nowhere(m->answer) && !host_is_local(lookup->host))
		lookup_decide(lookup, OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER, "");
	else
		lookup_decide(lookup, OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FORMAT, "");
}

static void remember(struct state *s, const struct message *m)
{
	memcpy(s->host, m->host, sizeof(s->host));
	memcpy(s->client, m->client, sizeof(s->client));
	memcpy(s->port, m->port, sizeof(s->port));
}

/* The question an answer belongs to; a new row where it is not in the log. */
static struct lookup *find(
	struct state *s, const struct message *m, const struct observation *o)
{
	struct lookup_key key = { m->host, "", m->client, m->port };
	struct lookup *lookup = lookups_find(s->lookups, &key, LOOKUPS_NEWEST);

	if (lookup == NULL && strcmp(s->client, m->client) == 0 &&
		strcmp(s->port, m->port) == 0) {
		key.host = s->host;
		lookup = lookups_find(s->lookups, &key, LOOKUPS_NEWEST);
	}
	if (lookup != NULL)
		return lookup;
	key = (struct lookup_key){ m->host, m->type, m->client, m->port };
	return lookups_add(s->lookups, &key, o);
}

static void take_message(
	struct state *s, const struct message *m, const struct observation *o)
{
	const struct lookup_key key = { m->host, m->type, m->client, m->port };

	if (m->answered) {
		take_answer(find(s, m, o), m);
		return;
	}
	lookups_add(s->lookups, &key, o);
	remember(s, m);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct message m;
	const char *why = read_message(&m, line);
	int rc = 0;

	if (m.heading)
		return 0;
	if (why == NULL)
		rc = timeline_set(&s->timeline, &o, &why, &m.moment);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	rc = lookups_give(s->lookups, job, o.ns);
	if (rc == 0)
		take_message(s, &m, &o);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct state s = { .lookups = lookups_new() };
	int rc = timeline_open(&s.timeline, job, NULL);

	if (rc == 0)
		rc = importer_lines(job, see_line, &s);
	if (rc == 0)
		rc = lookups_give(s.lookups, job, LOOKUPS_END);
	lookups_free(s.lookups);
	return rc;
}

static int judge(const struct line *line)
{
	struct message m;

	if (read_message(&m, line) != NULL)
		return SNIFF_FOREIGN;
	return SNIFF_RECORD;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines are those of personalDNSfilter's "
			       "traffic log");
	return sure;
}

static bool line_host(char host[HOST_MAX + 1], const struct line *line)
{
	struct message m;

	if (read_message(&m, line) != NULL || m.heading)
		return false;
	memcpy(host, m.host, sizeof(m.host));
	return true;
}

const struct importer import_personaldnsfilter = {
	.name = "personaldnsfilter",
	.version = 2,
	.summary = N_("personalDNSfilter (Android): trafficlog_0.log"),
	.how = N_("In the app, open the advanced settings and set "
		  "enableTrafficLog = true, then let it run. The files "
		  "trafficlog_0.log and trafficlog_1.log lie in the folder "
		  "PersonalDNSFilter/log/trafficlog of the phone's storage; "
		  "copy both. They hold one megabyte each: copy them soon."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
	.line_host = line_host,
};
