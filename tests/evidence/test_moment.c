/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/moment.h"

static struct moment m;

/* Reads the time; what is left must be "rest". */
static void reads(const char *text)
{
	struct cursor c = { text, text + strlen(text) };

	assert_true(moment_read(&m, &c));
	assert_int_equal(cursor_left(&c), 4);
	assert_true(cursor_starts(&c, "rest"));
}

static void civil(int year, int month, int day, int hour, int minute,
	int second, int nanosecond)
{
	assert_false(m.has_zone);
	assert_int_equal(m.has_year, year != 0);
	assert_int_equal(m.when.year, year);
	assert_int_equal(m.when.month, month);
	assert_int_equal(m.when.day, day);
	assert_int_equal(m.when.hour, hour);
	assert_int_equal(m.when.minute, minute);
	assert_int_equal(m.when.second, second);
	assert_int_equal(m.when.nanosecond, nanosecond);
}

static void without_a_zone(void **state)
{
	(void)state;
	reads("Jul 16 09:22:40 rest");
	civil(0, 7, 16, 9, 22, 40, 0);
	assert_int_equal(m.precision, OBSERVATION_PRECISION_S);
	reads("Jul  6 09:22:40 rest");
	civil(0, 7, 6, 9, 22, 40, 0);
	reads("<30>Jul  6 09:22:40 rest");
	reads("Tue Jul 16 09:22:40 2026 rest");
	civil(2026, 7, 16, 9, 22, 40, 0);
	reads("Jul 16 2026 09:22:40.5 rest");
	civil(2026, 7, 16, 9, 22, 40, 500000000);
	assert_int_equal(m.precision, OBSERVATION_PRECISION_MS);
	reads("2026-07-16 09:22:40,123 rest");
	civil(2026, 7, 16, 9, 22, 40, 123000000);
	reads("2026-07-16T09:22:40 rest");
	civil(2026, 7, 16, 9, 22, 40, 0);
	reads("16-Jul-2026 09:22:40.123 rest");
	civil(2026, 7, 16, 9, 22, 40, 123000000);
	reads("07-16 09:22:40.123 rest");
	civil(0, 7, 16, 9, 22, 40, 123000000);
}

static void at(const char *wanted, enum observation_zone zone)
{
	assert_true(m.has_zone);
	assert_true(m.has_year);
	assert_int_equal(m.ns, scene_at(wanted));
	assert_int_equal(m.zone, zone);
}

static void with_a_zone(void **state)
{
	(void)state;
	reads("2026-07-16T09:22:40.123456+02:00 rest");
	at("2026-07-16T07:22:40.123456Z", OBSERVATION_ZONE_OFFSET);
	assert_int_equal(m.precision, OBSERVATION_PRECISION_US);
	reads("2026-07-16T09:22:40-0130 rest");
	at("2026-07-16T10:52:40Z", OBSERVATION_ZONE_OFFSET);
	reads("2026-07-16T09:22:40+02 rest");
	at("2026-07-16T07:22:40Z", OBSERVATION_ZONE_OFFSET);
	reads("2026-07-16 09:22:40.123 +0200 rest");
	at("2026-07-16T07:22:40.123Z", OBSERVATION_ZONE_OFFSET);
	reads("<30>1 2026-07-16T09:22:40Z rest");
	at("2026-07-16T09:22:40Z", OBSERVATION_ZONE_UTC);
	reads("[1784186560] rest");
	at("2026-07-16T07:22:40Z", OBSERVATION_ZONE_EPOCH);
	reads("1784186560.250 rest");
	at("2026-07-16T07:22:40.25Z", OBSERVATION_ZONE_EPOCH);
	assert_int_equal(m.precision, OBSERVATION_PRECISION_MS);
}

/* An offset without a year waits for the year. */
static void offset_alone(void **state)
{
	(void)state;
	reads("07-16 07:22:40.413 +0000 rest");
	civil(0, 7, 16, 7, 22, 40, 413000000);
	assert_true(m.has_offset);
	assert_int_equal(m.offset_s, 0);
	reads("07-16 07:22:40.413 -0130 rest");
	assert_int_equal(m.offset_s, -5400);
	reads("07-16 07:22:40.413 rest");
	assert_false(m.has_offset);
}

static void refused(void **state)
{
	static const char *const texts[] = { "", "rest", "Jul 16",
		"Jul 32 09:22:40 rest", "Jul 0 09:22:40 rest",
		"Foo 16 09:22:40 rest", "Jul 16 9:22:40 rest",
		"Jul 16 24:22:40 rest", "Jul 16 09:60:40 rest",
		"Jul 16 09:22:40. rest", "Jul 16 09:22:40.1234567890 rest",
		"2026-13-16T09:22:40Z rest", "2026-07-16T09:22:40+2 rest",
		"2026-07-16T09:22:40+020 rest", "2026-07-16T09:22 rest",
		"2026-07-16 rest and more", "16-Foo-2026 09:22:40 rest",
		"16-Jul-26 09:22:40 rest", "13-16 09:22:40.123 rest",
		"00-16 09:22:40.123 rest", "[17841865600000] rest",
		"[hello] rest rest", "1784186560 ", "<3000>Jul 16 09:22:40 ",
		"<Jul 16 09:22:40 rest", "07/16/2026 09:22:40 rest" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct cursor c = { texts[i], texts[i] + strlen(texts[i]) };

		if (moment_read(&m, &c))
			fail_msg("'%s' was read", texts[i]);
		assert_ptr_equal(c.p, texts[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_a_zone),
		cmocka_unit_test(with_a_zone),
		cmocka_unit_test(offset_alone),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
