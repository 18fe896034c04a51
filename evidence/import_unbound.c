/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Unbound with log-queries, log-replies, log-local-actions or rpz-log; a
 * look-up is one row, whichever of them are on:
 *
 *	[1784186560] unbound[812:0] info: 192.0.2.7 push.vendor.example. A IN
 *	[1784186560] unbound[812:0] info: vendor.example. always_nxdomain
 *		192.0.2.7@41234 push.vendor.example. A IN	(one line)
 *	[1784186560] unbound[812:0] info: 192.0.2.7 push.vendor.example. A IN
 *		NXDOMAIN 0.000000 1 37				(one line)
 *
 * The tail of a reply: result, seconds, whether it came from the cache, size,
 * and in newer versions "on udp 192.0.2.1 53". With log-tag-queryreply
 * "query:" and "reply:" stand for "info:". A RPZ's: "rpz: applied [name]
 * vendor.example. rpz-nxdomain 192.0.2.7@41234 push.vendor.example. A IN".
 *
 * Times: seconds since 1970; with log-time-ascii "Jul 16 09:22:40", with
 * log-time-iso "2026-07-16T09:22:40.123+02:00"; syslog's before it, and then
 * "unbound: [812:0] info:". The name before "[812:0]" is log-identity's.
 *
 * That a local zone answered is told only by log-local-actions. A reply that
 * came without asking outside may be a local zone's as well as the cache's
 *(both count as cached): NXDOMAIN then stays unknown, and so does NOERROR,
 *which a zone that redirects gives too, until the log has shown a local zone's
 *action: from then on one without an action is the cache's.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/lookups.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum { TAG_WORDS = 10 };

enum kind {
	OTHER,	 /* its own messages */
	FOREIGN, /* another program's line */
	QUERY,
	REPLY,
	ACTION, /* of a local zone or an RPZ */
	BAD,
};

struct message {
	enum kind kind;
	struct moment moment;
	char client[64], port[8], host[HOST_MAX + 1], type[RRTYPE_TEXT];
	char rcode[24];
	bool cached;
	char zone[HOST_MAX + 1], action[32];
	bool rpz;	 /* the action is an RPZ's */
	const char *why; /* of BAD */
};

struct state {
	struct timeline timeline;
	struct lookups *lookups;
	bool actions; /* local zones' actions have been seen */
};

static void fail(struct message *m, const char *why)
{
	m->kind = BAD;
	m->why = why;
}

/* "[812:0]", with a name before it or not */
static bool is_tag(const char *word, size_t n)
{
	const char *open = memrchr(word, '[', n);
	size_t digits, hex;

	if (open == NULL)
		return false;
	digits = strspn(open + 1, "0123456789");
	if (digits == 0 || open[1 + digits] != ':')
		return false;
	hex = strspn(open + digits + 2, "0123456789abcdef");
	return hex > 0 && strcmp(open + digits + 2 + hex, "]") == 0;
}

/* Behind "unbound[812:0] info: ", and other levels than info. */
static bool pass_tag(struct cursor *c)
{
	char word[160];

	for (int i = 0; i < TAG_WORDS; i++) {
		size_t n = cursor_word(c, word, sizeof(word));

		if (n == 0)
			return false;
		if (!is_tag(word, n))
			continue;
		n = cursor_word(c, word, sizeof(word));
		cursor_pass_spaces(c);
		return n > 1 && word[n - 1] == ':';
	}
	return false;
}

/* "192.0.2.7" or "192.0.2.7@41234" */
static bool read_client(struct message *m, const char *word)
{
	const char *at = strchr(word, '@');
	size_t n = at != NULL ? (size_t)(at - word) : strlen(word);
	unsigned char address[16];

	cursor_copy(m->client, sizeof(m->client), word, n);
	cursor_copy(m->port, sizeof(m->port), at != NULL ? at + 1 : "",
		at != NULL ? strlen(at + 1) : 0);
	m->client[strcspn(m->client, "%")] = '\0';
	return inet_pton(AF_INET, m->client, address) == 1 ||
	       inet_pton(AF_INET6, m->client, address) == 1;
}

