/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Suricata's eve.json, one JSON object a line:
 *
 *	{"timestamp":"2026-09-14T08:12:40.125000+0200","flow_id":1,
 *	 "event_type":"dns","src_ip":"192.0.2.7","src_port":40000,"dest_ip":
 *	 "192.0.2.53","dest_port":53,"proto":"UDP","dns":{"version":2,"type":
 *	 "query","id":7,"rrname":"push.vendor.example","rrtype":"A"}}
 *
 * dns has three versions: in 1 (up to Suricata 4) each record of an answer is
 * a line of its own with rdata; in 2 an answer holds answers[] (or only
 * grouped{}); in 3 (8.0) types are "request" and "response", the names stand
 * in queries[], and a response's source is the server. evidence/eve_dns.h
 * brings the lines of one look-up together. tls, quic: a server's name;
 * http: a request; flow: a connection and its bytes; alert: what a rule did
 * with one; drop: what was stopped. These two carry the ends of one packet,
 * which may be the server's: then "flow" tells who began, else "direction"
 * whither it went. Other events are no contacts and are passed over.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/authority.h"
#include "evidence/detail.h"
#include "evidence/eve_dns.h"
#include "evidence/importer.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum {
	TIME,
	EVENT,
	FLOW_ID,
	SRC,
	SRC_PORT,
	DEST,
	DEST_PORT,
	PROTO,
	APP_PROTO,
	DNS,
	TLS,
	QUIC,
	HTTP,
	FLOW,
	ALERT,
	DIRECTION,
	NAMES,
};
static const char *const names[NAMES] = { "timestamp", "event_type", "flow_id",
	"src_ip", "src_port", "dest_ip", "dest_port", "proto", "app_proto",
	"dns", "tls", "quic", "http", "flow", "alert", "direction" };

struct state {
	struct importer_job *job;
	struct eve_dns dns;
	struct detail detail;
	char host[HOST_MAX + 1], type[32], client[64], server[HOST_MAX + 1];
	char rule[256], method[32], version[32], category[128];
	char subject[DETAIL_TEXT], issuer[DETAIL_TEXT], names[DETAIL_TEXT];
};

static bool is_record(const struct json_pick *p)
{
	return p[EVENT].kind == JSON_STRING && p[TIME].kind == JSON_STRING &&
	       (p[SRC].kind == JSON_STRING || json_pick_is(&p[EVENT], "stats"));
}

static int sniff(struct importer_head *head)
{
	struct json_pick p[NAMES];

	if (!peek_json_line(head, p, names, NAMES, is_record))
		return 0;
	head->why = N_("its lines are events of Suricata's eve.json");
	return 100;
}

static void lower(char *out, size_t size, const struct json_pick *p)
{
	json_pick_text(p, out, size);
	for (; *out != '\0'; out++)
		if (*out >= 'A' && *out <= 'Z')
			*out = (char)(*out - 'A' + 'a');
}

static const char *read_time(struct observation *o, const struct json_pick *p)
{
	if (p->kind != JSON_STRING)
		return N_("no time");
	return when_rfc3339(o, p->text, p->len, NULL);
}

/* The ends as the client has them: source, destination and its port. */
static void find_ends(struct json_pick ends[3], const struct json_pick *p)
{
	static const char *const wanted[] = { "src_ip", "dest_ip",
		"dest_port" };

	if (json_pick_in(ends, wanted, 3, &p[FLOW]) == NULL &&
		ends[0].kind == JSON_STRING && ends[1].kind == JSON_STRING)
		return;
	if (json_pick_is(&p[DIRECTION], "to_client")) {
		ends[0] = p[DEST];
		ends[1] = p[SRC];
		ends[2] = p[SRC_PORT];
		return;
	}
	ends[0] = p[SRC];
	ends[1] = p[DEST];
	ends[2] = p[DEST_PORT];
}

/* The server's address as host, until there is a name. */
static const char *read_ends(struct state *s, const struct json_pick *p)
{
	char text[HOST_MAX + 3];
	struct json_pick ends[3];
	int64_t port;

	find_ends(ends, p);
	json_pick_text(&ends[0], s->client, sizeof(s->client));
	json_pick_text(&ends[1], text, sizeof(text));
	if (!host_normalise(s->server, text, strlen(text)))
		return N_("no address");
	memcpy(s->host, s->server, sizeof(s->host));
	if (json_pick_number(&port, &ends[2], 65535))
		detail_number(&s->detail, "destination.port", port);
	return NULL;
}

/* A name from a member of an object; it stays the address without one. */
static const char *read_name(
	struct state *s, const struct json_pick *object, const char *member)
{
	const char *const wanted[] = { member };
	char text[HOST_MAX + 10];
	struct json_pick p;

