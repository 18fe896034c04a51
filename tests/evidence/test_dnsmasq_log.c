/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include <fcntl.h>

#include "evidence/dnsmasq_line.h"

#define P "dnsmasq[633]: "

static const struct importer_options *paris(int year)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris(),
		.year = year };
	return &options;
}

static void rows(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"Jul 16 09:22:40 " P "started, version 2.90\n"
			"Jul 16 09:22:40 " P
			"query[A] push.vendor.example from 192.0.2.7\n"
			"Jul 16 09:22:40 " P
			"gravity blocked push.vendor.example is 0.0.0.0\n"
			"Jul 16 09:22:41 box kernel: unrelated\n"
			"nonsense\n"
			"Jul 16 09:22:42 " P
			"query[A] www.other.example from 192.0.2.8\n",
			paris(2026)),
		0);
	assert_string_equal(s.result.importer->name, "pihole-log");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].rule, "gravity blocked");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T09:22:40+02:00"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_GIVEN);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[0].o.line, 2);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(
		s.rows[1].o.disposition_source, OBSERVATION_SOURCE_NONE);
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 5);
	assert_string_equal(s.bad[0].reason, "no time at the start");
	scene_close(&s);
}

/* Verdicts whose queries are cut off are rows of their own. */
static void orphans(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "Jul 16 09:00:00 " P
				 "exactly blacklisted x.example is 0.0.0.0\n"
				 "Jul 16 09:00:00 " P
				 "regex blacklisted x.example is 0.0.0.0\n"
				 "Jul 16 09:00:00 " P
				 "reply y.example is 198.51.100.3\n",
				 paris(2020)),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].rule, "exactly blacklisted");
	assert_string_equal(s.rows[1].rule, "regex blacklisted");
	assert_string_equal(s.rows[1].client, "");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	scene_close(&s);
}

static void needs_a_zone(void **state)
{
	static const char *const logs[] = {
		"Jul 16 09:00:00 " P "query[A] x.example from 192.0.2.7\n",
		"Tue Jul 16 09:00:00 2026 daemon.info " P
		"query[A] x.example from 192.0.2.7\n",
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
			scene_import(&s, NULL, logs[i], NULL), ERR_INVALID);
		scene_says("--tz Europe/Paris");
	}
	assert_int_equal(scene_import(&s, NULL, logs[1], paris(0)), 0);
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_RECORD);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:00:00Z"));
	/* An offset in the log needs none. */
	assert_int_equal(scene_import(&s, NULL,
				 "2026-07-16T09:22:40.123456+02:00 box " P
				 "query[A] x.example from 192.0.2.7\n",
				 NULL),
		0);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	scene_close(&s);
}

/* The year is walked back from the file's time. */
static void years(void **state)
{
	static const char log[] =
		"Nov 30 23:00:00 " P "query[A] a.example from 192.0.2.7\n"
		"Dec 31 23:59:59 " P "query[A] b.example from 192.0.2.7\n"
		"Jan  1 00:00:01 " P "query[A] c.example from 192.0.2.7\n"
		"Dec 31 23:59:59 " P "query[A] late.example from 192.0.2.7\n"
		"Jan  2 00:00:01 " P "query[A] d.example from 192.0.2.7\n";
	const struct intake_about about = { .kind = "log" };
	const struct timespec times[2] = { { .tv_sec = 1767600000 },
		{ .tv_sec = 1767600000 } }; /* 2026-01-05 */
	struct intake_order order = { .options = paris(0), .about = &about };
	struct scene s;

	(void)state;
	scene_open(&s);
	order.path = scene_file(&s, "pihole.log", log, strlen(log));
	assert_int_equal(utimensat(AT_FDCWD, order.path, times, 0), 0);
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(
		block_each(s.store, s.result.exhibit.id, scene_row, &s), 0);
	assert_int_equal(s.n, 5);
	assert_int_equal(s.rows[0].o.ns, scene_at("2025-11-30T23:00:00+01:00"));
	assert_int_equal(s.rows[1].o.ns, scene_at("2025-12-31T23:59:59+01:00"));
	assert_int_equal(s.rows[2].o.ns, scene_at("2026-01-01T00:00:01+01:00"));
	assert_int_equal(s.rows[3].o.ns, scene_at("2025-12-31T23:59:59+01:00"));
	assert_int_equal(s.rows[4].o.ns, scene_at("2026-01-02T00:00:01+01:00"));
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_MTIME);
	scene_close(&s);
}

