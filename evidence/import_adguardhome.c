/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * AdGuard Home's query log, data/querylog.json, one JSON object a line, keys
 * in any order. Since version 0.99.3:
 *
 *	{"T":"2026-09-14T08:12:40.125+02:00","QH":"push.vendor.example",
 *	 "QT":"A","QC":"IN","CP":"doh","Answer":"<base64>","IP":"192.0.2.7",
 *	 "Result":{"IsFiltered":true,"Reason":3,"Rules":[{"Text":"||…^",
 *	 "FilterListID":1}]},"Elapsed":51234}
 *
 * Answer is the whole DNS response as on the wire. Up to 0.104 Result has Rule
 * and FilterID instead of Rules. Up to 0.99.2 the question is on the wire too:
 *
 *	{"Question":"<base64>","Answer":"<base64>","Result":{…},
 *	 "Time":"…","Elapsed":51234,"IP":"192.0.2.7"}
 *
 * And what its API replies (GET /control/querylog), newest first:
 *
 *	{"data":[{"answer":[{"type":"A","value":"192.0.2.80","ttl":60}],
 *	 "client":"192.0.2.7","question":{"name":"…","type":"A"},
 *	 "reason":"FilteredBlackList","rules":[{"text":"||…^",
 *	 "filter_list_id":1}],"status":"NOERROR","time":"…"}],"oldest":"…"}
 *
 * A request is blocked when it was filtered for one of the reasons 3, 4, 5, 6
 * and 8, rewritten for 7, 9, 10 and 11, else allowed; a reason beyond those is
 * one of a later version: unknown.
 */
#include <stdlib.h>
#include <string.h>

#include "base/codec.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/answer.h"
#include "evidence/detail.h"
#include "evidence/dns_wire.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/json_items.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum { WIRE_MAX = 64 << 10, CLIENT_TEXT = 128, RULE_TEXT = 512 };

/* Of a line. Time and Question are the older generation's. */
enum { T, QH, QT, CP, ANSWER, IP, CID, RESULT, TIME, QUESTION, LINE_NAMES };
static const char *const line_names[LINE_NAMES] = { "T", "QH", "QT", "CP",
	"Answer", "IP", "CID", "Result", "Time", "Question" };

enum { FILTERED, REASON, RULES, RULE, SERVICE, FILTER, RESULT_NAMES };
static const char *const result_names[RESULT_NAMES] = { "IsFiltered", "Reason",
	"Rules", "Rule", "ServiceName", "FilterID" };

/* Of a record of the API. */
enum {
	API_QUESTION,
	API_REASON,
	API_TIME,
	API_ANSWER,
	API_CLIENT,
	API_INFO,
	API_CLIENT_ID,
	API_PROTO,
	API_RULES,
	API_RULE,
	API_SERVICE,
	API_STATUS,
	API_FILTER,
	API_NAMES,
};
static const char *const api_names[API_NAMES] = { "question", "reason", "time",
	"answer", "client", "client_info", "client_id", "client_proto", "rules",
	"rule", "service_name", "status", "filterId" };

/* By number: "Reason" of a line; the API writes the word. */
static const char *const reasons[] = { "NotFilteredNotFound",
	"NotFilteredWhiteList", "NotFilteredError", "FilteredBlackList",
	"FilteredSafeBrowsing", "FilteredParental", "FilteredInvalid",
	"FilteredSafeSearch", "FilteredBlockedService", "Rewrite",
	"RewriteEtcHosts", "RewriteRule" };
enum { REASONS = sizeof(reasons) / sizeof(reasons[0]) };

struct state {
	struct str wire, values;
	struct detail detail;
	struct answer answer;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[CLIENT_TEXT];
	char name[CLIENT_TEXT], protocol[32], rule[RULE_TEXT], list[32];
	char status[32];
};

static bool is_line(const struct json_pick *p)
{
	return (p[T].kind == JSON_STRING && p[QH].kind == JSON_STRING) ||
	       (p[QUESTION].kind == JSON_STRING &&
		       p[ANSWER].kind == JSON_STRING &&
		       p[TIME].kind == JSON_STRING);
}

static bool is_api(const struct importer_head *head)
{
	struct json_pick p[API_NAMES];
	struct str room;
	bool found;

	str_init(&room, 0);
	found = peek_json_record(
			head, "data", p, api_names, API_NAMES, &room) &&
		p[API_QUESTION].kind == JSON_OBJECT &&
		p[API_REASON].kind == JSON_STRING;
	str_release(&room);
	return found;
}

static int sniff(struct importer_head *head)
{
	struct json_pick p[LINE_NAMES];

	if (peek_json_line(head, p, line_names, LINE_NAMES, is_line)) {
		head->why = N_("its lines are those of AdGuard Home's query "
			       "log");
		return 100;
	}
	if (!is_api(head))
		return 0;
	head->why = N_("it is a reply of AdGuard Home's query log API");
	return 100;
}

