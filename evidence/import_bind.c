/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * BIND 9 (named), its categories queries, responses, rpz, query-errors and
 * security, in one file or in several; a look-up is one row:
 *
 *	16-Jul-2026 09:22:40.427 queries: info: client @0x7f90 192.0.2.7#4123
 *	(push.vendor.example): view home: query: push.vendor.example IN A
 *	+E(0)K (192.0.2.1) [ECS 192.0.2.0/24/0]			(one line)
 *	… rpz: info: client @0x7f90 192.0.2.7#4123 (push.vendor.example): rpz
 *	QNAME NXDOMAIN rewrite push.vendor.example/A/IN via
 *	push.vendor.example.rpz.home				(one line)
 *
 * and, from the client's address and port on,
 *
 *	response: push.vendor.example IN A NOERROR …
 *	query failed (SERVFAIL) for push.vendor.example/IN/A at query.c:7837
 *	query (cache) 'push.vendor.example/A/IN' denied
 *
 * "@0x…" came with 9.10, "(name)" with 9.8; a view only where there are some;
 * "/key name" behind the port where the client signed. Category and severity
 * stand there where print-category and print-severity say so. Times by
 * print-time: local as above, ISO 8601 without an offset (iso8601), in UTC
 * (iso8601-utc), or syslog's.
 *
 * A response does not tell who answered: NXDOMAIN stays unknown, and so does
 * NOERROR until the log has shown a policy at work, since a policy's answer
 * may be written into another file.
 */
#include <arpa/inet.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/lookups.h"
#include "evidence/sniff.h"
#include "evidence/timeline.h"

enum kind {
	OTHER, /* its own messages, and other programs' */
	QUERY,
	POLICY, /* of a response policy zone */
	RESPONSE,
	FAILED,
	BAD,
};

struct message {
	enum kind kind;
	struct moment moment;
	char client[64], port[8];
	char asked[HOST_MAX + 1]; /* the name in brackets, "" without */
	char host[HOST_MAX + 1], type[RRTYPE_TEXT];
	char result[24]; /* "NOERROR", an RPZ's "NXDOMAIN" */
	char rule[LOOKUP_RULE];
	bool disabled; /* a policy that is only watched */
	const char *why;
};

struct state {
	struct timeline timeline;
	struct lookups *lookups;
	bool policies; /* policies' lines have been seen */
};

static void fail(struct message *m, const char *why)
{
	m->kind = BAD;
	m->why = why;
}

/* "192.0.2.7#4123", "…#4123:", "…#4123/key" and its name */
static bool read_client(struct message *m, struct cursor *c)
{
	char word[160];
	const char *hash;
	unsigned char address[16];
	size_t n;

	cursor_word(c, word, sizeof(word));
	hash = strrchr(word, '#');
	n = hash != NULL ? strspn(hash + 1, "0123456789") : 0;
	if (n == 0 || n >= sizeof(m->port))
		return false;
	cursor_copy(m->port, sizeof(m->port), hash + 1, n);
	cursor_copy(m->client, sizeof(m->client), word, (size_t)(hash - word));
	m->client[strcspn(m->client, "%")] = '\0';
	if (strncmp(hash + 1 + n, "/key", 4) == 0)
		cursor_word(c, word, sizeof(word));
	cursor_pass_spaces(c);
	return inet_pton(AF_INET, m->client, address) == 1 ||
	       inet_pton(AF_INET6, m->client, address) == 1;
}

/* What is behind the bracket that opens, up to "): ": a name may have an
 * escaped bracket in it. Goes behind the one that closes. */
static size_t bracket(struct cursor *c, char *out, size_t room)
{
	struct cursor at = *c;
	size_t n;

	if (!cursor_find(&at, "): "))
		return cursor_until(c, ')', out, room);
	at.p -= 3;
	n = cursor_copy(out, room, c->p, (size_t)(at.p - c->p));
	c->p = at.p + 1;
	return n;
}

/* "client @0x7f90 192.0.2.7#4123 (name): view home: ", up to the sentence */
static bool pass_client(struct message *m, struct cursor *c)
{
	char word[4 * HOST_MAX];
	size_t n;

	if (cursor_starts(c, "@0x"))
		cursor_word(c, word, sizeof(word));
	if (!read_client(m, c))
		return false;
	if (cursor_pass(c, "(")) {
		n = bracket(c, word, sizeof(word));
		if (!host_normalise(m->asked, word, n))
			m->asked[0] = '\0';
	}
	if (cursor_pass(c, ":"))
		cursor_pass_spaces(c);
	if (cursor_pass(c, "view "))
		cursor_find(c, ": ");
	return true;
}