	json_pick_in(&p, wanted, 1, object);
	if (p.kind != JSON_STRING || p.len == 0)
		return NULL;
	if (!json_pick_text(&p, text, sizeof(text)) ||
		!authority_host(s->host, text, strlen(text)))
		return N_("no host name");
	return NULL;
}

static void set_type(struct state *s, const char *type)
{
	memcpy(s->type, type, strlen(type) + 1);
}

static const char *read_http(
	struct state *s, struct observation *o, const struct json_pick *http)
{
	static const char *const wanted[] = { "http_method", "status" };
	struct json_pick p[2];
	int64_t status;

	o->kind = OBSERVATION_REQUEST;
	set_type(s, "http");
	json_pick_in(p, wanted, 2, http);
	json_pick_text(&p[0], s->method, sizeof(s->method));
	detail_text(&s->detail, "http.request.method", s->method);
	if (json_pick_number(&status, &p[1], 999))
		detail_number(&s->detail, "http.response.status_code", status);
	return read_name(s, http, "hostname");
}

/* The certificate's names, which Suricata writes from version 7 on when told
 * to. */
static void read_names(struct state *s, const struct json_pick *list)
{
	struct json_pick one;
	size_t at = 0, n = 0;
	bool cut = false;

	s->names[0] = '\0';
	while (json_pick_next(&one, &at, list)) {
		char name[HOST_MAX + 3];

		if (!json_pick_text(&one, name, sizeof(name)) ||
			n + strlen(name) + 2 > sizeof(s->names)) {
			cut = true;
			continue;
		}
		n += (size_t)snprintf(s->names + n, sizeof(s->names) - n,
			"%s%s", n > 0 ? " " : "", name);
	}
	detail_text(&s->detail, "ev.certificate.names", s->names);
	if (cut)
		detail_true(&s->detail, "ev.certificate.names_cut");
}

static const char *read_tls(
	struct state *s, struct observation *o, const struct json_pick *tls)
{
	static const char *const wanted[] = { "version", "subject", "issuerdn",
		"subjectaltname" };
	struct json_pick p[4];

	o->kind = OBSERVATION_CONNECTION;
	set_type(s, "tls");
	json_pick_in(p, wanted, 4, tls);
	json_pick_text(&p[0], s->version, sizeof(s->version));
	json_pick_text(&p[1], s->subject, sizeof(s->subject));
	json_pick_text(&p[2], s->issuer, sizeof(s->issuer));
	detail_text(&s->detail, "tls.version", s->version);
	detail_text(&s->detail, "tls.server.subject", s->subject);
	detail_text(&s->detail, "tls.server.issuer", s->issuer);
	read_names(s, &p[3]);
	return read_name(s, tls, "sni");
}

static void read_bytes(uint64_t *out, const struct json_pick *p)
{
	int64_t v;

	if (json_pick_number(&v, p, INT64_MAX / 10))
		*out = (uint64_t)v;
}

/* A flow's line is written at its end; its time is that of its start. */
static const char *read_flow(
	struct state *s, struct observation *o, const struct json_pick *p)
{
	static const char *const wanted[] = { "bytes_toserver",
		"bytes_toclient", "start", "state" };
	struct json_pick f[4];

	json_pick_in(f, wanted, 4, &p[FLOW]);
	read_bytes(&o->sent, &f[0]);
	read_bytes(&o->received, &f[1]);
	o->kind = OBSERVATION_CONNECTION;
	lower(s->type, sizeof(s->type), &p[APP_PROTO]);
	if (s->type[0] == '\0' || strcmp(s->type, "failed") == 0)
		lower(s->type, sizeof(s->type), &p[PROTO]);
	return f[2].kind != JSON_END ? read_time(o, &f[2]) : NULL;
}

/* The name that an event of another kind carries beside. */
static const char *read_beside(struct state *s, const struct json_pick *p)
{
	const char *why = NULL;

	if (p[HTTP].kind == JSON_OBJECT) {
		set_type(s, "http");
		why = read_name(s, &p[HTTP], "hostname");
	} else if (p[TLS].kind == JSON_OBJECT) {
		set_type(s, "tls");
		why = read_name(s, &p[TLS], "sni");
	} else if (p[QUIC].kind == JSON_OBJECT) {
		set_type(s, "quic");
		why = read_name(s, &p[QUIC], "sni");
	} else {
		lower(s->type, sizeof(s->type), &p[PROTO]);
	}
	return why;
}

static const char *read_alert(
	struct state *s, struct observation *o, const struct json_pick *p)
{
	static const char *const wanted[] = { "action", "signature",
		"category" };
	struct json_pick a[3];

