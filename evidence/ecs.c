/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/ecs.h"

#include <string.h>

#include "base/instant.h"
#include "base/json.h"

static void set_text(cJSON *object, const char *name, const char *text)
{
	if (text[0] != '\0')
		json_set(object, name, text);
}

static void set_time(cJSON *object, const char *name, int64_t ns)
{
	char text[INSTANT_TEXT];

	if (ns == 0)
		return;
	instant_format(text, ns, 0, INSTANT_NS);
	json_set(object, name, text);
}

/* How much the record is worth. */
static void add_worth(cJSON *row, const struct observation *o)
{
	json_set(row, "ev.disposition",
		observation_disposition_name(o->disposition));
	json_set(row, "ev.disposition_source",
		observation_source_name(o->disposition_source));
	json_set(row, "ev.time_precision",
		observation_precision_name(o->precision));
	json_set(row, "ev.tz_source", observation_zone_name(o->zone));
	json_set(row, "ev.year_source", observation_year_name(o->year));
	if (o->precision == OBSERVATION_PRECISION_WINDOW) {
		set_time(row, "ev.window_start", o->window_start);
		set_time(row, "ev.window_end", o->window_end);
	}
	if (o->mark != OBSERVATION_MARK_NONE)
		json_set(row, "ev.clock_mark", observation_mark_name(o->mark));
	json_set_int(row, "ev.count", o->count);
	json_set(row, "ev.count_semantics",
		observation_count_name(o->count_kind));
}

/* The host under the name that the kind of record gives it. */
static void add_host(cJSON *row, const struct observation *o)
{
	if (o->kind == OBSERVATION_LOOKUP) {
		json_set(row, "dns.question.name", o->host);
		set_text(row, "dns.question.type", o->type);
		set_text(row, "dns.answers", o->answer);
		return;
	}
	if (!observation_is_traffic(o)) {
		set_text(row, "destination.domain", o->host);
		set_text(row, "event.type", o->type);
		return;
	}
	set_text(row, "destination.domain", o->host);
	set_text(row, "network.protocol", o->type);
	set_text(row, "destination.address", o->answer);
}

/* What else the format tells; its names are such names already. */
static void add_detail(cJSON *row, const char *detail)
{
	cJSON *more = NULL, *item;

	if (detail[0] == '\0' ||
		json_parse(&more, detail, strlen(detail), NULL) != 0)
		return;
	while ((item = cJSON_DetachItemFromArray(more, 0)) != NULL)
		json_add(row, item->string, item);
	cJSON_Delete(more);
}

/* Where it stands. */
static void add_place(
	cJSON *row, const struct observation *o, const struct ecs_place *place)
{
	json_set(row, "ev.origin",
		place->stated ? "stated by the complainant" : "log");
	if (place->exhibit != 0)
		json_set_int(row, "ev.exhibit", place->exhibit);
	if (place->row != 0)
		json_set_int(row, "ev.row", (int64_t)place->row);
	set_text(row, "ev.member", o->member);
	json_set_int(row, "ev.line", (int64_t)o->line);
	json_set_int(row, "log.offset", (int64_t)o->position);
}

cJSON *ecs_row(const struct observation *o, const struct ecs_place *place)
{
	cJSON *row = json_object();

	set_time(row, "@timestamp", o->ns);
	json_set(row, "event.action", observation_kind_name(o->kind));
	add_host(row, o);
	set_text(row, "client.address", o->client);
	set_text(row, "process.name", o->app);
	set_text(row, "rule.name", o->rule);
	if (o->sent != 0)
		json_set_int(row, "source.bytes", (int64_t)o->sent);
	if (o->received != 0)
		json_set_int(row, "destination.bytes", (int64_t)o->received);
	add_detail(row, o->detail);
	add_worth(row, o);
	add_place(row, o, place);
	return row;
}
