/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_measure.h"

#include "base/instant.h"
#include "evidence/experiment.h"
#include "model_sample.h"

#define EXPERIMENT(kind) EXPERIMENT_TO(kind, "")
#define EXPERIMENT_TO(kind, to)                                                \
	"{\"experiments\":[{\"id\":\"essai\",\"kind\":\"" kind "\","           \
	"\"hypothesis\":\"h\",\"protocol\":\"p\",\"from\":\"2018-09-03\"," to  \
	"\"result\":\"r\",\"host\":\"" SAMPLE_HOST "\",\"window_s\":10}]}"

/* Contacts of the fixture's log, in seconds since 1970. */
static const int64_t contacts[] = { 1535955768, 1535956345, 1535959031,
	1535963943, 1535972329, 1535975206, 1535975334, 1535976131, 1535977312,
	1535977745 };

static void open_with(struct model_sample *m)
{
	sample_backing(&m->b, &m->s);
	sample_must(pieces_open(&m->p, &m->b));
	model_sample_number(&m->p);
	sample_must(model_make(&m->model, &m->p));
}

static void type_events(struct store *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct observe_order o = { .ns = (contacts[i] - 3) *
						 INSTANT_SECOND,
			.precision = OBSERVATION_PRECISION_S,
			.zone = "Europe/Paris",
			.event = "un message est arrivé" };
		struct exhibit e = { 0 };
		int64_t picture;

		sample_must(observe_add(&e, &picture, s, &o));
		exhibit_release(&e);
	}
}

static const cJSON *first(const struct model_sample *m, const char *name)
{
	const cJSON *one = model_sample_item(m, "experiments", 0);

	return json_member(one, name);
}

static void correlation(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *c;

	(void)state;
	sample_open(&m.s, EXPERIMENT("trigger-correlation"));
	type_events(m.s.store, 10);
	open_with(&m);
	c = first(&m, "correlation");
	assert_true(json_bool(model_sample_item(&m, "experiments", 0),
		"has_correlation", false));
	assert_false(json_bool(c, "is_refused", true));
	assert_true(json_bool(c, "sure", false));
	model_sample_text(c, "events", "10");
	model_sample_text(c, "followed", "10");
	model_sample_text(c, "share_low", "69");
	model_sample_text(c, "share_high", "100");
	model_sample_text(c, "p", "0,0001");
	model_sample_text(c, "cell_s", "300");
	assert_true(json_bool(c, "typed", false));
	assert_false(json_bool(c, "is_coarse", true));
	model_sample_text(
		json_member(c, "logs")->child, "title", "Journal Blokada");
	model_sample_text(json_member(c, "logs")->child, "ref", "Pièce n° 3");
	assert_false(json_bool(c, "has_days", true));
	model_sample_close(&m);
}

/* Every event stands in the annex, with the contact's line and the delay. */
static void pairs(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *c, *pair;

	(void)state;
	sample_open(&m.s, EXPERIMENT("trigger-correlation"));
	type_events(m.s.store, 10);
	open_with(&m);
	c = first(&m, "correlation");
	assert_true(json_bool(m.model, "has_pairs", false));
	assert_true(json_bool(c, "has_pairs", false));
	assert_false(json_bool(c, "has_more_pairs", true));
	assert_false(json_bool(c, "has_offset", true));
	assert_int_equal(cJSON_GetArraySize(json_member(c, "pairs")), 10);
	pair = json_member(c, "pairs")->child;
	assert_true(json_bool(pair, "is_followed", false));
	model_sample_text(pair, "number", "1");
	model_sample_text(pair, "event", "03/09/2018 08:22:45");
	model_sample_text(pair, "contact", "03/09/2018 08:22:48");
	model_sample_text(pair, "contact_ref", "");
	assert_string_not_equal(json_string(pair, "contact_line"), "");
	assert_string_not_equal(json_string(pair, "disposition"), "");
	model_sample_close(&m);
}

/* The idle hours that the person names are counted, those watched only. */
static void idle(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *c;

	(void)state;
	sample_open(
		&m.s, EXPERIMENT_TO("trigger-correlation",
			      "\"idle_from\":\"2018-09-03T08:30:00+02:00\","
			      "\"idle_to\":\"2018-09-03T09:00:00+02:00\","));
	type_events(m.s.store, 10);
	open_with(&m);
	c = first(&m, "correlation");
	assert_true(json_bool(c, "has_idle", false));
	model_sample_text(c, "idle_hours", "0,5");
	model_sample_text(c, "idle", "1");
	assert_true(json_bool(c, "has_idle_events", false));
	model_sample_text(c, "idle_events", "1");
	model_sample_close(&m);
}

