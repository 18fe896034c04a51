/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/instant.h"
#include "evidence/correlate.h"
#include "evidence/observe.h"

#define S INSTANT_SECOND
#define START INT64_C(1536048000000000000)

/* An event that the person typed in, so many seconds after the start. */
static void type_event(struct scene *s, int64_t after_s,
	enum observation_precision precision, const char *device)
{
	struct observe_order o = { .ns = START + after_s * S,
		.precision = precision,
		.zone = "UTC",
		.event = "a test message was sent",
		.app = "org.messages",
		.device = device };
	struct exhibit e = { 0 };
	int64_t picture;

	assert_int_equal(observe_add(&e, &picture, s->store, &o), 0);
	exhibit_release(&e);
}

/* A log of a look-up of push.example every step seconds, some of them blocked,
 * with another host at both ends. */
static void put_log(struct str *log, int64_t first, int64_t step, int n)
{
	int64_t base = START / 1000000;

	str_puts(log, "timestamp,type,host\n");
	str_printf(log, "%lld,a,other.example\n", (long long)base - 3600000);
	for (int i = 0; i < n; i++)
		str_printf(log, "%lld,%c,push.example\n",
			(long long)(base + (first + i * step) * 1000 + 400),
			i % 4 == 0 ? 'b' : 'a');
	str_printf(log, "%lld,a,other.example\n",
		(long long)base + (first + n * step + 3600) * 1000);
}

static void import_log(struct scene *s, const char *text, const char *device)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log", .device = device };
	struct intake_order order = { .path = scene_file(
					      s, "log.csv", text, strlen(text)),
		.options = &none,
		.about = &about };
	struct intake_result r = { 0 };

	assert_int_equal(intake_log(&r, s->store, &order), 0);
	intake_result_release(&r);
}

/* An exhibit with n events, step seconds apart. */
static int64_t import_events(
	struct scene *s, int n, int64_t step, const char *device)
{
	const struct intake_about about = { .kind = "log", .device = device };
	struct block_import import = {
		.importer = "observe", .importer_version = 1, .options = "{}"
	};
	struct observation o = { .kind = OBSERVATION_EVENT,
		.precision = OBSERVATION_PRECISION_MS,
		.zone = OBSERVATION_ZONE_EPOCH,
		.count = 1,
		.host = "",
		.type = "",
		.client = "",
		.app = "",
		.answer = "",
		.rule = "" };
	struct block_writer *w = NULL;
	struct exhibit e = { 0 };

	assert_int_equal(intake_file(&e, &(bool){ false }, s->store,
				 scene_file(s, "events.txt", "e\n", 2), &about),
		0);
	import.exhibit = e.id;
	assert_int_equal(store_begin(s->store), 0);
	assert_int_equal(block_writer_open(&w, s->store, &import), 0);
	for (int i = 0; i < n; i++) {
		o.ns = START + i * step * S;
		o.line = (uint64_t)i + 1;
		assert_int_equal(block_writer_add(w, &o), 0);
	}
	assert_int_equal(block_writer_close(w, 0), 0);
	assert_int_equal(store_end(s->store, 0), 0);
	exhibit_release(&e);
	return import.exhibit;
}

static struct correlate_order order_of(const char *host)
{
	return (struct correlate_order){
		.host = host, .window = 10 * S, .seed = 1
	};
}

static void every_event_answered(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct correlate c = { 0 };
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	put_log(&log, 2, 600, 12);
	import_log(&s, log.p, NULL);
	for (int i = 0; i < 12; i++)
		type_event(&s, i * 600, OBSERVATION_PRECISION_S, NULL);
	type_event(&s, 4, OBSERVATION_PRECISION_S, NULL); /* right behind */
	type_event(&s, -90000, OBSERVATION_PRECISION_S, NULL); /* no log */
	order.has_idle = true;
	order.idle_from = START - 3600 * S;
	order.idle_to = START - S;
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_BORNE);
	assert_int_equal(c.n, 12);
	assert_int_equal(c.merged, 1);
	assert_int_equal(c.left_out, 1);
	assert_int_equal(c.contacts, 12);
	assert_int_equal(c.clients, 0);
	assert_int_equal(c.jitter.answered, 12);
	assert_true(c.jitter.p < 0.001);
	assert_true(c.jitter.expected < 1);
	assert_false(c.has_days);
	assert_int_equal(c.by[OBSERVATION_BLOCKED], 3);
	assert_int_equal(c.by[OBSERVATION_ALLOWED], 9);
	assert_true(c.latency[1] == 2400000000);
	assert_true(c.low > 0.7 && c.high == 1);
	assert_true(c.shift == 0 && c.at_shift == 12);
	assert_true(c.idle_ns == 3599 * S && c.idle == 0);
	assert_true(c.idle_low == 0 && c.idle_high > 3.6 && c.idle_high < 3.7);
	assert_true(c.v[0].answered && c.v[0].contact_line == 3);
	correlate_release(&c);
	str_release(&log);
	scene_close(&s);
}

/* Contacts by the clock have nothing to do with the events. */
static void by_the_clock(void **state)
{
	struct correlate_order order = order_of("push.example");
	struct correlate c = { 0 };
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	put_log(&log, 7, 60, 120);
	import_log(&s, log.p, NULL);
	for (int i = 0; i < 20; i++)
		type_event(&s, i * 347, OBSERVATION_PRECISION_S, NULL);
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_BORNE);
	assert_true(c.jitter.p > 0.05);
	assert_true(c.jitter.expected > 2 && c.jitter.expected < 5);
	correlate_release(&c);
	str_release(&log);
	scene_close(&s);
}

