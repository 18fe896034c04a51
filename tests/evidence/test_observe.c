/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "archive/object.h"
#include "evidence/observe.h"

static struct observe_order order(void)
{
	return (struct observe_order){
		.ns = scene_at("2026-09-16T19:42:00+02:00"),
		.precision = OBSERVATION_PRECISION_MIN,
		.zone = "Europe/Paris",
		.offset_s = 7200,
		.host = "Push.Vendor.example.",
		.disposition = OBSERVATION_BLOCKED,
		.app = "Watch",
		.device = "my phone",
		.note = "a message came",
	};
}

static void kept(void **state)
{
	static const char statement[] =
		"{\"app\":\"Watch\",\"at\":\"2026-09-16T19:42:00+02:00\","
		"\"device\":\"my phone\",\"disposition\":\"blocked\","
		"\"host\":\"push.vendor.example\",\"note\":\"a message came\","
		"\"precision\":\"min\",\"schema\":\"constat.statement/1\","
		"\"zone\":\"Europe/Paris\"}\n";
	struct observe_order o = order();
	struct str text = { 0 };
	struct exhibit e = { 0 };
	int64_t picture = 7;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(observe_add(&e, &picture, s.store, &o), 0);
	assert_int_equal(picture, 0);
	assert_string_equal(e.kind, "statement");
	assert_string_equal(e.title, "push.vendor.example");
	assert_int_equal(object_get(s.store, &e.content, &text), 0);
	assert_string_equal(text.p, statement);
	assert_int_equal(block_each(s.store, e.id, scene_row, &s), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].app, "Watch");
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_PERSON);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MIN);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	str_release(&text);
	exhibit_release(&e);
	scene_close(&s);
}

static void screenshot(void **state)
{
	struct observe_order o = order();
	struct exhibit e = { 0 }, shot = { 0 };
	int64_t picture = 0;
	struct scene s;

	(void)state;
	scene_open(&s);
	o.screenshot = scene_file(&s, "screen.png", "\x89PNG\r\n\x1A\n", 8);
	o.disposition = OBSERVATION_UNKNOWN;
	o.mark = OBSERVATION_MARK_REPEAT;
	assert_int_equal(observe_add(&e, &picture, s.store, &o), 0);
	assert_true(picture > 0);
	assert_int_equal(exhibit_get(&shot, s.store, picture), 0);
	assert_string_equal(shot.kind, "screenshot");
	assert_string_equal(shot.media_type, "image/png");
	assert_int_equal(block_each(s.store, e.id, scene_row, &s), 0);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_NONE);
	assert_int_equal(s.rows[0].o.mark, OBSERVATION_MARK_REPEAT);
	exhibit_release(&shot);
	exhibit_release(&e);
	scene_close(&s);
}

static int count(const struct exhibit *e, void *ctx)
{
	(void)e;
	++*(size_t *)ctx;
	return 0;
}

static void refused(void **state)
{
	static const char *const wrong[] = { "", "two words", "nas",
		"https://vendor.example/", "*.vendor.example" };
	struct observe_order o = order();
	struct exhibit e = { 0 };
	int64_t picture = 0;
	size_t n = 0;
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		o.host = wrong[i];
		assert_int_equal(
			observe_add(&e, &picture, s.store, &o), ERR_INVALID);
		scene_says("is not a host name");
	}
	/* A picture that is not there: nothing is kept at all. */
	o = order();
	o.screenshot = "/nowhere/screen.png";
	assert_int_equal(observe_add(&e, &picture, s.store, &o), ERR_NOTFOUND);
	assert_int_equal(exhibit_each(s.store, count, &n), 0);
	assert_int_equal(n, 0);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kept),
		cmocka_unit_test(screenshot),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
