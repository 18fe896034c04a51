/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Control D's log stream, one JSON object a line:
 *
 *	{"time":"2026-09-14T06:12:40Z","query":"push.vendor.example",
 *	 "query_type":"A","src_ip":"192.0.2.7","reply_code_id":0,"protocol":
 *	 "doh","answers":{"ips":["0.0.0.0"]},"device":{"id":"…","name":
 *	 "Phone"}}
 *
 * What was done is told by an action where the record has one; else an
 * answer that leads nowhere indicates a block, and all else is unknown. Ids
 * of accounts and devices are not kept.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/answer.h"
#include "evidence/detail.h"
#include "evidence/dns_wire.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum {
	TIME,
	QUERY,
	TYPE,
	SOURCE,
	RCODE,
	PROTOCOL,
	ANSWERS,
	DEVICE,
	CLIENT,
	ACTION,
	NAMES,
};
static const char *const names[NAMES] = { "time", "query", "query_type",
	"src_ip", "reply_code_id", "protocol", "answers", "device", "client",
	"action" };

struct state {
	struct detail detail;
	struct answer answer;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], address[64], protocol[32];
	char device[256], client[256], action[64];
};

static bool is_record(const struct json_pick *p)
{
	return p[TIME].kind == JSON_STRING && p[QUERY].kind == JSON_STRING &&
	       p[TYPE].kind != JSON_END && p[RCODE].kind == JSON_NUMBER &&
	       (p[SOURCE].kind != JSON_END || p[PROTOCOL].kind != JSON_END);
}

static int sniff(struct importer_head *head)
{
	struct json_pick p[NAMES];

	if (!peek_json_line(head, p, names, NAMES, is_record))
		return 0;
	head->why = N_("its lines are those of Control D's log stream");
	return 95;
}

static void read_named(char *room, size_t size, const struct json_pick *object)
{
	static const char *const wanted[] = { "name" };
	struct json_pick p;

	json_pick_in(&p, wanted, 1, object);
	json_pick_text(&p, room, size);
}

static void read_answers(struct state *s, const struct json_pick *answers)
{
	static const char *const wanted[] = { "ips" };
	struct json_pick ips, one;
	char text[HOST_MAX + 3];
	size_t at = 0;

	answer_clear(&s->answer);
	json_pick_in(&ips, wanted, 1, answers);
	while (json_pick_next(&one, &at, &ips))
		if (json_pick_text(&one, text, sizeof(text)))
			answer_add(&s->answer, text, strlen(text));
}

/* The action's word; of an object its type's or name's. */
static void read_action(struct state *s, const struct json_pick *action)
{
	static const char *const wanted[] = { "type", "name" };
	struct json_pick p[2];

	json_pick_text(action, s->action, sizeof(s->action));
	json_pick_in(p, wanted, 2, action);
	if (s->action[0] == '\0')
		json_pick_text(&p[p[0].kind == JSON_STRING ? 0 : 1], s->action,
			sizeof(s->action));
}

static void judge(struct state *s, struct observation *o, const char *rcode)
{
	static const struct {
		const char *word;
		enum observation_disposition means;
	} words[] = {
		{ "block", OBSERVATION_BLOCKED },
		{ "blocked", OBSERVATION_BLOCKED },
		{ "bypass", OBSERVATION_ALLOWED },
		{ "bypassed", OBSERVATION_ALLOWED },
		{ "redirect", OBSERVATION_REWRITTEN },
		{ "redirected", OBSERVATION_REWRITTEN },
		{ "spoof", OBSERVATION_REWRITTEN },
	};

	o->host = s->host;
	answer_judge(o, rcode);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcasecmp(s->action, words[i].word) == 0) {
			o->disposition = (uint8_t)words[i].means;
			o->disposition_source = OBSERVATION_SOURCE_FIELD;
			return;
		}
	detail_text(&s->detail, "ev.action", s->action);
}

static const char *read_record(
	struct state *s, struct observation *o, const struct json_pick *p)
{
	char text[HOST_MAX + 3];
	const char *why, *rcode = "";
	int64_t code;

	detail_clear(&s->detail);
	json_pick_text(&p[TIME], text, sizeof(text));
	why = when_rfc3339(o, text, strlen(text), NULL);
	if (why != NULL)
		return why;
	if (!json_pick_text(&p[QUERY], text, sizeof(text)) ||
		!host_normalise(s->host, text, strlen(text)))
		return N_("no host name");
	json_pick_text(&p[TYPE], text, sizeof(text));
	rrtype_read(s->type, text, strlen(text));
	if (json_pick_number(&code, &p[RCODE], 4095))
		rcode = dns_wire_rcode_name((unsigned)code);
	json_pick_text(&p[SOURCE], s->address, sizeof(s->address));
	json_pick_text(&p[PROTOCOL], s->protocol, sizeof(s->protocol));
	read_named(s->device, sizeof(s->device), &p[DEVICE]);
	read_named(s->client, sizeof(s->client), &p[CLIENT]);
	read_answers(s, &p[ANSWERS]);
	read_action(s, &p[ACTION]);
	o->answer = s->answer.text;
	judge(s, o, rcode);
	detail_text(&s->detail, "dns.response_code", rcode);
	detail_text(&s->detail, "network.protocol", s->protocol);
	o->client = s->client[0] != '\0'   ? s->client
		    : s->device[0] != '\0' ? s->device
					   : s->address;
	if (o->client != s->address)
		detail_text(&s->detail, "client.ip", s->address);
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->type = s->type;
	o->detail = detail_json(&s->detail);
	return NULL;
}

static int see_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	struct observation o = { .line = line->number,
		.position = line->position,
		.length = line->length };
	struct json_pick p[NAMES];
	const char *why = json_pick(p, names, NAMES, line->text, line->len);

	if (why == NULL)
		why = read_record(ctx, &o, p);
	return why != NULL ? importer_bad(job, line, why)
			   : importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	int rc = importer_lines(job, see_line, s);

	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_controld = {
	.name = "controld",
	.version = 1,
	.summary = N_("Control D: its log stream (NDJSON)"),
	.how = N_("Control D shows its activity log only on its pages. An "
		  "organisation can have it streamed (SIEM log streaming): the "
		  "file that your server writes holds one JSON object a line."),
	.sniff = sniff,
	.read = read_log,
};
