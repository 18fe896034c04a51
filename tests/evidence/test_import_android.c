/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "tests/evidence/pack.h"

#define NOTE "Notification(channel=m pri=1 tickerText=hello, you vis=PRIVATE)"
#define EVENT(time, app, status)                                               \
	time "  1144  1144 I notification_enqueue: [10088,8123," app           \
	     ",7,NULL,0," NOTE "," status "]\n"

static struct importer_options paris(int year)
{
	return (struct importer_options){ .zone = scene_paris(), .year = year };
}

static void events(void **state)
{
	static const char log[] = "--------- beginning of events\n" EVENT(
		"07-16 09:03:11.113", "org.messenger",
		"0") "07-16 "
		     "09:03:11.140  "
		     "1144  1144 I "
		     "notification_"
		     "alert: [0|a|"
		     "1,1,0]\n" EVENT(
			     "07-16 09:07:42.113", "org.messenger", "1")
			     EVENT("07-16 09:08:42.113", "com.other_app", "2");
	struct importer_options options = paris(2018);
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), ERR_INVALID);
	scene_says("--tz");
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_string_equal(s.result.importer->name, "android");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.n_bad, 0);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_EVENT);
	assert_true(
		s.rows[0].o.ns == scene_at("2018-07-16T09:03:11.113+02:00"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_GIVEN);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_string_equal(s.rows[0].host, "");
	assert_string_equal(s.rows[0].app, "org.messenger");
	assert_string_equal(s.rows[0].type, "posted");
	assert_string_equal(s.rows[1].type, "updated");
	assert_string_equal(s.rows[2].type, "ignored");
	assert_int_equal(s.rows[2].o.line, 5);
	assert_int_equal(s.result.kinds[OBSERVATION_EVENT], 3);
	scene_close(&s);
}

/* Newer systems end in the outcome and whether the app gave it. */
static void newer_events(void **state)
{
	static const char log[] = EVENT("07-16 09:03:11.113", "org.messenger",
		"0,1") EVENT("07-16 09:07:42.113", "org.messenger", "1,0")
		EVENT("07-16 09:08:42.113", "org.a.b", "2,1")
			EVENT("07-16 09:09:42.113", "org.a.b", "0,1,1")
				EVENT("07-16 09:09:42.113", "org.a.b", "0,x")
					EVENT("07-16 "
					      "09:09:42.113",
						"org.a.b", "7,1");
	struct importer_options options = paris(2018);
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.rows[0].type, "posted");
	assert_string_equal(s.rows[1].type, "updated");
	assert_string_equal(s.rows[2].type, "ignored");
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(
		s.bad[0].reason, "no outcome (0 posted, 1 updated, 2 ignored)");
	scene_close(&s);
}

static void bad_events(void **state)
{
	static const char log[] = EVENT("07-16 09:03:11.113", "org.a.b",
		"0") EVENT("07-16 09:03:11.113", "no app",
		"0") EVENT("07-16 09:03:11.113", "org.a.b",
		"7") EVENT("16 July", "org.a.b",
		"0") "07-16 09:03:12.113  1  1 I notification_enqueue: [1,2\n"
		     "07-16 09:03:12.113  1  1 I notification_enqueue: cut\n"
		     "02-30 09:03:12.113  1  1 I notification_enqueue: "
		     "[1,2,org.a.b,7,NULL,0,N(),0]\n";
	static const char *const reasons[] = { "no name of an app",
		"no outcome (0 posted, 1 updated, 2 ignored)",
		"no time that logcat writes", "no list of values",
		"no list of values", "no such date" };
	struct importer_options options = paris(2018);
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(s.bad[i].reason, reasons[i]);
	scene_close(&s);
}

#define RECORD(app, ms)                                                        \
	"    NotificationRecord(0x0a1b: pkg=" app                              \
	" user=UserHandle{0} id=7: Notification(x))\n"                         \
	"      android.title=String [length=5]\n"                              \
	"      mCreationTimeMs=" ms "\n"                                       \
	"      mUpdateTimeMs=1531727067999\n"

static void dumped(void **state)
{
	static const char dump[] =
		"Current Notification Manager state:\n" RECORD(
			"org.a.b", "1531727067000") RECORD("org.c.d",
			"soon") RECORD("bad name",
			"1531727067000") "    NotificationRecord(0x0a1b: "
					 "pkg=org.e.f user=0)\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, dump, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T07:44:27Z"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_string_equal(s.rows[0].app, "org.a.b");
	assert_int_equal(s.n_bad, 3);
	scene_close(&s);
}

/* A bug report names its day, and its events tell more than its dump. */
static void bug_report(void **state)
{
	static const struct pack_member zip[] = { { "FS/data/anr.txt",
							  "nothing\n" },
		{ "bugreport-phone-2018-01-02-10-00-00.txt",
			"========\n== dumpstate: 2018-01-02 "
			"10:00:00\n========\n"
			"------ EVENT LOG (logcat -b events) ------\n" EVENT(
				"12-31 23:59:58.000", "org.a.b",
				"0") EVENT("01-02 09:00:00.000", "org.a.b",
				"0") "------ DUMPSYS ------\n" RECORD("org.a.b",
				"1514883600000") },
		{ NULL, NULL } };
	struct importer_options options = paris(0);
	const struct intake_about about = { .kind = "log" };
	struct scene s;
	struct intake_order order = { .options = &options, .about = &about };

	(void)state;
	scene_open(&s);
	order.path = pack_zip(&s, zip);
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(
		block_each(s.store, s.result.exhibit.id, scene_row, &s), 0);
	assert_int_equal(s.n, 2);
	assert_true(s.rows[0].o.ns == scene_at("2017-12-31T23:59:58+01:00"));
	assert_true(s.rows[1].o.ns == scene_at("2018-01-02T09:00:00+01:00"));
	assert_int_equal(s.rows[1].o.year, OBSERVATION_YEAR_RECORD);
	scene_close(&s);
}

/* end time; pool of two; notifications by number, by name, cut. */
static const char history[] =
	"\x08\xA8\xC6\xE2\x90\xCA\x2C"
	"\x12\x14\x08\x02\x12\x07org.a.b\x12\x07org.c.d"
	"\x18\x01"
	"\x2A\x0C\x10\x01\x48\x98\xDF\x99\x8F\xCA\x2C\x52\x01X"
	"\x22\x12\x0A\x07org.e.f\x48\x98\xDF\x99\x8F\xCA\x2C\x5A\x00"
	"\x2A\x04\x10\x09\x48\x05"
	"\x2A\x03\x10\x01\x48"
	"\x2A\x7F";

static void from_history(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import_bytes(
				 &s, NULL, history, sizeof(history) - 1, NULL),
		0);
	assert_string_equal(s.result.importer->name, "android");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].app, "org.a.b");
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T07:03:11Z"));
	assert_string_equal(s.rows[1].app, "org.e.f");
	assert_int_equal(s.rows[0].o.position, 31);
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(
		s.bad[2].reason, "the file is cut or damaged from here on");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(events),
		cmocka_unit_test(newer_events),
		cmocka_unit_test(bad_events),
		cmocka_unit_test(dumped),
		cmocka_unit_test(bug_report),
		cmocka_unit_test(from_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
