/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What Pi-hole's web server replies when asked for queries. Version 6, GET
 * /api/queries:
 *
 *	{"queries":[{"id":1,"time":1536048591.413,"type":"A","status":
 *	 "GRAVITY","domain":"push.vendor.example","client":{"ip":"192.0.2.7",
 *	 "name":"phone.lan"},"cname":null,"reply":{"type":"IP"},"list_id":7}],
 *	 "cursor":1,"recordsTotal":1,"took":0.003}
 *
 * version 5, /admin/api_db.php?getAllQueries (times and types as there, the
 * status a number):
 *
 *	{"data":[[1536048591,"A","push.vendor.example","192.0.2.7",1,"",4,
 *	 0.0002,0]]}
 *
 * evidence/pihole_status.h tells what a status means.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "evidence/detail.h"
#include "evidence/digits.h"
#include "evidence/host.h"
#include "evidence/importer.h"
#include "evidence/json_items.h"
#include "evidence/pihole_status.h"
#include "evidence/rrtype.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum { TIME, TYPE, DOMAIN, CLIENT, STATUS, CNAME, REPLY, LIST, NAMES };
static const char *const names[NAMES] = { "time", "type", "domain", "client",
	"status", "cname", "reply", "list_id" };

struct state {
	struct detail detail;
	char host[HOST_MAX + 1], type[RRTYPE_TEXT], client[256], name[256];
	char cname[HOST_MAX + 1], reply[32], status[64];
};

static bool is_v6(const struct importer_head *head, struct str *room)
{
	struct json_pick p[NAMES];

	return peek_json_record(head, "queries", p, names, NAMES, room) &&
	       p[DOMAIN].kind == JSON_STRING && p[STATUS].kind == JSON_STRING &&
	       p[TIME].kind == JSON_NUMBER;
}

static bool is_v5(const struct importer_head *head, struct str *room)
{
	static const enum json_kind kinds[] = { JSON_NUMBER, JSON_STRING,
		JSON_STRING, JSON_STRING };
	struct json_pick row, field;
	size_t at = 0;

	if (!peek_json_item(head, "data", &row, room) || row.kind != JSON_ARRAY)
		return false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!json_pick_next(&field, &at, &row) ||
			(field.kind != kinds[i] &&
				(i > 0 || field.kind != JSON_STRING)))
			return false;
	return true;
}

static int sniff(struct importer_head *head)
{
	struct str room;
	int sure = 0;

	str_init(&room, 0);
	if (is_v6(head, &room)) {
		head->why = N_("it is a reply of Pi-hole 6's API");
		sure = 100;
	} else if (is_v5(head, &room)) {
		head->why = N_("it is a reply of Pi-hole 5's api_db.php");
		sure = 90;
	}
	str_release(&room);
	return sure;
}

static const char *read_common(struct state *s, struct observation *o,
	const struct json_pick *time, const struct json_pick *type,
	const struct json_pick *domain)
{
	char text[HOST_MAX + 3];
	const char *why;

	detail_clear(&s->detail);
	json_pick_text(time, text, sizeof(text));
	why = when_epoch(o, text, strlen(text));
	if (why != NULL)
		return why;
	if (domain->kind != JSON_STRING ||
		!json_pick_text(domain, text, sizeof(text)) ||
		!host_normalise(s->host, text, strlen(text)))
		return N_("no host name");
	json_pick_text(type, text, sizeof(text));
	rrtype_read(s->type, text, strlen(text));
	o->kind = OBSERVATION_LOOKUP;
	o->host = s->host;
	o->type = s->type;
	return NULL;
}

/* word: the status as the reply has it. */
static void judge(
	struct state *s, struct observation *o, int status, const char *word)
{
	bool known = pihole_status_judge(o, status);

	detail_text(&s->detail, "ev.status",
		known ? pihole_status_name(status) : word);
	o->client = pihole_client(s->client);
}