/* Lines that begin alike and are of two days: the last is behind the file's
 * time, so that the year is the one before. */
static void days_behind_a_weekday(void **state)
{
	static const char log[] =
		"Tue Jan  7 09:00:00 " P "query[A] a.example from 192.0.2.7\n"
		"Tue Jan 21 09:00:00 " P "query[A] b.example from 192.0.2.7\n";
	const struct intake_about about = { .kind = "log" };
	const struct timespec times[2] = { { .tv_sec = 1768003200 },
		{ .tv_sec = 1768003200 } }; /* 2026-01-10 */
	struct intake_order order = { .options = paris(0), .about = &about };
	struct scene s;

	(void)state;
	scene_open(&s);
	order.path = scene_file(&s, "pihole.log", log, strlen(log));
	assert_int_equal(utimensat(AT_FDCWD, order.path, times, 0), 0);
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(
		block_each(s.store, s.result.exhibit.id, scene_row, &s), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.ns, scene_at("2025-01-07T09:00:00+01:00"));
	assert_int_equal(s.rows[1].o.ns, scene_at("2025-01-21T09:00:00+01:00"));
	scene_close(&s);
}

static void clock_changes(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "Mar 29 02:30:00 " P
				 "query[A] a.example from 192.0.2.7\n"
				 "Oct 25 02:30:00 " P
				 "query[A] b.example from 192.0.2.7\n"
				 "Feb 30 02:30:00 " P
				 "query[A] c.example from 192.0.2.7\n",
				 paris(2026)),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.mark, OBSERVATION_MARK_GAP);
	assert_int_equal(s.rows[1].o.mark, OBSERVATION_MARK_REPEAT);
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "no such date");
	scene_close(&s);
}

/* A verdict six seconds or 201 lines behind its query is not its own. */
static void out_of_reach(void **state)
{
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&log,
		"Jul 16 09:00:00 " P "query[A] x.example from 192.0.2.7\n"
		"Jul 16 09:00:06 " P "cached x.example is 198.51.100.3\n"
		"Jul 16 10:00:00 " P "query[A] y.example from 192.0.2.7\n");
	for (int i = 0; i < 200; i++)
		str_puts(&log, "Jul 16 10:00:00 " P "cleared cache\n");
	str_puts(&log, "Jul 16 10:00:00 " P "cached y.example is ::1234\n");
	assert_int_equal(scene_import(&s, NULL, log.p, paris(2026)), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	str_release(&log);
	scene_close(&s);
}

/* NUL bytes of a power cut spoil their line, and no other. */
static void power_cut(void **state)
{
	static const char log[] =
		"Jul 16 09:00:00 " P "query[A] x.example from 192.0.2.7\n"
		"Jul 16 09:0\0\0\0\0\0\0\0\0\0\0Jul 16 09:10:00 " P
		"query[A] lost.example from 192.0.2.7\n"
		"Jul 16 09:11:00 " P "query[A] y.example from 192.0.2.7\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, NULL, log, sizeof(log) - 1, paris(2026)),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "NUL bytes");
	assert_string_equal(s.rows[1].host, "y.example");
	scene_close(&s);
}

static void line_hosts(void **state)
{
	static const char text[] =
		"Jul 16 09:00:00 " P "gravity blocked x.example is 0.0.0.0";
	const struct importer *dnsmasq = importer_find("dnsmasq");
	char host[HOST_MAX + 1];

	(void)state;
	assert_true(dnsmasq->line_host(
		host, &(struct line){ .text = text, .len = strlen(text) }));
	assert_string_equal(host, "x.example");
	assert_false(dnsmasq->line_host(
		host, &(struct line){ .text = text, .len = 20 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows),
		cmocka_unit_test(orphans),
		cmocka_unit_test(needs_a_zone),
		cmocka_unit_test(years),
		cmocka_unit_test(days_behind_a_weekday),
		cmocka_unit_test(clock_changes),
		cmocka_unit_test(out_of_reach),
		cmocka_unit_test(power_cut),
		cmocka_unit_test(line_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
