/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_measure.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "archive/exhibit.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"
#include "base/str.h"
#include "cases/model_part.h"
#include "evidence/correlate.h"
#include "evidence/experiment.h"

enum { WINDOW_S = 10, SEED = 1, OFFSET_MAX_S = 86400, PAIRS_MAX = 400 };

/* A figure with so many decimals, with the language's point. */
static void put_figure(cJSON *out, const char *name, const struct backing *b,
	double v, int decimals)
{
	char text[32];
	char *dot;

	snprintf(text, sizeof(text), "%.*f", decimals, v);
	dot = strchr(text, '.');
	if (dot != NULL && strcmp(b->lang, "en") != 0)
		*dot = ',';
	json_set(out, name, text);
}

/* A share in whole per cent that promises no more than there is: the lower
 * end is rounded down, the upper one up. */
static void put_shares(
	cJSON *out, const struct backing *b, double low, double high)
{
	put_figure(out, "share_low", b, floor(100 * low), 0);
	put_figure(out, "share_high", b, ceil(100 * high), 0);
}

static void put_count(
	cJSON *out, const char *name, const struct backing *b, uint64_t n)
{
	model_part_number(out, name, b, n);
}

/* The exhibits that a measure rests on: title, and ref where the document
 * hands them over. */
static int put_exhibits(cJSON *out, const char *name, const struct pieces *p,
	const int64_t *ids, size_t n)
{
	cJSON *list = json_array();
	int rc = 0;

	for (size_t i = 0; i < n && rc == 0; i++) {
		const struct piece *piece = pieces_exhibit(p, ids[i]);
		struct exhibit e = { 0 };
		cJSON *one = json_object();

		rc = exhibit_get(&e, p->b->store, ids[i]);
		json_set(one, "title", rc == 0 ? e.title : "");
		model_part_refer(one, "ref", p, &piece, piece != NULL);
		json_set_bool(one, "next", i > 0);
		json_push(list, one);
		exhibit_release(&e);
	}
	model_part_list(out, name, list);
	return rc;
}

static void put_within(
	cJSON *one, const struct backing *b, const struct correlate *c)
{
	json_set_bool(one, "is_coarse", c->within > INSTANT_SECOND);
	put_count(one, "within_s", b, (uint64_t)(c->within / INSTANT_SECOND));
}

static void put_correlation(
	cJSON *one, const struct backing *b, const struct correlate *c)
{
	bool refused = c->refusal != CORRELATE_BORNE;

	json_set_bool(one, "is_refused", refused);
	put_count(one, "events", b, c->n);
	put_count(one, "left_out", b, c->left_out);
	put_count(one, "merged", b, c->merged);
	json_set_bool(one, "has_left_out", c->left_out > 0);
	json_set_bool(one, "has_merged", c->merged > 0);
	json_set_bool(one, "several_clients", c->clients > 1);
	put_count(one, "clients", b, c->clients);
	model_part_word(one, "refusal", &b->wording, "refusal",
		refused ? correlate_refusal_name(c->refusal) : "");
	put_count(one, "followed", b, c->jitter.answered);
	put_within(one, b, c);
	put_shares(one, b, c->low, c->high);
	put_figure(one, "expected", b, c->jitter.expected, 1);
	put_figure(one, "p", b, c->jitter.p, 4);
	put_count(one, "draws", b, CHANCE_DRAWS);
	put_count(
		one, "cell_s", b, (uint64_t)(c->jitter.cell / INSTANT_SECOND));
	json_set_bool(one, "has_median", c->jitter.answered > 0);
	put_figure(one, "median", b,
		(double)c->latency[1] / (double)INSTANT_SECOND, 1);
	json_set_bool(one, "has_days", c->has_days);
	put_count(one, "days", b, c->days.days);
	put_figure(one, "days_p", b, c->days.p, 4);
	json_set_bool(one, "sure",
		!refused && c->jitter.p < 0.05 &&
			(!c->has_days || c->days.p < 0.05));
}

static void put_short(
	cJSON *one, const char *name, const struct backing *b, int64_t ns)
{
	struct str text = { 0 };

	(void)wording_short(&text, &b->wording, ns, b->zone, false);
	json_set(one, name, text.p != NULL ? text.p : "");
	str_release(&text);
}