static void read_client(struct state *s, const struct json_pick *client)
{
	static const char *const wanted[] = { "ip", "name" };
	struct json_pick p[2];

	json_pick_in(p, wanted, 2, client);
	json_pick_text(&p[0], s->client, sizeof(s->client));
	json_pick_text(&p[1], s->name, sizeof(s->name));
	detail_text(&s->detail, "client.name", s->name);
}

static const char *read_v6(
	struct state *s, struct observation *o, const struct json_pick *item)
{
	static const char *const wanted[] = { "type" };
	struct json_pick p[NAMES], reply;
	const char *why = json_pick_in(p, names, NAMES, item);
	int64_t list;

	if (why == NULL)
		why = read_common(s, o, &p[TIME], &p[TYPE], &p[DOMAIN]);
	if (why != NULL)
		return why;
	json_pick_text(&p[STATUS], s->status, sizeof(s->status));
	read_client(s, &p[CLIENT]);
	judge(s, o, pihole_status_of(s->status), s->status);
	json_pick_in(&reply, wanted, 1, &p[REPLY]);
	json_pick_text(&reply, s->reply, sizeof(s->reply));
	detail_text(&s->detail, "ev.reply_type", s->reply);
	if (json_pick_number(&list, &p[LIST], INT32_MAX))
		detail_number(&s->detail, "rule.id", list);
	if (json_pick_text(&p[CNAME], s->cname, sizeof(s->cname)))
		o->answer = s->cname;
	o->detail = detail_json(&s->detail);
	return NULL;
}

static const char *read_v5(
	struct state *s, struct observation *o, const struct json_pick *row)
{
	struct json_pick f[5];
	int64_t status;
	const char *why;
	size_t at = 0;

	for (int i = 0; i < 5; i++)
		if (!json_pick_next(&f[i], &at, row))
			return N_("fewer fields than a query has");
	why = read_common(s, o, &f[0], &f[1], &f[2]);
	if (why != NULL)
		return why;
	if (!json_pick_number(&status, &f[4], INT32_MAX))
		return N_("the status is no number");
	json_pick_text(&f[4], s->status, sizeof(s->status));
	json_pick_text(&f[3], s->client, sizeof(s->client));
	judge(s, o, (int)status, s->status);
	o->detail = detail_json(&s->detail);
	return NULL;
}

static int see_item(
	struct importer_job *job, const struct json_item *item, void *ctx)
{
	struct observation o = { .line = item->number,
		.position = item->position,
		.length = item->length };
	struct json_pick value;
	const char *why = json_pick_value(&value, item->text, item->len);

	if (why == NULL && value.kind == JSON_OBJECT)
		why = read_v6(ctx, &o, &value);
	else if (why == NULL && value.kind == JSON_ARRAY)
		why = read_v5(ctx, &o, &value);
	else if (why == NULL)
		why = N_("no query");
	return why != NULL
		       ? importer_bad_at(job, item->number, item->position, why)
		       : importer_row(job, &o);
}

static int read_log(struct importer_job *job)
{
	struct state *s = mem_new(1, sizeof(*s));
	struct importer_head head;
	struct str room, item;
	bool v5 = false;
	int rc;

	str_init(&room, 0);
	str_init(&item, 0);
	rc = peek_member(&head, &room, job);
	if (rc == 0)
		v5 = is_v5(&head, &item);
	if (rc == 0)
		rc = json_items_read(job, v5 ? "data" : "queries", see_item, s);
	str_release(&room);
	str_release(&item);
	detail_release(&s->detail);
	free(s);
	return rc;
}

const struct importer import_pihole_api = {
	.name = "pihole-api",
	.version = 1,
	.summary = N_("Pi-hole: replies of its API, versions 5 and 6"),
	.how = N_("Version 6: Pi-hole's page of its API, "
		  "http://ADDRESS/api/docs, runs /queries for you; save the "
		  "reply as a file. Version 5: open "
		  "http://ADDRESS/admin/api_db.php?getAllQueries in a browser "
		  "that is logged in, and save the page. Pi-hole's database "
		  "holds the same for a longer time."),
	.sniff = sniff,
	.read = read_log,
};