static void correlation_refused(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *c;

	(void)state;
	sample_open(&m.s, EXPERIMENT("trigger-correlation"));
	type_events(m.s.store, 7);
	open_with(&m);
	c = first(&m, "correlation");
	assert_true(json_bool(c, "is_refused", false));
	assert_false(json_bool(c, "has_pairs", true));
	assert_false(json_bool(m.model, "has_pairs", true));
	assert_false(json_bool(c, "sure", true));
	assert_non_null(strstr(json_string(c, "refusal"), "moins de huit"));
	model_sample_close(&m);
}

static void keep_period(struct store *s, enum experiment_kind kind,
	const char *from, const char *to, bool restarted)
{
	struct experiment_period p = { .kind = kind,
		.zone = "Europe/Paris",
		.host = SAMPLE_HOST,
		.feature = "un message s’affiche",
		.restarted = restarted,
		.tried = 12,
		.worked = 12 };
	struct exhibit e = { 0 };

	sample_must(instant_parse(&p.from, NULL, from, strlen(from)));
	sample_must(instant_parse(&p.to, NULL, to, strlen(to)));
	sample_must(experiment_add(&e, s, &p));
	exhibit_release(&e);
}

static void block(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *b;

	(void)state;
	sample_open(&m.s, EXPERIMENT("blocking-test"));
	keep_period(m.s.store, EXPERIMENT_BASELINE, "2018-09-03T06:00:00Z",
		"2018-09-03T12:00:00Z", true);
	keep_period(m.s.store, EXPERIMENT_BLOCKED, "2018-09-04T06:00:00Z",
		"2018-09-04T07:00:00Z", true);
	open_with(&m);
	b = first(&m, "block");
	assert_true(json_bool(b, "is_sound", false));
	model_sample_text(b, "tried", "12");
	model_sample_text(b, "worked", "12");
	model_sample_text(b, "open_tried", "12");
	model_sample_text(b, "asked", "1");
	model_sample_text(b, "refused", "1");
	model_sample_text(b, "feature", "un message s’affiche");
	model_sample_text(json_member(b, "logs")->child, "ref", "Pièce n° 3");
	model_sample_close(&m);
}

/* What was not restarted bears nothing, and the letter says why. */
static void block_unsound(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *b;

	(void)state;
	sample_open(&m.s, EXPERIMENT("blocking-test"));
	keep_period(m.s.store, EXPERIMENT_BLOCKED, "2018-09-04T06:00:00Z",
		"2018-09-04T07:00:00Z", false);
	open_with(&m);
	b = first(&m, "block");
	assert_false(json_bool(b, "is_sound", true));
	model_sample_text(b, "tried", "0");
	assert_non_null(strstr(json_string(b, "fault"), "redémarré"));
	assert_true(json_bool(b, "has_dropped", false));
	model_sample_text(json_member(b, "dropped")->child, "periods", "1");
	model_sample_close(&m);
}

/* What lies outside of the experiment's own period is none of it. */
static void of_its_period(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *b;

	(void)state;
	sample_open(
		&m.s, EXPERIMENT_TO("blocking-test", "\"to\":\"2018-09-03\","));
	keep_period(m.s.store, EXPERIMENT_BASELINE, "2018-09-03T06:00:00Z",
		"2018-09-03T12:00:00Z", true);
	keep_period(m.s.store, EXPERIMENT_BLOCKED, "2018-09-04T06:00:00Z",
		"2018-09-04T07:00:00Z", true);
	open_with(&m);
	b = first(&m, "block");
	assert_false(json_bool(b, "is_sound", true));
	assert_non_null(strstr(json_string(b, "fault"), "aucune période"));
	model_sample_close(&m);
}

static void events_of_its_period(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *c;

	(void)state;
	sample_open(&m.s,
		EXPERIMENT_TO("trigger-correlation",
			"\"offset_s\":-2,\"to\":\"2018-09-03T09:00:00Z\","));
	type_events(m.s.store, 10);
	open_with(&m);
	c = first(&m, "correlation");
	assert_true(json_bool(c, "is_refused", false));
	model_sample_text(c, "events", "4");
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(correlation),
		cmocka_unit_test(pairs),
		cmocka_unit_test(idle),
		cmocka_unit_test(correlation_refused),
		cmocka_unit_test(block),
		cmocka_unit_test(block_unsound),
		cmocka_unit_test(of_its_period),
		cmocka_unit_test(events_of_its_period),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
