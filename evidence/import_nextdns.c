/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * NextDNS. The logs that its page downloads, newest first, columns found by
 * name (older files lack the last ones):
 *
 *	timestamp,domain,query_type,dnssec,protocol,client_ip,status,reasons,
 *	destination_country,root_domain,device_id,device_name,device_model,
 *	device_local_ip,matched_name,client_name
 *	2026-09-14T06:12:40.125Z,push.vendor.example,A,false,DNS-over-HTTPS,
 *	192.0.2.7,blocked,"OISD, Denylist",,vendor.example,…
 *
 * (one line each), and the replies of its API (GET /profiles/ID/logs):
 *
 *	{"data":[{"timestamp":"…","domain":"…","protocol":"DNS-over-HTTPS",
 *	 "clientIp":"…","device":{"id":"…","name":"Phone"},"status":
 *	 "blocked","reasons":[{"id":"blocklist:oisd","name":"OISD"}]}],
 *	 "meta":{…}}
 *
 * An empty status, and "default", means that nothing decided: allowed. The
 * API leaves repeats out unless it is asked for them: a lower bound. Ids of
 * profiles and devices are not kept.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/detail.h"
#include "evidence/host.h"
#include "evidence/json_items.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/table.h"
#include "evidence/when.h"

enum {
	TIMESTAMP,
	DOMAIN,
	STATUS,
	QUERY_TYPE,
	PROTOCOL,
	CLIENT_IP,
	REASONS,
	COUNTRY,
	DEVICE_NAME,
	DEVICE_MODEL,
	MATCHED,
	CLIENT_NAME,
};

enum {
	API_TIME,
	API_DOMAIN,
	API_STATUS,
	API_TYPE,
	API_PROTOCOL,
	API_CLIENT_IP,
	API_REASONS,
	API_DEVICE,
	API_CLIENT,
	API_TRACKER,
	API_ROOT,
	API_NAMES,
};
static const char *const api_names[API_NAMES] = { "timestamp", "domain",
	"status", "type", "protocol", "clientIp", "reasons", "device", "client",
	"tracker", "root" };

struct state {
	struct detail detail;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT];
	char status[32], protocol[64], client[256], device[256], model[256];
	char program[128], tracker[128], reasons[1024];
};

static bool is_api(const struct importer_head *head)
{
	struct json_pick p[API_NAMES];
	struct str room;
	bool found;

	str_init(&room, 0);
	found = peek_json_record(
			head, "data", p, api_names, API_NAMES, &room) &&
		p[API_TIME].kind == JSON_STRING &&
		p[API_DOMAIN].kind == JSON_STRING &&
		p[API_STATUS].kind == JSON_STRING &&
		(p[API_REASONS].kind == JSON_ARRAY ||
			p[API_ROOT].kind == JSON_STRING);
	str_release(&room);
	return found;
}

static int sniff(struct importer_head *head)
{
	static const char *const heading[] = { "timestamp", "domain",
		"query_type", "status", NULL };

	if (peek_heading(head, heading)) {
		head->why = N_("its heading is that of NextDNS's logs");
		return 95;
	}
	if (!is_api(head))
		return 0;
	head->why = N_("it is a reply of NextDNS's API");
	return 100;
}

static void judge(struct state *s, struct observation *o, const char *status)
{
	static const struct {
		const char *word;
		enum observation_disposition means;
		enum observation_source source;
	} words[] = {
		{ "", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT },
		{ "default", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FIELD },
		{ "allowed", OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FIELD },
		{ "blocked", OBSERVATION_BLOCKED, OBSERVATION_SOURCE_FIELD },
		{ "error", OBSERVATION_ERROR, OBSERVATION_SOURCE_FIELD },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(status, words[i].word) == 0) {
			o->disposition = (uint8_t)words[i].means;
			o->disposition_source = (uint8_t)words[i].source;
			return;
		}
	detail_text(&s->detail, "ev.status", status);
}

static const char *read_common(struct state *s, struct observation *o,
	const char *time, const char *domain, const char *type)
{
	const char *why = when_rfc3339(o, time, strlen(time), NULL);

	detail_clear(&s->detail);
	if (why != NULL)
		return why;
	if (!host_normalise(s->host, domain, strlen(domain)))
		return N_("no host name");
	rrtype_read(s->type, type, strlen(type));
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->type = s->type;
	return NULL;
}

/* The device's name tells more than the household's address. */
static void set_client(struct state *s, struct observation *o,
	const char *device, const char *address)
{
	o->client = device[0] != '\0' ? device : address;
	if (device[0] != '\0')
		detail_text(&s->detail, "client.ip", address);
}