static void read_host(struct message *m, const char *text, size_t len)
{
	if (!host_normalise(m->host, text, len))
		fail(m, N_("no host name"));
	else if (m->asked[0] == '\0')
		memcpy(m->asked, m->host, sizeof(m->asked));
}

/* "push.vendor.example IN A" */
static void read_question(struct message *m, struct cursor *c)
{
	char word[4 * HOST_MAX];
	size_t n = cursor_word(c, word, sizeof(word));

	read_host(m, word, n);
	cursor_word(c, word, sizeof(word));
	n = cursor_word(c, word, sizeof(word));
	rrtype_read(m->type, word, n);
	if (m->kind != BAD && n == 0)
		fail(m, N_("the line is cut: no type or class"));
}

/* "push.vendor.example/A/IN", or with class and type the other way round;
 * old versions write the name alone. A name may have a '/' in it. */
static void read_slashed(struct message *m, const char *text, size_t len)
{
	const char *last = memrchr(text, '/', len);
	const char *first = last != NULL && last > text
				    ? memrchr(text, '/', (size_t)(last - text))
				    : NULL;
	const char *end = text + len;

	if (first == NULL) {
		read_host(m, text, len);
		return;
	}
	read_host(m, text, (size_t)(first - text));
	if (last - first == 3 && memcmp(first, "/IN", 3) == 0)
		rrtype_read(m->type, last + 1, (size_t)(end - last - 1));
	else
		rrtype_read(m->type, first + 1, (size_t)(last - first - 1));
}

static void read_slashed_word(struct message *m, struct cursor *c)
{
	char word[4 * HOST_MAX];
	size_t n = cursor_word(c, word, sizeof(word));

	read_slashed(m, word, n);
}

/* "QNAME NXDOMAIN rewrite push.vendor.example/A/IN via RULE" */
static void read_policy(struct message *m, struct cursor *c)
{
	char word[32];

	m->kind = POLICY;
	cursor_word(c, word, sizeof(word));
	cursor_word(c, m->result, sizeof(m->result));
	cursor_word(c, word, sizeof(word));
	if (strcmp(word, "rewrite") != 0) {
		m->kind = OTHER;
		return;
	}
	read_slashed_word(m, c);
	if (cursor_find(c, "via "))
		cursor_word(c, m->rule, sizeof(m->rule));
}

/* "query failed (SERVFAIL) for NAME/IN/A at …" */
static void read_failure(struct message *m, struct cursor *c)
{
	m->kind = FAILED;
	cursor_until(c, ')', m->result, sizeof(m->result));
	if (!cursor_find(c, "for "))
		fail(m, N_("no host name"));
	else
		read_slashed_word(m, c);
}

/* "(cache) 'NAME/A/IN' denied" */
static void read_denial(struct message *m, struct cursor *c)
{
	struct cursor at = *c;
	char text[4 * HOST_MAX];
	size_t n;

	m->kind = OTHER;
	if (!cursor_find(&at, "'"))
		return;
	n = cursor_until(&at, '\'', text, sizeof(text));
	if (!cursor_starts(&at, " denied"))
		return;
	m->kind = FAILED;
	memcpy(m->result, "REFUSED", 8);
	read_slashed(m, text, n);
}

static void read_sentence(struct message *m, struct cursor *c)
{
	if (cursor_pass(c, "query: ")) {
		m->kind = QUERY;
		read_question(m, c);
	} else if (cursor_pass(c, "response: ")) {
		m->kind = RESPONSE;
		read_question(m, c);
		if (cursor_word(c, m->result, sizeof(m->result)) == 0 &&
			m->kind != BAD)
			fail(m, N_("the line is cut: no end of the reply"));
	} else if (cursor_pass(c, "query failed (")) {
		read_failure(m, c);
	} else if (cursor_starts(c, "query ")) {
		read_denial(m, c);
	} else if (strncmp(c->p, "query:", cursor_left(c)) == 0) {
		fail(m, N_("the line is cut: no query"));
	} else {
		m->disabled = cursor_pass(c, "disabled ");
		if (cursor_pass(c, "rpz "))
			read_policy(m, c);
	}
}

/* Whether a client's line says that it is a record. */
static bool tells_of_query(const struct cursor *c)
{
	struct cursor at = *c, again = *c;

	return cursor_find(&at, ": query: ") ||
	       cursor_find(&again, ": response: ");
}

static void read_message(struct message *m, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };
	struct cursor rest;

	*m = (struct message){ .kind = OTHER };
	if (memchr(line->text, '\0', line->len) != NULL) {
		fail(m, N_("NUL bytes"));
		return;
	}
	if (!moment_read(&m->moment, &c)) {
		fail(m, N_("no time at the start"));
		return;
	}
	if (!cursor_pass(&c, "client ") && !cursor_find(&c, " client "))
		return;
	rest = c;
	if (pass_client(m, &c) && cursor_left(&c) > 0)
		read_sentence(m, &c);
	else if (cursor_left(&c) == 0)
		fail(m, N_("the line is cut: no query"));
	if (m->kind == OTHER && tells_of_query(&rest))
		fail(m, N_("a query that is not understood"));
}

