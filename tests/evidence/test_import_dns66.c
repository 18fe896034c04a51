/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define S "handleDnsRequest: DNS Name "

static void times(void **state)
{
	static const struct {
		const char *prefix, *at;
		unsigned zone, year, precision;
	} v[] = {
		{ "07-16 09:22:40.413 14021 14060 I DnsPacketProxy: ",
			"2026-07-16T07:22:40.413Z", OBSERVATION_ZONE_GIVEN,
			OBSERVATION_YEAR_GIVEN, OBSERVATION_PRECISION_MS },
		{ "2026-07-16 09:22:40.413 +0200  1 2 I DnsPacketProxy: ",
			"2026-07-16T07:22:40.413Z", OBSERVATION_ZONE_OFFSET,
			OBSERVATION_YEAR_RECORD, OBSERVATION_PRECISION_MS },
		{ "07-16 09:22:40.413 I/DnsPacketProxy(14021): ",
			"2026-07-16T07:22:40.413Z", OBSERVATION_ZONE_GIVEN,
			OBSERVATION_YEAR_GIVEN, OBSERVATION_PRECISION_MS },
		{ "I/DnsPacketProxy(14021): ", "1970-01-01T00:00:00Z",
			OBSERVATION_ZONE_NONE, OBSERVATION_YEAR_RECORD,
			OBSERVATION_PRECISION_NONE },
	};
	const struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	char log[400];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(log, sizeof(log), "%s" S "X.example Blocked!\n",
			v[i].prefix);
		scene_open(&s);
		if (v[i].zone == OBSERVATION_ZONE_GIVEN) {
			assert_int_equal(
				scene_import(&s, NULL, log, NULL), ERR_INVALID);
			scene_says("--tz Europe/Paris");
		}
		assert_int_equal(scene_import(&s, NULL, log, &options), 0);
		assert_string_equal(s.result.importer->name, "dns66");
		assert_int_equal(s.n, 1);
		assert_string_equal(s.rows[0].host, "x.example");
		assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
		assert_int_equal(s.rows[0].o.ns, scene_at(v[i].at));
		assert_int_equal(s.rows[0].o.zone, v[i].zone);
		assert_int_equal(s.rows[0].o.year, v[i].year);
		assert_int_equal(s.rows[0].o.precision, v[i].precision);
		scene_close(&s);
	}
}

/* Other programs' lines are passed over; ours that are cut are told. */
static void among_others(void **state)
{
	static const char p[] = "07-16 09:22:40.413  1  2 I DnsPacketProxy: ";
	const struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	struct str log = { 0 };
	struct scene s;

	(void)state;
	str_puts(&log, "--------- beginning of main\n");
	for (int i = 0; i < 200; i++)
		str_puts(&log, "07-16 09:22:40.413  9  9 W Other: hello\n");
	str_printf(&log, "%s" S "a.example Allowed, sending to /9.9.9.9\n", p);
	str_printf(&log, "%s" S "b.example Blo", p);
	str_printf(&log, "\n%s" S "a\x1B[1m.example Blocked!\n", p);
	str_printf(&log, "%sstarted\n", p);
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log.p, &options), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "a.example");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[0].o.line, 202);
	assert_int_equal(s.n_bad, 2);
	assert_string_equal(s.bad[0].reason, "neither blocked nor allowed");
	assert_string_equal(s.bad[1].reason, "no host name");
	str_release(&log);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times),
		cmocka_unit_test(among_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