	o->kind = OBSERVATION_CONNECTION;
	json_pick_in(a, wanted, 3, &p[ALERT]);
	if (json_pick_is(&a[0], "blocked"))
		o->disposition = OBSERVATION_BLOCKED;
	else if (json_pick_is(&a[0], "allowed"))
		o->disposition = OBSERVATION_ALLOWED;
	if (o->disposition != OBSERVATION_UNKNOWN)
		o->disposition_source = OBSERVATION_SOURCE_FIELD;
	json_pick_text(&a[1], s->rule, sizeof(s->rule));
	json_pick_text(&a[2], s->category, sizeof(s->category));
	detail_text(&s->detail, "event.kind", "alert");
	detail_text(&s->detail, "rule.category", s->category);
	o->rule = s->rule;
	return read_beside(s, p);
}

static const char *read_drop(
	struct state *s, struct observation *o, const struct json_pick *p)
{
	o->kind = OBSERVATION_CONNECTION;
	o->disposition = OBSERVATION_BLOCKED;
	o->disposition_source = OBSERVATION_SOURCE_FORMAT;
	detail_text(&s->detail, "event.kind", "drop");
	return read_beside(s, p);
}

/* An event that is a row of its own; *other: it is none. */
static const char *read_event(struct state *s, struct observation *o,
	const struct json_pick *p, bool *other)
{
	const struct json_pick *e = &p[EVENT];
	const char *why = read_ends(s, p);

	if (json_pick_is(e, "http"))
		return why != NULL ? why : read_http(s, o, &p[HTTP]);
	if (json_pick_is(e, "tls"))
		return why != NULL ? why : read_tls(s, o, &p[TLS]);
	if (json_pick_is(e, "flow"))
		return why != NULL ? why : read_flow(s, o, p);
	if (json_pick_is(e, "alert"))
		return why != NULL ? why : read_alert(s, o, p);
	if (json_pick_is(e, "drop"))
		return why != NULL ? why : read_drop(s, o, p);
	*other = !json_pick_is(e, "quic");
	if (*other || why != NULL)
		return why;
	o->kind = OBSERVATION_CONNECTION;
	set_type(s, "quic");
	return read_name(s, &p[QUIC], "sni");
}

static int put_event(struct state *s, const struct line *line,
	struct observation *o, const struct json_pick *p)
{
	bool other = false;
	const char *why;

	detail_clear(&s->detail);
	why = read_event(s, o, p, &other);
	if (other)
		return 0;
	if (why != NULL)
		return importer_bad(s->job, line, why);
	o->host = s->host;
	o->type = s->type;
	o->client = s->client;
	if (strcmp(s->host, s->server) != 0)
		o->answer = s->server;
	o->detail = detail_json(&s->detail);
	return importer_row(s->job, o);
}

static int give_lookups(struct state *s, int64_t before)
{
	struct observation o;
	int rc = 0;

	while (rc == 0 && eve_dns_take(&s->dns, before, &o))
		rc = importer_row(s->job, &o);
	return rc;
}

static int put_dns(struct state *s, const struct line *line,
	struct observation *o, const struct json_pick *p)
{
	struct eve_dns_ends ends = { 0 };
	const char *why;
	int rc = give_lookups(s, o->ns);

	json_pick_text(&p[SRC], ends.source, sizeof(ends.source));
	json_pick_text(&p[DEST], ends.destination, sizeof(ends.destination));
	json_pick_number(&ends.flow, &p[FLOW_ID], INT64_MAX / 10);
	json_pick_number(&ends.source_port, &p[SRC_PORT], 65535);
	json_pick_number(&ends.destination_port, &p[DEST_PORT], 65535);
	why = eve_dns_see(&s->dns, o, &p[DNS], &ends);
	return rc == 0 && why != NULL ? importer_bad(s->job, line, why) : rc;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct state *s = ctx;
	struct json_pick p[NAMES];
	const char *why = json_pick(p, names, NAMES, line->text, line->len);

	if (why == NULL && p[EVENT].kind != JSON_STRING)
		why = N_("no event type");
	if (why == NULL && json_pick_is(&p[EVENT], "stats"))
		return 0;
	if (why == NULL)
		why = read_time(&o, &p[TIME]);
	if (why != NULL)
		return importer_bad(job, line, why);
	return json_pick_is(&p[EVENT], "dns") ? put_dns(s, line, &o, p)
					      : put_event(s, line, &o, p);
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc;

	s->job = job;
	eve_dns_init(&s->dns);
	rc = importer_lines(job, see_line, s);
	if (rc == 0)
		rc = give_lookups(s, INT64_MAX);
	eve_dns_release(&s->dns);
	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_suricata = {
	.name = "suricata",
	.version = 2,
	.summary = N_("Suricata: eve.json (dns, tls, quic, http, flow, alert)"),
	.how = N_(
		"On the router or machine where Suricata runs, copy "
		"/var/log/suricata/eve.json (OPNsense keeps it there too). In "
		"suricata.yaml, eve-log must list dns, tls, http and flow."),
	.sniff = sniff,
	.read = read_log,
};
