/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "archive/object.h"
#include "base/instant.h"
#include "evidence/experiment.h"
#include "evidence/observe.h"

#define S INSTANT_SECOND
#define START INT64_C(1536048000000000000)
#define HOUR (3600 * S)

static struct experiment_period period(
	enum experiment_kind kind, int hour, uint64_t tried, uint64_t worked)
{
	return (struct experiment_period){ .kind = kind,
		.from = START + hour * HOUR,
		.to = START + (hour + 1) * HOUR - S,
		.zone = "UTC",
		.host = "Push.example.",
		.feature = "a message shows on the watch",
		.restarted = true,
		.tried = tried,
		.worked = worked };
}

static void keep(struct scene *s, struct experiment_period p)
{
	struct exhibit e = { 0 };

	assert_int_equal(experiment_add(&e, s->store, &p), 0);
	assert_string_equal(e.kind, "statement");
	exhibit_release(&e);
}

static int read_host(struct experiment *e, struct scene *s, const char *host)
{
	const struct experiment_order order = { .host = host };

	return experiment_read(e, s->store, &order);
}

/* A look-up in the middle of each hour of the text: a, b, or none. */
static void import_hours_of(
	struct scene *s, const char *hours, const char *device)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log", .device = device };
	struct str log = { 0 };
	struct intake_order order = { .options = &none, .about = &about };
	struct intake_result r = { 0 };

	str_init(&log, 0);
	str_puts(&log, "timestamp,type,host\n");
	for (size_t i = 0; hours[i] != '\0'; i++)
		str_printf(&log, "%lld,%c,%s\n",
			(long long)((START + (int64_t)i * HOUR) / 1000000 +
				    1800000),
			hours[i] == '-' ? 'a' : hours[i],
			hours[i] == '-' ? "other.example" : "push.example");
	order.path = scene_file(s, "log.csv", log.p, log.len);
	assert_int_equal(intake_log(&r, s->store, &order), 0);
	intake_result_release(&r);
	str_release(&log);
}

static void import_hours(struct scene *s, const char *hours)
{
	import_hours_of(s, hours, NULL);
}

/* A query without its answer, in the middle of the second hour. */
static void import_query(struct scene *s)
{
	static const char log[] =
		"{\"timestamp\":\"2018-09-04T09:30:00.000000+0000\","
		"\"event_type\":\"dns\",\"src_ip\":\"192.168.1.2\","
		"\"dns\":{\"type\":\"query\",\"id\":1,\"rrname\":"
		"\"push.example\",\"rrtype\":\"A\",\"tx_id\":0}}\n";
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = { .options = &none, .about = &about };
	struct intake_result r = { 0 };

	order.path = scene_file(s, "eve.json", log, strlen(log));
	assert_int_equal(intake_log(&r, s->store, &order), 0);
	intake_result_release(&r);
}

/* Read off a screen, in the middle of an hour. */
static void type_lookup(
	struct scene *s, int hour, enum observation_disposition disposition)
{
	struct observe_order o = { .ns = START + hour * HOUR + 1900 * S,
		.precision = OBSERVATION_PRECISION_S,
		.zone = "UTC",
		.host = "push.example",
		.disposition = disposition };
	struct exhibit e = { 0 };
	int64_t picture;

	assert_int_equal(observe_add(&e, &picture, s->store, &o), 0);
	exhibit_release(&e);
}