static bool is_class(const char *word)
{
	static const char *const classes[] = { "IN", "CH", "HS", "NONE",
		"ANY" };

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++)
		if (strcmp(word, classes[i]) == 0)
			return true;
	return strncmp(word, "CLASS", 5) == 0;
}

/* "push.vendor.example. A IN" */
static void read_question(struct message *m, struct cursor *c)
{
	char word[4 * HOST_MAX];
	size_t n = cursor_word(c, word, sizeof(word));

	if (!host_normalise(m->host, word, n)) {
		fail(m, N_("no host name"));
		return;
	}
	n = cursor_word(c, word, sizeof(word));
	rrtype_read(m->type, word, n);
	cursor_word(c, word, sizeof(word));
	if (!is_class(word))
		fail(m, N_("the line is cut: no type or class"));
}

static void read_query(struct message *m, struct cursor *c)
{
	char word[32];

	m->kind = QUERY;
	read_question(m, c);
	if (m->kind == BAD || cursor_word(c, m->rcode, sizeof(m->rcode)) == 0)
		return;
	m->kind = REPLY;
	cursor_word(c, word, sizeof(word));
	cursor_word(c, word, sizeof(word));
	m->cached = strcmp(word, "1") == 0;
	if (word[0] == '\0')
		fail(m, N_("the line is cut: no end of the reply"));
}

/* "ZONE ACTION CLIENT@PORT QUESTION"; false when it is none. */
static bool read_action(struct message *m, struct cursor *c)
{
	char client[80];

	cursor_word(c, m->zone, sizeof(m->zone));
	cursor_word(c, m->action, sizeof(m->action));
	cursor_word(c, client, sizeof(client));
	if (strchr(client, '@') == NULL || !read_client(m, client))
		return false;
	m->kind = ACTION;
	read_question(m, c);
	return true;
}

/* "rpz: applied [name] vendor.example. rpz-nxdomain …"; a trigger other than
 * the name asked for stands before the zone's. */
static bool read_rpz(struct message *m, struct cursor *c)
{
	struct cursor at = *c;
	char word[HOST_MAX + 1];

	if (cursor_starts(&at, "["))
		cursor_find(&at, "] ");
	*c = at;
	cursor_word(&at, word, sizeof(word));
	cursor_word(&at, word, sizeof(word));
	if (strncmp(word, "rpz-", 4) != 0)
		cursor_word(c, word, sizeof(word));
	return read_action(m, c);
}

static void read_sentence(struct message *m, struct cursor *c)
{
	struct cursor at = *c;
	char word[80];

	m->kind = OTHER;
	if (cursor_pass(&at, "rpz: applied ")) {
		m->rpz = read_rpz(m, &at);
		return;
	}
	cursor_word(&at, word, sizeof(word));
	if (read_client(m, word)) {
		read_query(m, &at);
		return;
	}
	at = *c;
	read_action(m, &at);
}

static void read_message(struct message *m, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	*m = (struct message){ .kind = FOREIGN };
	if (memchr(line->text, '\0', line->len) != NULL)
		fail(m, N_("NUL bytes"));
	else if (!moment_read(&m->moment, &c))
		fail(m, N_("no time at the start"));
	else if (pass_tag(&c))
		read_sentence(m, &c);
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct message m;

	read_message(&m, line);
	*out = m.moment;
	return m.kind != BAD && m.kind != FOREIGN;
}

/* What a local zone's type or an RPZ's action makes of a look-up. */
static unsigned action_disposition(const char *action, const char *type)
{
	static const char *const blocked[] = { "static", "deny", "refuse",
		"redirect", "always_nxdomain", "always_nodata", "always_null",
		"always_deny", "always_refuse", "inform_deny",
		"inform_redirect", "rpz-nxdomain", "rpz-nodata", "rpz-drop" };

	for (size_t i = 0; i < sizeof(blocked) / sizeof(blocked[0]); i++)
		if (strcmp(action, blocked[i]) == 0)
			return OBSERVATION_BLOCKED;
	if (strcmp(action, "block_a") == 0)
		return strcmp(type, "A") == 0 ? OBSERVATION_BLOCKED
					      : OBSERVATION_UNKNOWN;
	if (strcmp(action, "rpz-local-data") == 0 ||
		strcmp(action, "rpz-cname-override") == 0)
		return OBSERVATION_REWRITTEN;
	return OBSERVATION_UNKNOWN;
}

