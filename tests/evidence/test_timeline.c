/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include <fcntl.h>

#include "evidence/timeline.h"

static bool line_moment(struct moment *out, const struct line *line)
{
	struct cursor c = { line->text, line->text + line->len };

	return moment_read(out, &c);
}

/* Opens a timeline over a file that was changed on 2 January 2026. */
static int open_log(struct scene *s, struct timeline *t,
	struct importer_job *job, const char *text)
{
	const struct timespec times[2] = { { 1767345000, 0 },
		{ 1767345000, 0 } };

	job->path = scene_file(s, "log", text, strlen(text));
	job->seen = false;
	assert_int_equal(utimensat(AT_FDCWD, job->path, times, 0), 0);
	return timeline_open(t, job, line_moment);
}

static int64_t set(struct timeline *t, struct observation *o, const char *text)
{
	struct cursor c = { text, text + strlen(text) };
	const char *why = NULL;
	struct moment m;

	*o = (struct observation){ 0 };
	assert_true(moment_read(&m, &c));
	assert_int_equal(timeline_set(t, o, &why, &m), 0);
	return why == NULL ? o->ns : -1;
}

static void years(void **state)
{
	static const char log[] =
		"Dec 31 23:00:00\nnonsense\nJan  1 01:00:00\n";
	const struct civil day = { .year = 2018, .month = 1, .day = 5 };
	struct importer_options options = { .zone = scene_paris() };
	struct importer_job job = { .options = &options };
	struct observation o;
	struct timeline t;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(open_log(&s, &t, &job, log), 0);
	assert_int_equal(set(&t, &o, "Dec 31 23:00:00"),
		scene_at("2025-12-31T23:00:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_MTIME);
	assert_int_equal(o.zone, OBSERVATION_ZONE_GIVEN);
	assert_int_equal(set(&t, &o, "Jan  1 01:00:00"),
		scene_at("2026-01-01T01:00:00+01:00"));
	assert_true(job.seen);
	options.year = 2020;
	assert_int_equal(open_log(&s, &t, &job, log), 0);
	assert_int_equal(set(&t, &o, "Dec 31 23:00:00"),
		scene_at("2020-12-31T23:00:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_GIVEN);
	/* The day that the log itself names stands for the file's time. */
	options.year = 0;
	assert_int_equal(timeline_open_on(&t, &job, line_moment, &day), 0);
	assert_int_equal(set(&t, &o, "Dec 31 23:00:00"),
		scene_at("2017-12-31T23:00:00+01:00"));
	assert_int_equal(o.year, OBSERVATION_YEAR_RECORD);
	scene_close(&s);
}

static void zones(void **state)
{
	static const char local[] = "2026-07-16 09:22:40";
	struct importer_options options = { 0 };
	struct importer_job job = { .path = "x.log", .options = &options };
	struct observation o = { 0 };
	struct cursor c = { local, local + strlen(local) };
	struct timeline t;
	struct moment m;
	const char *why;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		open_log(&s, &t, &job, "Dec 31 23:00:00\n"), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(
		open_log(&s, &t, &job, "2026-07-16T09:22:40Z\n[1784186560] x"),
		0);
	assert_int_equal(set(&t, &o, "2026-07-16T09:22:40Z"),
		scene_at("2026-07-16T09:22:40Z"));
	assert_int_equal(o.zone, OBSERVATION_ZONE_UTC);
	/* Without a pass before, the zone is missed when it is needed. */
	assert_int_equal(timeline_open(&t, &job, NULL), 0);
	assert_true(moment_read(&m, &c));
	assert_int_equal(timeline_set(&t, &o, &why, &m), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	scene_close(&s);
}

/* A record's offset counts, and not what the person says. */
static void offsets(void **state)
{
	struct importer_options options = { 0 };
	struct importer_job job = { .options = &options };
	struct observation o;
	struct timeline t;
	struct scene s;

	(void)state;
	scene_open(&s);
	for (int i = 0; i < 2; i++) {
		options.zone = i == 0 ? NULL : scene_paris();
		assert_int_equal(open_log(&s, &t, &job,
					 "12-31 23:30:00.000 +0000\n"
					 "01-01 00:30:00.000 +0000\n"),
			0);
		assert_int_equal(set(&t, &o, "12-31 23:30:00.000 +0000"),
			scene_at("2025-12-31T23:30:00Z"));
		assert_int_equal(o.zone, OBSERVATION_ZONE_OFFSET);
		assert_int_equal(o.year, OBSERVATION_YEAR_MTIME);
		assert_int_equal(set(&t, &o, "01-01 00:30:00.000 -0130"),
			scene_at("2026-01-01T02:00:00Z"));
	}
	scene_close(&s);
}

static void clock_changes(void **state)
{
	const struct importer_options options = { .zone = scene_paris() };
	struct importer_job job = { .options = &options };
	struct observation o;
	struct timeline t;

	(void)state;
	assert_int_equal(timeline_open(&t, &job, NULL), 0);
	set(&t, &o, "2026-03-29 02:30:00");
	assert_int_equal(o.mark, OBSERVATION_MARK_GAP);
	set(&t, &o, "2026-10-25 02:30:00");
	assert_int_equal(o.mark, OBSERVATION_MARK_REPEAT);
	assert_int_equal(set(&t, &o, "31-Feb-2026 02:30:00"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years),
		cmocka_unit_test(zones),
		cmocka_unit_test(offsets),
		cmocka_unit_test(clock_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