static bool is_record(const struct message *m)
{
	return m->kind != OTHER && m->kind != BAD;
}

static bool line_moment(struct moment *out, const struct line *line)
{
	struct message m;

	read_message(&m, line);
	*out = m.moment;
	return is_record(&m);
}

static unsigned policy_disposition(const struct message *m)
{
	static const char *const blocked[] = { "NXDOMAIN", "NODATA", "DROP" };
	static const char *const rewritten[] = { "Local-Data", "CNAME",
		"DNS64" };

	if (m->disabled)
		return OBSERVATION_UNKNOWN;
	for (size_t i = 0; i < sizeof(blocked) / sizeof(blocked[0]); i++)
		if (strcmp(m->result, blocked[i]) == 0)
			return OBSERVATION_BLOCKED;
	for (size_t i = 0; i < sizeof(rewritten) / sizeof(rewritten[0]); i++)
		if (strcmp(m->result, rewritten[i]) == 0)
			return OBSERVATION_REWRITTEN;
	return strcmp(m->result, "PASSTHRU") == 0 ? OBSERVATION_ALLOWED
						  : OBSERVATION_UNKNOWN;
}

/* An answer may be a policy's that was written into another file. */
static unsigned response_disposition(const struct message *m, bool policies)
{
	if (strcmp(m->result, "NOERROR") == 0)
		return policies ? OBSERVATION_ALLOWED : OBSERVATION_UNKNOWN;
	return strcmp(m->result, "NXDOMAIN") == 0 ? OBSERVATION_UNKNOWN
						  : OBSERVATION_ERROR;
}

static void take_message(
	struct lookup *lookup, const struct message *m, bool policies)
{
	if (m->kind == QUERY)
		return;
	if (strcmp(m->host, lookup->host) != 0)
		lookup_answer(lookup, m->host);
	if (m->kind == POLICY) {
		lookup_decide(lookup, policy_disposition(m),
			OBSERVATION_SOURCE_FORMAT, m->rule);
		return;
	}
	lookup_decide(lookup,
		m->kind == FAILED ? OBSERVATION_ERROR
				  : response_disposition(m, policies),
		OBSERVATION_SOURCE_FIELD, "");
	if (strcmp(m->result, "NOERROR") != 0)
		lookup_answer(lookup, m->result);
	lookup->closed = m->kind == RESPONSE;
}

/* The look-up a message is about: the latest from that port. */
static struct lookup *find(
	struct lookups *l, const struct message *m, const struct observation *o)
{
	const struct lookup_key key = { m->asked, m->type, m->client, m->port };
	struct lookup *lookup = NULL;

	if (m->kind != QUERY)
		lookup = lookups_find(l, &key, LOOKUPS_NEWEST);
	return lookup != NULL ? lookup : lookups_add(l, &key, o);
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
	if (m.kind == OTHER)
		return 0;
	why = m.why;
	if (m.kind != BAD)
		rc = timeline_set(&s->timeline, &o, &why, &m.moment);
	if (rc != 0 || why != NULL)
		return rc != 0 ? rc : importer_bad(job, line, why);
	s->policies = s->policies || m.kind == POLICY;
	rc = lookups_give(s->lookups, job, o.ns);
	if (rc == 0)
		take_message(find(s->lookups, &m, &o), &m, s->policies);
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
	return is_record(&m) ? SNIFF_RECORD : SNIFF_FOREIGN;
}

static int sniff(struct importer_head *head)
{
	int sure = sniff_lines(head, judge);

	if (sure > 0)
		head->why = N_("its lines are those of BIND's query log");
	return sure;
}

static bool line_host(char host[HOST_MAX + 1], const struct line *line)
{
	struct message m;

	read_message(&m, line);
	memcpy(host, m.asked, sizeof(m.asked));
	return is_record(&m) && m.asked[0] != '\0';
}

const struct importer import_bind = {
	.name = "bind",
	.version = 2,
	.summary = N_("BIND 9 (named): query log, response policy zones"),
	.how = N_("'rndc querylog on' starts the query log; where it goes is "
		  "said under \"logging\" in named.conf (channels for the "
		  "categories queries and rpz), else it is in the system's "
		  "journal: 'journalctl -u named -o short-iso > log.txt'. "
		  "Copy that file."),
	.sniff = sniff,
	.read = read_log,
	.line_host = line_host,
};
