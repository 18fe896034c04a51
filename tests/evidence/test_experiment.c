/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "archive/object.h"
#include "base/instant.h"
#include "evidence/experiment.h"

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

/* A look-up in the middle of each hour of the text: a, b, or none. */
static void import_hours(struct scene *s, const char *hours)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
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
	assert_int_equal(experiment_read(&e, s.store, "push.*"), 0);
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
	assert_int_equal(experiment_read(&e, s.store, "other.*"), 0);
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
	assert_int_equal(experiment_read(&e, s.store, "push.*"), 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statement),
		cmocka_unit_test(sound),
		cmocka_unit_test(faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