static const char *read_row(struct table *t, struct observation *o, void *ctx)
{
	struct state *s = ctx;
	const char *why = read_common(s, o, table_get(t, TIMESTAMP),
		table_get(t, DOMAIN), table_get(t, QUERY_TYPE));
	const char *matched = table_get(t, MATCHED);

	if (why != NULL)
		return why;
	judge(s, o, table_get(t, STATUS));
	set_client(s, o, table_get(t, DEVICE_NAME), table_get(t, CLIENT_IP));
	detail_text(&s->detail, "network.protocol", table_get(t, PROTOCOL));
	detail_text(&s->detail, "destination.geo.country_iso_code",
		table_get(t, COUNTRY));
	detail_text(
		&s->detail, "device.model.name", table_get(t, DEVICE_MODEL));
	detail_text(&s->detail, "user_agent.name", table_get(t, CLIENT_NAME));
	if (strcmp(matched, s->host) != 0)
		detail_text(&s->detail, "ev.matched", matched);
	o->rule = table_get(t, REASONS);
	o->detail = detail_json(&s->detail);
	return NULL;
}

/* "OISD, Denylist" of an array of objects. */
static void read_reasons(struct state *s, const struct json_pick *reasons)
{
	static const char *const wanted[] = { "name", "id" };
	struct json_pick one, p[2];
	size_t at = 0, n = 0;

	s->reasons[0] = '\0';
	while (json_pick_next(&one, &at, reasons) &&
		n + 2 < sizeof(s->reasons)) {
		json_pick_in(p, wanted, 2, &one);
		if (n > 0) {
			memcpy(s->reasons + n, ", ", 3);
			n += 2;
		}
		json_pick_text(&p[p[0].kind == JSON_STRING ? 0 : 1],
			s->reasons + n, sizeof(s->reasons) - n);
		n += strlen(s->reasons + n);
	}
}

static void read_device(struct state *s, const struct json_pick *device)
{
	static const char *const wanted[] = { "name", "model" };
	struct json_pick p[2];

	json_pick_in(p, wanted, 2, device);
	json_pick_text(&p[0], s->device, sizeof(s->device));
	json_pick_text(&p[1], s->model, sizeof(s->model));
	detail_text(&s->detail, "device.model.name", s->model);
}

static const char *read_api(
	struct state *s, struct observation *o, const struct json_item *item)
{
	char time[64], domain[HOST_MAX + 3], type[RRTYPE_TEXT];
	struct json_pick p[API_NAMES];
	const char *why =
		json_pick(p, api_names, API_NAMES, item->text, item->len);

	if (why != NULL)
		return why;
	json_pick_text(&p[API_TIME], time, sizeof(time));
	json_pick_text(&p[API_TYPE], type, sizeof(type));
	if (!json_pick_text(&p[API_DOMAIN], domain, sizeof(domain)))
		return N_("no host name");
	why = read_common(s, o, time, domain, type);
	if (why != NULL)
		return why;
	if (!json_pick_text(&p[API_STATUS], s->status, sizeof(s->status)))
		return N_("no status");
	judge(s, o, s->status);
	json_pick_text(&p[API_CLIENT_IP], s->client, sizeof(s->client));
	json_pick_text(&p[API_PROTOCOL], s->protocol, sizeof(s->protocol));
	json_pick_text(&p[API_CLIENT], s->program, sizeof(s->program));
	json_pick_text(&p[API_TRACKER], s->tracker, sizeof(s->tracker));
	read_device(s, &p[API_DEVICE]);
	read_reasons(s, &p[API_REASONS]);
	set_client(s, o, s->device, s->client);
	detail_text(&s->detail, "network.protocol", s->protocol);
	detail_text(&s->detail, "user_agent.name", s->program);
	detail_text(&s->detail, "ev.tracker", s->tracker);
	o->count_kind = OBSERVATION_COUNT_LOWER_BOUND;
	o->rule = s->reasons;
	o->detail = detail_json(&s->detail);
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

static const struct table_form form = {
	.names = { "timestamp", "domain", "status", "query_type", "protocol",
		"client_ip", "reasons", "destination_country", "device_name",
		"device_model", "matched_name", "client_name" },
	.needed = 3,
	.row = read_row,
};

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	struct importer_head head;
	struct str room;
	int rc;

	str_init(&room, 0);
	rc = peek_member(&head, &room, job);
	if (rc == 0)
		rc = is_api(&head) ? json_items_read(job, "data", see_item, s)
				   : table_read(job, &form, s);
	str_release(&room);
	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_nextdns = {
	.name = "nextdns",
	.version = 1,
	.summary = N_("NextDNS: downloaded logs (CSV), and replies of its API"),
	.how = N_("At my.nextdns.io, open Logs and press the download icon: "
		  "you get a table of all that is kept. How long that is, and "
		  "whether clients are named, is set under Settings > Logs."),
	.sniff = sniff,
	.read = read_log,
	.table = true,
};
