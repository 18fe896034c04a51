/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/wallclock.h"

static struct civil at(int year, int month, int day, int hour)
{
	return (struct civil){ .year = year,
		.month = month,
		.day = day,
		.hour = hour,
		.minute = 30 };
}

/* The first pass over some times, then the instant of the last. */
static const char *last_of(struct observation *o, struct civil *v, size_t n,
	const struct importer_options *options, const struct civil *anchor)
{
	struct importer_job look = { .path = "log",
		.options = options,
		.file = { .changed_ns = scene_at("2026-01-03T12:00:00Z") } };
	struct wallclock m = { 0 };
	const char *why = NULL;

	for (size_t i = 0; i < n; i++)
		wallclock_see(&m, &v[i]);
	if (anchor != NULL)
		wallclock_anchor(&m, anchor);
	assert_int_equal(wallclock_settle(&m, &look), 0);
	for (size_t i = 0; i < n && why == NULL; i++)
		why = wallclock_resolve(&m, o, &v[i]);
	return why;
}

static void years(void **state)
{
	const struct importer_options options = { .zone = scene_paris() };
	const struct importer_options given = { .zone = scene_paris(),
		.year = 2019 };
	const struct civil anchor = at(2018, 1, 5, 0);
	struct observation o = { 0 };
	struct civil v[3] = { at(0, 12, 30, 9), at(0, 1, 2, 9),
		at(0, 1, 2, 10) };
	struct civil again[3], third[3], full = at(2020, 2, 29, 1);

	(void)state;
	memcpy(again, v, sizeof(v));
	memcpy(third, v, sizeof(v));
	assert_null(last_of(&o, v, 3, &options, NULL));
	assert_true(o.ns == scene_at("2026-01-02T10:30:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_MTIME);
	assert_int_equal(o.zone, OBSERVATION_ZONE_GIVEN);
	assert_null(last_of(&o, again, 3, &given, NULL));
	assert_true(o.ns == scene_at("2020-01-02T10:30:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_GIVEN);
	assert_null(last_of(&o, third, 3, &options, &anchor));
	assert_true(o.ns == scene_at("2018-01-02T10:30:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_RECORD);
	o = (struct observation){ 0 };
	assert_null(last_of(&o, &full, 1, &options, NULL));
	assert_true(o.ns == scene_at("2020-02-29T01:30:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_RECORD);
}

/* Clocks that skip an hour or repeat one, days that are none, no zone. */
static void clocks(void **state)
{
	const struct importer_options options = { .zone = scene_paris() };
	const struct importer_options none = { 0 };
	struct civil gap = at(2026, 3, 29, 2), repeat = at(2026, 10, 25, 2);
	struct civil no_day = at(2025, 2, 29, 2);
	struct importer_job look = { .path = "a.log", .options = &none };
	struct observation o = { 0 };
	struct wallclock m = { 0 };

	(void)state;
	assert_null(last_of(&o, &gap, 1, &options, NULL));
	assert_int_equal(o.mark, OBSERVATION_MARK_GAP);
	assert_null(last_of(&o, &repeat, 1, &options, NULL));
	assert_int_equal(o.mark, OBSERVATION_MARK_REPEAT);
	assert_string_equal(
		last_of(&o, &no_day, 1, &options, NULL), "no such date");
	assert_int_equal(wallclock_settle(&m, &look), 0);
	wallclock_see(&m, &gap);
	assert_int_equal(wallclock_settle(&m, &look), ERR_INVALID);
	scene_says("'a.log' have no zone");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