static unsigned reply_disposition(const struct message *m, bool actions)
{
	if (strcmp(m->rcode, "NOERROR") == 0)
		return m->cached && !actions ? OBSERVATION_UNKNOWN
					     : OBSERVATION_ALLOWED;
	if (strcmp(m->rcode, "NXDOMAIN") == 0)
		return m->cached ? OBSERVATION_UNKNOWN : OBSERVATION_ALLOWED;
	return OBSERVATION_ERROR;
}

static void take_reply(
	struct lookup *lookup, const struct message *m, bool actions)
{
	lookup_decide(lookup, reply_disposition(m, actions),
		OBSERVATION_SOURCE_FIELD, "");
	if (strcmp(m->rcode, "NOERROR") != 0)
		lookup_answer(lookup, m->rcode);
	lookup->closed = true;
}

static void take_action(struct lookup *lookup, const struct message *m)
{
	char rule[LOOKUP_RULE];

	snprintf(rule, sizeof(rule), "%s %s", m->zone, m->action);
	lookup_decide(lookup, action_disposition(m->action, m->type),
		OBSERVATION_SOURCE_FORMAT, rule);
}

static void take_message(
	struct state *s, const struct message *m, const struct observation *o)
{
	struct lookups *l = s->lookups;
	struct lookup_key key = { m->host, m->type, m->client, m->port };
	struct lookup *lookup = NULL;

	if (m->kind != QUERY)
		lookup = lookups_find(l, &key,
			m->kind == REPLY ? LOOKUPS_OLDEST : LOOKUPS_NEWEST);
	if (lookup == NULL)
		lookup = lookups_add(l, &key, o);
	if (m->kind == REPLY)
		take_reply(lookup, m, s->actions);
	else if (m->kind == ACTION)
		take_action(lookup, m);
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct state *s = ctx;
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct message m;
	const char *why;
	int rc = 0;

	read_message(&m, line);
	if (m.kind == FOREIGN)
		return 0;
	why = m.why;
	if (m.kind != BAD)
		rc = timeline_set(&s->timeline, &o, &why, &m.moment);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	if (m.kind == OTHER)
		return 0;
	s->actions = s->actions || (m.kind == ACTION && !m.rpz);
	rc = lookups_give(s->lookups, job, o.ns);
	if (rc == 0)
		take_message(s, &m, &o);
	return rc;
}

static int read_log(struct importer_job *job)
{
	struct state s = { .lookups = lookups_new() };
	int rc = timeline_open(&s.timeline, job, line_moment);

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

	read_message(&m, line);
	return m.kind == QUERY || m.kind == REPLY || m.kind == ACTION
		       ? SNIFF_RECORD
	       : m.kind == OTHER ? SNIFF_PASSED
				 : SNIFF_FOREIGN;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines are those of Unbound's log-queries "
			       "or log-replies");
	return sure;
}

static bool line_host(char host[HOST_MAX + 1], const struct line *line)
{
	struct message m;

	read_message(&m, line);
	memcpy(host, m.host, sizeof(m.host));
	return m.kind != BAD && m.host[0] != '\0';
}

const struct importer import_unbound = {
	.name = "unbound",
	.version = 2,
	.summary = N_("Unbound: log-queries, log-replies, log-local-actions"),
	.how = N_("In unbound.conf, under \"server:\", set log-queries: yes, "
		  "log-replies: yes and log-local-actions: yes, and a "
		  "logfile; start Unbound again. On OPNsense and pfSense the "
		  "same switches are in the settings of the DNS resolver, "
		  "and the log can be downloaded there. Set them before the "
		  "traffic that you want to show."),
	.sniff = sniff,
	.read = read_log,
	.line_host = line_host,
};