/* The exhibit of a contact, where there are several. */
static void put_contact_ref(cJSON *one, const struct pieces *p,
	const struct correlate *c, int64_t exhibit)
{
	const struct piece *piece = pieces_exhibit(p, exhibit);

	model_part_refer(
		one, "contact_ref", p, &piece, c->n_logs > 1 && piece != NULL);
}

static cJSON *pair_of(
	const struct pieces *p, const struct correlate *c, size_t i)
{
	const struct correlate_pair *pair = &c->v[i];
	const struct backing *b = p->b;
	cJSON *one = json_object();

	put_count(one, "number", b, i + 1);
	put_short(one, "event", b, pair->event_ns);
	put_count(one, "event_line", b, pair->event_line);
	json_set_bool(one, "has_event_line", pair->event_line > 0);
	json_set_bool(one, "is_followed", pair->answered);
	if (!pair->answered)
		return one;
	put_short(one, "contact", b, pair->contact_ns);
	put_contact_ref(one, p, c, pair->contact_exhibit);
	put_count(one, "contact_line", b, pair->contact_line);
	put_figure(one, "delay", b,
		(double)pair->delay_ns / (double)INSTANT_SECOND, 1);
	model_part_word(one, "disposition", &b->wording, "disposition",
		observation_disposition_name(pair->disposition));
	return one;
}

/* Each event with the contact that followed it, for the annex. */
static void put_pairs(
	cJSON *one, const struct pieces *p, const struct correlate *c)
{
	const struct backing *b = p->b;
	cJSON *list = json_array();
	size_t n = c->refusal == CORRELATE_BORNE ? c->n : 0;

	for (size_t i = 0; i < n && i < PAIRS_MAX; i++)
		json_push(list, pair_of(p, c, i));
	model_part_list(one, "pairs", list);
	json_set_bool(one, "has_more_pairs", n > PAIRS_MAX);
	put_count(one, "pairs_shown", b, n < PAIRS_MAX ? n : PAIRS_MAX);
}

/* What happened while nothing did at the person's end. */
static void put_idle(
	cJSON *one, const struct backing *b, const struct correlate *c)
{
	double hours =
		(double)c->idle_ns / (double)(3600 * (int64_t)INSTANT_SECOND);

	json_set_bool(one, "has_idle",
		c->refusal == CORRELATE_BORNE && c->idle_ns > 0);
	put_count(one, "idle", b, c->idle);
	put_figure(one, "idle_hours", b, hours, 1);
	put_figure(one, "idle_low", b, floor(100 * c->idle_low) / 100, 2);
	put_figure(one, "idle_high", b, ceil(100 * c->idle_high) / 100, 2);
	json_set_bool(one, "has_idle_events", c->idle_events > 0);
	put_count(one, "idle_events", b, c->idle_events);
}

/* A period by two members of the experiment: 0 where it is open. */
static void read_period(int64_t *from, int64_t *to, const struct backing *b,
	const cJSON *item, const char *const names[2])
{
	bool day_only = false;

	*from = *to = 0;
	(void)case_json_when(from, NULL, item, names[0], b->zone);
	if (case_json_when(to, &day_only, item, names[1], b->zone) && day_only)
		*to = zone_day_end(*to, b->zone);
}

static const char *const period[] = { "from", "to" };

/* When, by the person, nothing happened. */
static void read_idle(struct correlate_order *order, const struct backing *b,
	const cJSON *item)
{
	static const char *const idle[] = { "idle_from", "idle_to" };

	read_period(&order->idle_from, &order->idle_to, b, item, idle);
	order->has_idle =
		order->idle_from != 0 && order->idle_to > order->idle_from;
}

/* How far the clocks are apart, when the person compared them. */
static void read_offset(struct correlate_order *order, const cJSON *item)
{
	int64_t none = OFFSET_MAX_S + 1;
	int64_t s = json_integer(item, "offset_s", none);

	order->has_offset = s >= -OFFSET_MAX_S && s <= OFFSET_MAX_S;
	if (order->has_offset)
		order->offset = s * INSTANT_SECOND;
}