static void statement(void **state)
{
	struct experiment_period p = period(EXPERIMENT_BLOCKED, 0, 9, 8);
	struct str text = { 0 };
	struct exhibit e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&text, 0);
	assert_int_equal(experiment_add(&e, s.store, &p), 0);
	assert_int_equal(object_get(s.store, &e.content, &text), 0);
	assert_string_equal(text.p,
		"{\"device\":\"\",\"feature\":\"a message shows on the "
		"watch\",\"from\":\"2018-09-04T08:00:00Z\",\"host\":"
		"\"push.example\",\"note\":\"\",\"period\":\"blocked\","
		"\"restarted\":true,\"schema\":\"constat.statement/1\","
		"\"to\":\"2018-09-04T08:59:59Z\",\"tried\":9,\"worked\":8,"
		"\"zone\":\"UTC\"}\n");
	exhibit_release(&e);
	str_release(&text);
	p.worked = 10;
	assert_int_equal(experiment_add(&e, s.store, &p), ERR_INVALID);
	p = period(EXPERIMENT_BLOCKED, 0, 1, 1);
	p.to = p.from;
	assert_int_equal(experiment_add(&e, s.store, &p), ERR_INVALID);
	p = period(EXPERIMENT_BLOCKED, 0, 1, 1);
	p.host = "not a host";
	assert_int_equal(experiment_add(&e, s.store, &p), ERR_INVALID);
	scene_close(&s);
}

static void sound(void **state)
{
	struct experiment e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	import_hours(&s, "abab");
	keep(&s, period(EXPERIMENT_UNBLOCKED, 2, 10, 10));
	keep(&s, period(EXPERIMENT_BASELINE, 0, 10, 9));
	keep(&s, period(EXPERIMENT_BLOCKED, 1, 10, 10));
	keep(&s, period(EXPERIMENT_BLOCKED, 3, 5, 4));
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	assert_int_equal(e.n, 4);
	assert_int_equal(e.v[0].kind, EXPERIMENT_BASELINE);
	assert_int_equal(e.fault, EXPERIMENT_SOUND);
	assert_int_equal(e.blocked.tried, 15);
	assert_int_equal(e.blocked.worked, 14);
	assert_int_equal(e.open.tried, 20);
	assert_int_equal(e.open.worked, 19);
	assert_true(e.fisher > 0.99);
	assert_true(e.blocked.low > 0.68 && e.blocked.low < 0.69);
	assert_int_equal(e.pairs, 1);
	assert_int_equal(e.differ, 0);
	assert_false(e.flows);
	experiment_release(&e);
	assert_int_equal(read_host(&e, &s, "other.*"), 0);
	assert_int_equal(e.n, 0);
	assert_int_equal(e.fault, EXPERIMENT_NO_BLOCK);
	experiment_release(&e);
	scene_close(&s);
}

/* One blocked period in the second hour, and what its log says. */
static enum experiment_fault fault_of(
	const char *hours, bool restarted, uint64_t tried)
{
	struct experiment_period p =
		period(EXPERIMENT_BLOCKED, 1, tried, tried);
	struct experiment e = { 0 };
	enum experiment_fault fault;
	struct scene s;

	scene_open(&s);
	import_hours(&s, hours);
	p.restarted = restarted;
	keep(&s, p);
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	fault = e.fault;
	assert_int_equal(
		e.blocked.tried, fault == EXPERIMENT_SOUND ? tried : 0);
	experiment_release(&e);
	scene_close(&s);
	return fault;
}

static void faults(void **state)
{
	(void)state;
	assert_int_equal(fault_of("ab", true, 3), EXPERIMENT_SOUND);
	assert_int_equal(fault_of("ab", true, 0), EXPERIMENT_NO_TRIES);
	assert_int_equal(fault_of("ab", false, 3), EXPERIMENT_NOT_RESTARTED);
	assert_int_equal(fault_of("a-", true, 3), EXPERIMENT_NOT_REFUSED);
	assert_int_equal(fault_of("aa", true, 3), EXPERIMENT_LET_THROUGH);
	for (int k = 0; k < EXPERIMENT_KINDS; k++)
		assert_int_equal(experiment_kind_of(experiment_kind_name(
					 (enum experiment_kind)k)),
			k);
	assert_int_equal(experiment_kind_of("open"), -1);
	assert_string_equal(
		experiment_fault_name(EXPERIMENT_LET_THROUGH), "let-through");
}