static enum correlate_refusal refusal_of(
	struct scene *s, const struct correlate_order *order)
{
	struct correlate c = { 0 };
	enum correlate_refusal r;

	assert_int_equal(correlate_make(&c, s->store, order), 0);
	r = c.refusal;
	assert_true(r == CORRELATE_BORNE || correlate_refusal_name(r) != NULL);
	correlate_release(&c);
	return r;
}

static void refusals(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NO_EVENTS);
	for (int i = 0; i < 7; i++)
		type_event(&s, i * 600, OBSERVATION_PRECISION_S, "phone");
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NO_LOG);
	put_log(&log, 2, 600, 12);
	import_log(&s, log.p, "phone");
	assert_int_equal(refusal_of(&s, &order), CORRELATE_FEW_EVENTS);
	type_event(&s, 4200, OBSERVATION_PRECISION_S, "phone");
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	order.host = "nowhere.example";
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NO_LOG);
	order.host = "push.*";
	order.window = S / 2;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_COARSE_EVENTS);
	order.window = 10 * S;
	type_event(&s, 4800, OBSERVATION_PRECISION_MIN, "phone");
	assert_int_equal(refusal_of(&s, &order), CORRELATE_COARSE_EVENTS);
	order.to = START + 4700 * S;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	order.app = "org.other";
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NO_EVENTS);
	order.app = "ORG.*";
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	order.window = 4 * S;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	order.window = 3 * S; /* a second is more than its quarter */
	assert_int_equal(refusal_of(&s, &order), CORRELATE_COARSE_EVENTS);
	order.window = 10 * S;
	order.client = "192.*";
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NOTHING_FITS);
	order.client = NULL;
	order.log = 1; /* a statement */
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NOTHING_FITS);
	order.log = 0;
	order.to = 0;
	order.window = 60 * S; /* one of them is written to the minute */
	assert_int_equal(refusal_of(&s, &order), CORRELATE_COARSE_EVENTS);
	order.window = 240 * S;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	order.events = 999;
	assert_int_equal(
		correlate_make(&(struct correlate){ 0 }, s.store, &order),
		ERR_NOTFOUND);
	str_release(&log);
	scene_close(&s);
}

/* Events of another exhibit are not typed ones, whichever log is chosen. */
static void only_typed(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct correlate c = { 0 };
	struct str log = { 0 };
	struct scene s;
	int64_t events;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	put_log(&log, 2, 600, 12);
	import_log(&s, log.p, NULL);
	events = import_events(&s, 12, 600, NULL);
	order.log = 1;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_NO_EVENTS);
	order.events = events;
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_BORNE);
	assert_int_equal(c.n, 12);
	correlate_release(&c);
	str_release(&log);
	scene_close(&s);
}

/* The second log is of another device, and its clock was not compared. */
static void second_device(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct correlate c = { 0 };
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	put_log(&log, 2, 600, 12);
	import_log(&s, log.p, "phone");
	str_puts(&log, "\n");
	import_log(&s, log.p, "tablet");
	order.events = import_events(&s, 12, 600, "phone");
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_OTHER_CLOCK);
	assert_string_equal(c.log_device, "tablet");
	correlate_release(&c);
	order.log = 1;
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BORNE);
	str_release(&log);
	scene_close(&s);
}

/* A log written in batches bears no window of seconds. */
static void batched(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	str_puts(&log, "timestamp,type,host\n");
	for (int batch = 0; batch < 3; batch++)
		for (int i = 0; i < 20; i++)
			str_printf(&log, "%lld,a,push.example\n",
				(long long)(START / 1000000 + batch * 3600000 +
					    i / 10));
	import_log(&s, log.p, NULL);
	for (int i = 0; i < 10; i++)
		type_event(&s, i * 600, OBSERVATION_PRECISION_S, NULL);
	assert_int_equal(refusal_of(&s, &order), CORRELATE_BATCHED);
	str_release(&log);
	scene_close(&s);
}

/* Clocks of two devices: said by the person, or nothing is. */
static void two_clocks(void **state)
{
	struct correlate_order order = order_of("push.*");
	struct correlate c = { 0 };
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_init(&log, 0);
	put_log(&log, 40, 613, 20);
	import_log(&s, log.p, "router");
	order.events = import_events(&s, 20, 613, "phone");
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_OTHER_CLOCK);
	assert_string_equal(c.event_device, "phone");
	assert_string_equal(c.log_device, "router");
	assert_int_equal(c.at_shift, 20);
	assert_in_range(c.shift / S, 30, 40);
	correlate_release(&c);
	order.has_offset = true;
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.refusal, CORRELATE_BORNE);
	assert_int_equal(c.jitter.answered, 0);
	assert_true(c.jitter.p > 0.9);
	correlate_release(&c);
	order.offset = 38 * S;
	assert_int_equal(correlate_make(&c, s.store, &order), 0);
	assert_int_equal(c.jitter.answered, 20);
	assert_true(c.latency[1] == 2400000000);
	assert_true(c.v[0].delay_ns ==
		    c.v[0].contact_ns - c.v[0].event_ns - 38 * S);
	correlate_release(&c);
	str_release(&log);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_event_answered),
		cmocka_unit_test(by_the_clock),
		cmocka_unit_test(refusals),
		cmocka_unit_test(only_typed),
		cmocka_unit_test(second_device),
		cmocka_unit_test(batched),
		cmocka_unit_test(two_clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
