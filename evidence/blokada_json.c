/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blokada 5 keeps totals in the app's private storage, under the key "stats":
 *
 *	{"entries":{"push.vendor.example;blocked":{"lastEncounter":
 *	 1536048591222,"occurrences":8}}}
 *
 * a member for each host and outcome: how often, and when last, in
 * milliseconds since 1970. Outcomes: passed, passed_allowed (let through by
 * the person's list), blocked, blocked_denied (by the person's list).
 *
 * Blokada 6 and Cloud are asked for single requests (GET /v2/activity):
 *
 *	{"activity":[{"device_name":"Phone","domain_name":
 *	 "push.vendor.example","action":"block","list":"oisd","timestamp":
 *	 "2026-09-14T06:12:40.125Z"}]}
 *
 * where "block" means blocked, and every other action that it was let
 * through.
 */
#include "evidence/blokada_json.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "evidence/detail.h"
#include "evidence/json_items.h"
#include "evidence/peek.h"
#include "evidence/when.h"

enum { DOMAIN, ACTION, TIME, DEVICE, LIST, NAMES };
static const char *const names[NAMES] = { "domain_name", "action", "timestamp",
	"device_name", "list" };

enum { ENCOUNTER, OCCURRENCES, TOTALS };
static const char *const totals[TOTALS] = { "lastEncounter", "occurrences" };

struct state {
	struct detail detail;
	char host[HOST_MAX + 1], device[256], list[256], action[32];
};

static bool is_activity(const struct importer_head *head, struct str *room)
{
	struct json_pick p[NAMES];

	return peek_json_record(head, "activity", p, names, NAMES, room) &&
	       p[DOMAIN].kind == JSON_STRING && p[ACTION].kind == JSON_STRING;
}

static bool is_stats(const struct importer_head *head, struct str *room)
{
	struct json_pick p[TOTALS];

	return peek_json_record(head, "entries", p, totals, TOTALS, room) &&
	       p[ENCOUNTER].kind != JSON_END && p[OCCURRENCES].kind != JSON_END;
}

int blokada_json_sniff(struct importer_head *head)
{
	struct str room;
	int sure = 0;

	str_init(&room, 0);
	if (is_activity(head, &room)) {
		head->why = N_("it is a list of activity of Blokada 6");
		sure = 100;
	} else if (is_stats(head, &room)) {
		head->why = N_("it is Blokada 5's table of totals");
		sure = 100;
	}
	str_release(&room);
	return sure;
}

static const char *read_activity(
	struct state *s, struct observation *o, const struct json_pick *item)
{
	char text[HOST_MAX + 3];
	struct json_pick p[NAMES];
	const char *why = json_pick_in(p, names, NAMES, item);

	if (why != NULL)
		return why;
	json_pick_text(&p[TIME], text, sizeof(text));
	why = when_rfc3339(o, text, strlen(text), NULL);
	if (why != NULL)
		return why;
	if (!json_pick_text(&p[DOMAIN], text, sizeof(text)) ||
		!host_normalise(s->host, text, strlen(text)))
		return N_("no host name");
	if (!json_pick_text(&p[ACTION], s->action, sizeof(s->action)) ||
		s->action[0] == '\0')
		return N_("no action");
	o->disposition = strcmp(s->action, "block") == 0 ? OBSERVATION_BLOCKED
							 : OBSERVATION_ALLOWED;
	json_pick_text(&p[DEVICE], s->device, sizeof(s->device));
	json_pick_text(&p[LIST], s->list, sizeof(s->list));
	o->client = s->device;
	o->rule = s->list;
	return NULL;
}

/* "push.vendor.example;blocked" */
static const char *read_key(
	struct state *s, struct observation *o, const struct json_item *item)
{
	static const struct {
		const char *word;
		enum observation_disposition means;
	} words[] = { { "blocked", OBSERVATION_BLOCKED },
		{ "passed", OBSERVATION_ALLOWED },
		{ "passed_allowed", OBSERVATION_ALLOWED },
		{ "blocked_denied", OBSERVATION_BLOCKED } };
	const struct json_pick quoted = { .kind = JSON_STRING,
		.text = item->key,
		.len = item->key_len,
		.escaped = memchr(item->key, '\\', item->key_len) != NULL };
	char text[HOST_MAX + 40], *semicolon;

	if (!json_pick_text(&quoted, text, sizeof(text)) ||
		(semicolon = strrchr(text, ';')) == NULL)
		return N_("no host and outcome");
	if (!host_normalise(s->host, text, (size_t)(semicolon - text)))
		return N_("no host name");
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(semicolon + 1, words[i].word) == 0) {
			o->disposition = (uint8_t)words[i].means;
			snprintf(s->action, sizeof(s->action), "%s",
				words[i].word);
			return NULL;
		}
	return N_("an outcome that is not known");
}

static const char *read_total(struct state *s, struct observation *o,
	const struct json_item *item, const struct json_pick *value)
{
	struct json_pick p[TOTALS];
	const char *why = json_pick_in(p, totals, TOTALS, value);
	int64_t count;
	char text[32];

	if (why == NULL)
		why = read_key(s, o, item);
	if (why != NULL)
		return why;
	json_pick_text(&p[ENCOUNTER], text, sizeof(text));
	why = when_epoch_unit(o, text, strlen(text), 1000000);
	if (why != NULL)
		return why;
	if (!json_pick_number(&count, &p[OCCURRENCES], UINT32_MAX) ||
		count == 0)
		return N_("no count");
	o->count = (uint32_t)count;
	o->count_kind = OBSERVATION_COUNT_AGGREGATE;
	return NULL;
}

static int see_item(
	struct importer_job *job, const struct json_item *item, void *ctx)
{
	struct observation o = { .kind = OBSERVATION_LOOKUP,
		.line = item->number,
		.position = item->position,
		.length = item->length };
	struct json_pick value;
	struct state *s = ctx;
	const char *why = json_pick_value(&value, item->text, item->len);

	if (why == NULL && value.kind != JSON_OBJECT)
		why = N_("no JSON object");
	if (why == NULL)
		why = item->key != NULL ? read_total(s, &o, item, &value)
					: read_activity(s, &o, &value);
	if (why != NULL)
		return importer_bad_at(job, item->number, item->position, why);
	detail_clear(&s->detail);
	detail_text(&s->detail, "ev.action", s->action);
	o.disposition_source = OBSERVATION_SOURCE_FIELD;
	o.host = s->host;
	o.detail = detail_json(&s->detail);
	return importer_row(job, &o);
}

int blokada_json_read(
	struct importer_job *job, const struct importer_head *head)
{
	struct state s = { 0 };
	struct str room;
	bool stats;
	int rc;

	str_init(&room, 0);
	stats = is_stats(head, &room);
	str_release(&room);
	rc = json_items_read(job, stats ? "entries" : "activity", see_item, &s);
	detail_release(&s.detail);
	return rc;
}