/* A log that does not say what became of a look-up bears no block. */
static void unclear(void **state)
{
	struct experiment e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	import_hours(&s, "ab");
	import_query(&s);
	keep(&s, period(EXPERIMENT_BLOCKED, 1, 3, 3));
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	assert_int_equal(e.v[0].by[OBSERVATION_UNKNOWN], 1);
	assert_int_equal(e.v[0].by[OBSERVATION_BLOCKED], 1);
	assert_int_equal(experiment_period_asked(&e.v[0]), 2);
	assert_int_equal(e.fault, EXPERIMENT_UNCLEAR);
	assert_int_equal(e.faults[EXPERIMENT_UNCLEAR], 1);
	assert_int_equal(e.blocked.tried, 0);
	experiment_release(&e);
	scene_close(&s);
}

/* What the complainant typed in does not prove his own statement. */
static void typed_is_no_log(void **state)
{
	struct experiment e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	import_hours(&s, "a-");
	type_lookup(&s, 1, OBSERVATION_BLOCKED);
	keep(&s, period(EXPERIMENT_BLOCKED, 1, 3, 3));
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	assert_int_equal(e.fault, EXPERIMENT_NOT_REFUSED);
	assert_int_equal(e.n_logs, 0);
	experiment_release(&e);
	scene_close(&s);
}

static void log_of_another_device(void **state)
{
	struct experiment_period p = period(EXPERIMENT_BLOCKED, 1, 3, 3);
	struct experiment e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	import_hours_of(&s, "ab", "her phone");
	p.device = "his phone";
	keep(&s, p);
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	assert_int_equal(e.fault, EXPERIMENT_NOT_REFUSED);
	assert_false(e.flows);
	experiment_release(&e);
	import_hours_of(&s, "-b", "his phone");
	assert_int_equal(read_host(&e, &s, "push.*"), 0);
	assert_int_equal(e.fault, EXPERIMENT_SOUND);
	assert_int_equal(e.asked, 1);
	assert_int_equal(e.refused, 1);
	assert_int_equal(e.n_logs, 1);
	assert_int_equal(e.logs[0], 3);
	experiment_release(&e);
	scene_close(&s);
}

static void chosen(void **state)
{
	struct experiment_order order = { .host = "push.*" };
	struct experiment_period p = period(EXPERIMENT_BASELINE, 2, 4, 0);
	struct experiment e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	import_hours(&s, "abab");
	keep(&s, period(EXPERIMENT_BASELINE, 0, 10, 9));
	keep(&s, period(EXPERIMENT_BLOCKED, 1, 10, 10));
	keep(&s, period(EXPERIMENT_BLOCKED, 3, 5, 4));
	order.to = START + 3 * HOUR;
	assert_int_equal(experiment_read(&e, s.store, &order), 0);
	assert_int_equal(e.n, 2);
	assert_int_equal(e.outside, 1);
	assert_int_equal(e.blocked.tried, 10);
	experiment_release(&e);
	order.from = START + 2 * HOUR;
	order.to = 0;
	assert_int_equal(experiment_read(&e, s.store, &order), 0);
	assert_int_equal(e.outside, 2);
	assert_int_equal(e.blocked.tried, 5);
	experiment_release(&e);
	order.from = 0;
	p.feature = "steps are counted";
	keep(&s, p);
	assert_int_equal(experiment_read(&e, s.store, &order), 0);
	assert_int_equal(e.n, 4);
	assert_int_equal(e.fault, EXPERIMENT_MIXED);
	assert_int_equal(e.blocked.tried + e.open.tried, 0);
	experiment_release(&e);
	order.feature = "a message shows on the watch";
	assert_int_equal(experiment_read(&e, s.store, &order), 0);
	assert_int_equal(e.n, 3);
	assert_int_equal(e.fault, EXPERIMENT_SOUND);
	experiment_release(&e);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statement),
		cmocka_unit_test(sound),
		cmocka_unit_test(faults),
		cmocka_unit_test(unclear),
		cmocka_unit_test(typed_is_no_log),
		cmocka_unit_test(log_of_another_device),
		cmocka_unit_test(chosen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
