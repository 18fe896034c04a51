/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/ocsf.h"

#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "base/json.h"

enum {
	NETWORK = 4,
	NETWORK_ACTIVITY = 4001,
	HTTP_ACTIVITY = 4002,
	DNS_ACTIVITY = 4003,
	DNS_QUERY = 1,
	TRAFFIC = 6,
	UNKNOWN = 0,
	ALLOWED = 1,
	BLOCKED = 2,
	OTHER = 99,
};

static void set_class(cJSON *e, const struct observation *o)
{
	int uid = DNS_ACTIVITY, activity = DNS_QUERY;

	if (o->kind == OBSERVATION_CONNECTION) {
		uid = NETWORK_ACTIVITY;
		activity = TRAFFIC;
	} else if (o->kind == OBSERVATION_REQUEST &&
		   strcmp(o->type, "mipush") == 0) {
		uid = NETWORK_ACTIVITY; /* a frame of a protocol of its own */
		activity = TRAFFIC;
	} else if (o->kind == OBSERVATION_REQUEST) {
		uid = HTTP_ACTIVITY;
		activity = UNKNOWN;
	} else if (o->answer[0] != '\0') {
		activity = TRAFFIC; /* question and answer in one */
	}
	json_set_int(e, "class_uid", uid);
	json_set_int(e, "category_uid", NETWORK);
	json_set_int(e, "activity_id", activity);
	json_set_int(e, "type_uid", uid * 100 + activity);
	json_set_int(e, "severity_id", 1);
}

/* What was decided, where the log says so. */
static void set_disposition(cJSON *e, const struct observation *o)
{
	int id = OTHER;

	if (o->disposition == OBSERVATION_ALLOWED)
		id = ALLOWED;
	else if (o->disposition == OBSERVATION_BLOCKED)
		id = BLOCKED;
	else if (o->disposition == OBSERVATION_UNKNOWN)
		id = UNKNOWN;
	json_set_int(e, "disposition_id", id);
	json_set_int(e, "action_id", id);
	if (id == OTHER)
		json_set(e, "disposition",
			observation_disposition_name(o->disposition));
}

/* "target address address": the answers, in their order. */
static void set_answers(cJSON *e, const char *answer)
{
	cJSON *list = json_array();

	while (*answer != '\0') {
		size_t n = strcspn(answer, " ");
		char rdata[512];

		if (n > 0) {
			cJSON *one = json_object();

			snprintf(rdata, sizeof(rdata), "%.*s",
				(int)(n < 511 ? n : 511), answer);
			json_set(one, "rdata", rdata);
			json_push(list, one);
		}
		answer += n + (answer[n] == ' ');
	}
	json_add(e, "answers", list);
}

static void set_host(cJSON *e, const struct observation *o)
{
	cJSON *part = json_object();

	json_set(part, "hostname", o->host);
	if (o->kind != OBSERVATION_LOOKUP) {
		json_add(e, "dst_endpoint", part);
		if (o->type[0] != '\0') {
			part = json_object();
			json_set(part, "protocol_name", o->type);
			json_add(e, "connection_info", part);
		}
		return;
	}
	if (o->type[0] != '\0')
		json_set(part, "type", o->type);
	json_set(part, "class", "IN");
	json_add(e, "query", part);
	if (o->answer[0] != '\0')
		set_answers(e, o->answer);
}

static void set_part(
	cJSON *e, const char *name, const char *member, const char *text)
{
	cJSON *part;

	if (text[0] == '\0')
		return;
	part = json_object();
	json_set(part, member, text);
	json_add(e, name, part);
}

static void set_traffic(cJSON *e, const struct observation *o)
{
	cJSON *part;

	if (o->sent == 0 && o->received == 0)
		return;
	part = json_object();
	if (o->sent != 0)
		json_set_int(part, "bytes_out", (int64_t)o->sent);
	if (o->received != 0)
		json_set_int(part, "bytes_in", (int64_t)o->received);
	json_add(e, "traffic", part);
}

static void set_metadata(cJSON *e, const struct ecs_place *place)
{
	cJSON *meta = json_object(), *product = json_object();
	char uid[48];

	snprintf(uid, sizeof(uid), "%lld/%llu", (long long)place->exhibit,
		(unsigned long long)place->row);
	json_set(product, "name", "constat");
	json_set(product, "vendor_name", "constat");
	json_add(meta, "product", product);
	json_set(meta, "version", "1.9.0-dev");
	json_set(meta, "uid", uid);
	json_add(e, "metadata", meta);
}

/* Ours, and what the format told besides. */
static void set_unmapped(
	cJSON *e, const struct observation *o, const struct ecs_place *place)
{
	static const char *const mapped[] = { "@timestamp", "event.action",
		"dns.question.name", "dns.question.type", "dns.answers",
		"destination.domain", "network.protocol", "client.address",
		"process.name", "rule.name", "source.bytes",
		"destination.bytes", NULL };
	cJSON *row = ecs_row(o, place);

	for (size_t i = 0; mapped[i] != NULL; i++)
		cJSON_DeleteItemFromObjectCaseSensitive(row, mapped[i]);
	json_add(e, "unmapped", row);
}

cJSON *ocsf_row(const struct observation *o, const struct ecs_place *place)
{
	cJSON *e;

	if (!observation_is_traffic(o))
		return NULL;
	e = json_object();
	set_class(e, o);
	if (o->precision != OBSERVATION_PRECISION_NONE && o->ns != 0)
		json_set_int(e, "time", o->ns / (INSTANT_SECOND / 1000));
	set_metadata(e, place);
	set_host(e, o);
	set_part(e, "src_endpoint", "name", o->client);
	set_part(e, "actor", "app_name", o->app);
	set_part(e, "firewall_rule", "name", o->rule);
	set_traffic(e, o);
	set_disposition(e, o);
	json_set_int(e, "count", o->count);
	set_unmapped(e, o, place);
	return e;
}