static const char *or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static int add_correlation(
	cJSON *out, const struct pieces *p, const cJSON *item)
{
	const struct backing *b = p->b;
	int64_t window = json_integer(item, "window_s", WINDOW_S);
	struct correlate_order order = {
		.host = case_json_text(item, "host"),
		.client = or_null(case_json_text(item, "client")),
		.app = or_null(case_json_text(item, "app")),
		.events = json_integer(item, "events", 0),
		.log = json_integer(item, "log", 0),
		.window = (window > 0 ? window : WINDOW_S) * INSTANT_SECOND,
		.seed = SEED,
	};
	struct correlate c = { 0 };
	cJSON *one;
	int rc;

	read_offset(&order, item);
	read_period(&order.from, &order.to, b, item, period);
	read_idle(&order, b, item);
	rc = correlate_make(&c, b->store, &order);
	if (rc != 0)
		return rc;
	one = json_object();
	put_count(
		one, "window_s", b, (uint64_t)(order.window / INSTANT_SECOND));
	put_correlation(one, b, &c);
	put_idle(one, b, &c);
	put_pairs(one, p, &c);
	model_part_when(one, "idle_from", b, item, "idle_from");
	model_part_when(one, "idle_to", b, item, "idle_to");
	json_set_bool(one, "has_offset", order.has_offset && order.offset != 0);
	json_set(one, "zone",
		wording_word(&b->wording, "zone", zone_name(b->zone)));
	json_set_bool(one, "typed", order.events == 0);
	rc = put_exhibits(one, "logs", p, c.logs, c.n_logs);
	if (rc == 0)
		rc = put_exhibits(
			one, "sources", p, &order.events, order.events != 0);
	json_add(out, "correlation", one);
	correlate_release(&c);
	return rc;
}

/* Blocked periods that do not count, and why. */
static void put_dropped(
	cJSON *out, const struct backing *b, const struct experiment *e)
{
	cJSON *list = json_array();

	for (int f = EXPERIMENT_SOUND + 1; f < EXPERIMENT_FAULTS; f++) {
		cJSON *one;

		if (e->faults[f] == 0)
			continue;
		one = json_object();
		put_count(one, "periods", b, e->faults[f]);
		model_part_word(one, "fault", &b->wording, "block-fault",
			experiment_fault_name((enum experiment_fault)f));
		json_push(list, one);
	}
	model_part_list(out, "dropped", list);
}

static void put_block(
	cJSON *one, const struct backing *b, const struct experiment *e)
{
	json_set_bool(one, "is_sound", e->fault == EXPERIMENT_SOUND);
	model_part_word(one, "fault", &b->wording, "block-fault",
		experiment_fault_name(e->fault));
	json_set(one, "feature",
		e->n > 0 && e->fault != EXPERIMENT_MIXED ? e->v[0].feature
							 : "");
	put_count(one, "asked", b, e->asked);
	put_count(one, "refused", b, e->refused);
	put_dropped(one, b, e);
	put_count(one, "tried", b, e->blocked.tried);
	put_count(one, "worked", b, e->blocked.worked);
	put_shares(one, b, e->blocked.low, e->blocked.high);
	json_set_bool(one, "has_open", e->open.tried > 0);
	put_count(one, "open_tried", b, e->open.tried);
	put_count(one, "open_worked", b, e->open.worked);
	json_set_bool(one, "has_no_network", e->no_network.tried > 0);
	put_count(one, "no_network_tried", b, e->no_network.tried);
	put_count(one, "no_network_worked", b, e->no_network.worked);
}

static int add_block(cJSON *out, const struct pieces *p, const cJSON *item)
{
	const struct backing *b = p->b;
	struct experiment_order order = {
		.host = case_json_text(item, "host"),
		.feature = or_null(case_json_text(item, "feature")),
	};
	struct experiment e = { 0 };
	cJSON *one;
	int rc;

	read_period(&order.from, &order.to, b, item, period);
	rc = experiment_read(&e, b->store, &order);
	if (rc != 0)
		return rc;
	one = json_object();
	put_block(one, b, &e);
	rc = put_exhibits(one, "logs", p, e.logs, e.n_logs);
	json_add(out, "block", one);
	experiment_release(&e);
	return rc;
}

int model_measure_add(cJSON *out, const struct pieces *p, const cJSON *item)
{
	const char *kind = case_json_text(item, "kind");
	bool named = case_json_text(item, "host")[0] != '\0';
	bool correlation = named && strcmp(kind, "trigger-correlation") == 0;
	bool block = named && strcmp(kind, "blocking-test") == 0;

	json_set_bool(out, "has_correlation", correlation);
	json_set_bool(out, "has_block", block);
	if (correlation)
		return add_correlation(out, p, item);
	return block ? add_block(out, p, item) : 0;
}