static void judge(struct observation *o, bool filtered, int64_t reason)
{
	if (reason >= REASONS)
		return;
	o->disposition_source = OBSERVATION_SOURCE_FIELD;
	if (filtered && reason >= 3 && reason <= 8 && reason != 7)
		o->disposition = OBSERVATION_BLOCKED;
	else if (reason == 7 || reason >= 9)
		o->disposition = OBSERVATION_REWRITTEN;
	else
		o->disposition = OBSERVATION_ALLOWED;
}

/* The first rule of an array of objects, else the single rule of older
 * versions, else the name of the blocked service. */
static void read_rule(struct state *s, const struct json_pick *rules,
	const char *const names[2], const struct json_pick *rule,
	const struct json_pick *list, const struct json_pick *service)
{
	struct json_pick first, p[2];
	size_t at = 0;

	s->rule[0] = s->list[0] = '\0';
	if (json_pick_next(&first, &at, rules) &&
		json_pick_in(p, names, 2, &first) == NULL) {
		json_pick_text(&p[0], s->rule, sizeof(s->rule));
		json_pick_text(&p[1], s->list, sizeof(s->list));
	}
	if (s->rule[0] == '\0') {
		json_pick_text(rule, s->rule, sizeof(s->rule));
		json_pick_text(list, s->list, sizeof(s->list));
	}
	if (s->rule[0] == '\0')
		json_pick_text(service, s->rule, sizeof(s->rule));
}

static const char *read_result(
	struct state *s, struct observation *o, const struct json_pick *result)
{
	static const char *const names[] = { "Text", "FilterListID" };
	struct json_pick p[RESULT_NAMES];
	const char *why = json_pick_in(p, result_names, RESULT_NAMES, result);
	int64_t reason = 0;

	if (why != NULL)
		return why;
	if (result->kind != JSON_OBJECT)
		return N_("no result");
	if (p[REASON].kind != JSON_END &&
		!json_pick_number(&reason, &p[REASON], 1000000))
		return N_("the reason is no number");
	judge(o, json_pick_true(&p[FILTERED]), reason);
	if (reason < REASONS && reason > 0)
		detail_text(&s->detail, "event.reason", reasons[reason]);
	read_rule(s, &p[RULES], names, &p[RULE], &p[FILTER], &p[SERVICE]);
	return NULL;
}

/* Decodes a member with a message; false when there is none, or it is no
 * message. */
static bool open_wire(
	struct state *s, struct dns_wire *w, const struct json_pick *p)
{
	str_clear(&s->wire);
	return p->kind == JSON_STRING && p->len > 0 && !p->escaped &&
	       codec_unbase64(&s->wire, p->text, p->len) == 0 &&
	       dns_wire_open(w, s->wire.p, s->wire.len);
}

/* The answers; one that cannot be read does not spoil the record. */
static void read_answer(struct state *s, const struct json_pick *answer)
{
	struct dns_wire w;

	str_clear(&s->values);
	if (open_wire(s, &w, answer)) {
		detail_text(
			&s->detail, "dns.response_code", dns_wire_rcode(&w));
		dns_wire_values(&w, &s->values);
		if (!w.broken)
			return;
	}
	if (answer->kind == JSON_STRING && answer->len > 0)
		detail_true(&s->detail, "ev.answer_damaged");
}

static const char *read_question(struct state *s, const struct json_pick *p)
{
	struct dns_wire_record q;
	struct dns_wire w;

	if (!open_wire(s, &w, p) || !dns_wire_question(&w, &q))
		return N_("the question is no DNS message");
	if (!host_normalise(s->host, q.name, strlen(q.name)))
		return N_("no host name");
	rrtype_name(s->type, q.type);
	return NULL;
}

static const char *read_name(struct state *s, const struct json_pick *name,
	const struct json_pick *type)
{
	char text[HOST_MAX + 3];

	if (!json_pick_text(name, text, sizeof(text)) ||
		!host_normalise(s->host, text, strlen(text)))
		return N_("no host name");
	json_pick_text(type, text, sizeof(text));
	rrtype_read(s->type, text, strlen(text));
	return NULL;
}

static const char *read_time(struct observation *o, const struct json_pick *p)
{
	if (p->kind != JSON_STRING)
		return N_("no time");
	return when_rfc3339(o, p->text, p->len, NULL);
}

static void point_at_texts(struct observation *o, struct state *s)
{
	detail_text(&s->detail, "client.name", s->name);
	detail_text(&s->detail, "network.protocol", s->protocol);
	detail_text(&s->detail, "rule.ruleset", s->list);
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->type = s->type;
	o->client = s->client;
	o->rule = s->rule;
	o->detail = detail_json(&s->detail);
}

static const char *read_line(
	struct state *s, struct observation *o, const char *text, size_t len)
{
	struct json_pick p[LINE_NAMES];
	const char *why = json_pick(p, line_names, LINE_NAMES, text, len);
	bool old = p[T].kind == JSON_END && p[QUESTION].kind != JSON_END;

