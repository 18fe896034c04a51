/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include <sys/time.h>

#include "tests/evidence/pack.h"

#define LINE(time, app)                                                        \
	time " [main] INFO  n.f.g.e.NotificationListener - Processing "        \
	     "notification 1001, age: 12, source: " app ", flags: 24\n"

static int import_path(struct scene *s, const char *path,
	const struct importer_options *options)
{
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = {
		.path = path, .options = options, .about = &about
	};
	int rc;

	s->n = s->n_bad = 0;
	intake_result_release(&s->result);
	rc = intake_log(&s->result, s->store, &order);
	if (rc != 0)
		return rc;
	assert_int_equal(
		block_each(s->store, s->result.exhibit.id, scene_row, s), 0);
	assert_int_equal(
		block_each_bad(s->store, s->result.import.id, scene_bad, s), 0);
	return 0;
}

static const char log_text[] = LINE("23:59:58.118",
	"org.messenger") "23:59:59.000 [main] DEBUG n.f.g.Other - something\n"
			 "a stack trace\n" LINE("00:00:07.118", "org.messenger")
				 LINE("25:00:07.118", "org.messenger")
					 LINE("00:01:07.118", "");

static void named(void **state)
{
	struct importer_options options = { .zone = scene_paris() };
	struct importer_options none = { 0 };
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "gadgetbridge-2018-07-16.0.log", log_text,
		sizeof(log_text) - 1);
	assert_int_equal(import_path(&s, path, &none), ERR_INVALID);
	scene_says("--tz");
	assert_int_equal(import_path(&s, path, &options), 0);
	assert_string_equal(s.result.importer->name, "gadgetbridge");
	assert_int_equal(s.n, 2);
	assert_true(
		s.rows[0].o.ns == scene_at("2018-07-16T23:59:58.118+02:00"));
	assert_true(
		s.rows[1].o.ns == scene_at("2018-07-17T00:00:07.118+02:00"));
	assert_int_equal(s.rows[1].o.year, OBSERVATION_YEAR_RECORD);
	assert_int_equal(s.rows[1].o.kind, OBSERVATION_EVENT);
	assert_string_equal(s.rows[1].app, "org.messenger");
	assert_int_equal(s.n_bad, 2);
	assert_string_equal(s.bad[0].reason, "no time");
	assert_string_equal(s.bad[1].reason, "no name of an app");
	scene_close(&s);
}

/* Without a date in its name: from the file's own time. */
static void nameless(void **state)
{
	struct importer_options options = { .zone = scene_paris() };
	const struct timeval when[2] = { { 1531778500, 0 }, { 1531778500, 0 } };
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = scene_file(
		&s, "gadgetbridge.log", log_text, sizeof(log_text) - 1);
	assert_int_equal(utimes(path, when), 0);
	assert_int_equal(import_path(&s, path, &options), 0);
	assert_true(
		s.rows[1].o.ns == scene_at("2018-07-17T00:00:07.118+02:00"));
	assert_int_equal(s.rows[1].o.year, OBSERVATION_YEAR_MTIME);
	scene_close(&s);
}

static void zipped(void **state)
{
	static const struct pack_member zip[] = {
		{ "gadgetbridge-2018-07-16.0.log",
			LINE("09:00:00.000", "org.a") },
		{ "gadgetbridge-2018-07-17.0.log",
			LINE("09:00:00.000", "org.b") },
		{ NULL, NULL }
	};
	struct importer_options options = { .zone = scene_paris() };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(import_path(&s, pack_zip(&s, zip), &options), 0);
	assert_int_equal(s.n, 2);
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T09:00:00+02:00"));
	assert_true(s.rows[1].o.ns == scene_at("2018-07-17T09:00:00+02:00"));
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(named),
		cmocka_unit_test(nameless),
		cmocka_unit_test(zipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