	detail_clear(&s->detail);
	if (why == NULL)
		why = read_time(o, &p[old ? TIME : T]);
	if (why == NULL)
		why = old ? read_question(s, &p[QUESTION])
			  : read_name(s, &p[QH], &p[QT]);
	if (why == NULL)
		why = read_result(s, o, &p[RESULT]);
	if (why != NULL)
		return why;
	read_answer(s, &p[ANSWER]);
	json_pick_text(&p[IP], s->client, sizeof(s->client));
	json_pick_text(&p[CID], s->name, sizeof(s->name));
	json_pick_text(&p[CP], s->protocol, sizeof(s->protocol));
	o->answer = s->values.p;
	point_at_texts(o, s);
	return NULL;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	const char *why = read_line(ctx, &o, line->text, line->len);

	return why != NULL ? importer_bad(job, line, why)
			   : importer_row(job, &o);
}

static const char *read_api_reason(
	struct state *s, struct observation *o, const struct json_pick *p)
{
	char text[64];

	if (!json_pick_text(p, text, sizeof(text)))
		return N_("no reason");
	for (int i = 0; i < REASONS; i++)
		if (strcmp(text, reasons[i]) == 0) {
			judge(o, true, i);
			detail_text(&s->detail, "event.reason",
				i > 0 ? reasons[i] : "");
		}
	return NULL;
}

static void read_api_answer(struct state *s, const struct json_pick *answers)
{
	static const char *const names[] = { "type", "value" };
	struct json_pick one, p[2];
	char text[HOST_MAX + 3];
	size_t at = 0;

	answer_clear(&s->answer);
	while (json_pick_next(&one, &at, answers)) {
		if (json_pick_in(p, names, 2, &one) != NULL ||
			!(json_pick_is(&p[0], "A") ||
				json_pick_is(&p[0], "AAAA") ||
				json_pick_is(&p[0], "CNAME")))
			continue;
		if (json_pick_text(&p[1], text, sizeof(text)))
			answer_add(&s->answer, text, strlen(text));
	}
}

static void read_api_client(struct state *s, const struct json_pick *p)
{
	static const char *const names[] = { "name" };
	struct json_pick name;

	json_pick_text(&p[API_CLIENT], s->client, sizeof(s->client));
	json_pick_text(&p[API_PROTO], s->protocol, sizeof(s->protocol));
	json_pick_in(&name, names, 1, &p[API_INFO]);
	json_pick_text(&name, s->name, sizeof(s->name));
	if (s->name[0] == '\0')
		json_pick_text(&p[API_CLIENT_ID], s->name, sizeof(s->name));
}

/* "host" is what versions before 0.107 call the question's name. */
static const char *read_api_question(
	struct state *s, const struct json_pick *question)
{
	static const char *const names[] = { "name", "host", "type" };
	struct json_pick p[3];
	const char *why = json_pick_in(p, names, 3, question);

	if (why != NULL)
		return why;
	return read_name(s, &p[p[0].kind == JSON_END ? 1 : 0], &p[2]);
}

static const char *read_api(
	struct state *s, struct observation *o, const struct json_item *item)
{
	static const char *const names[] = { "text", "filter_list_id" };
	struct json_pick p[API_NAMES];
	const char *why =
		json_pick(p, api_names, API_NAMES, item->text, item->len);

	detail_clear(&s->detail);
	if (why == NULL)
		why = read_time(o, &p[API_TIME]);
	if (why == NULL)
		why = read_api_question(s, &p[API_QUESTION]);
	if (why == NULL)
		why = read_api_reason(s, o, &p[API_REASON]);
	if (why != NULL)
		return why;
	read_rule(s, &p[API_RULES], names, &p[API_RULE], &p[API_FILTER],
		&p[API_SERVICE]);
	read_api_answer(s, &p[API_ANSWER]);
	read_api_client(s, p);
	json_pick_text(&p[API_STATUS], s->status, sizeof(s->status));
	detail_text(&s->detail, "dns.response_code", s->status);
	o->answer = s->answer.text;
	point_at_texts(o, s);
	return NULL;
}

static int see_item(
	struct importer_job *job, const struct json_item *item, void *ctx)
{
	struct observation o = { .line = item->number,
		.position = item->position,
		.length = item->length };
	const char *why = read_api(ctx, &o, item);

	return why != NULL
		       ? importer_bad_at(job, item->number, item->position, why)
		       : importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	struct importer_head head;
	struct str room;
	int rc;

	str_init(&room, 0);
	str_init(&s->wire, WIRE_MAX);
	str_init(&s->values, ANSWER_MAX);
	rc = peek_member(&head, &room, job);
	if (rc == 0)
		rc = is_api(&head) ? json_items_read(job, "data", see_item, s)
				   : importer_lines(job, see_line, s);
	str_release(&room);
	str_release(&s->wire);
	str_release(&s->values);
	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_adguardhome = {
	.name = "adguardhome",
	.version = 1,
	.summary = N_("AdGuard Home: querylog.json, and replies of its API"),
	.how = N_("AdGuard Home writes its query log to data/querylog.json in "
		  "its working folder (/opt/AdGuardHome, in Docker "
		  "/opt/adguardhome/work). Restart it first, since the latest "
		  "requests are only in its memory; then copy the file, and "
		  "querylog.json.1 for the time before. Without access to "
		  "its files, save what http://ADDRESS/control/querylog"
		  "?limit=5000 shows in a browser that is logged in."),
	.sniff = sniff,
	.read = read_log,
};
