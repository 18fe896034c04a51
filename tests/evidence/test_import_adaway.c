/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define IP "IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto UDP (17))\n"
#define Q "    192.0.2.7.52953 > 192.0.2.1.domain: 64422+ "

/* No time, no verdict: neither is made up. */
static void without_times(void **state)
{
	static const char log[] =
		"tcpdump: listening on any, link-type LINUX_SLL\n" IP Q
		"A? Push.Vendor.example. (35)\n" IP Q
		"[1au] Type65? www.other.example. ar: . OPT (46)\n"
		"IP6 2001:db8::7.4123 > 2001:db8::1.53: 7+ AAAA? v6.example. "
		"(28)\n"
		"IP 192.0.2.1.53 > 192.0.2.7.52953: 64422 1/0/0 A 198.51.100.3 "
		"(50)\n"
		"4 packets captured\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_string_equal(s.result.importer->name, "adaway");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].type, "A");
	assert_int_equal(s.rows[0].o.line, 3);
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_string_equal(s.rows[2].client, "2001:db8::7");
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(s.rows[i].o.kind, OBSERVATION_LOOKUP);
		assert_int_equal(s.rows[i].o.ns, 0);
		assert_int_equal(
			s.rows[i].o.precision, OBSERVATION_PRECISION_NONE);
		assert_int_equal(s.rows[i].o.disposition, OBSERVATION_UNKNOWN);
		assert_int_equal(s.rows[i].o.disposition_source,
			OBSERVATION_SOURCE_NONE);
	}
	assert_int_equal(s.result.import.first_ns, 0);
	assert_int_equal(s.result.import.last_ns, 0);
	scene_close(&s);
}

static void with_times(void **state)
{
	const struct importer_options options = { .zone = scene_paris() };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "2026-07-16 09:22:40.123456 " IP Q
				 "A? a.example. (35)\n"
				 "09:22:41.123456 IP 192.0.2.7.5 > "
				 "192.0.2.1.53: 1+ A? b.example. (35)\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(
		s.rows[0].o.ns, scene_at("2026-07-16T07:22:40.123456Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	scene_close(&s);
}

/* A host's name is no message of tcpdump's. */
static void packet_hosts(void **state)
{
	static const char log[] =
		IP Q "A? packet.vendor.example. (40)\n"
		     "IP 192.0.2.7.5 > 192.0.2.1.53: 1+ A? packets.example. "
		     "(35)\n1 packet captured\n12 packets received by filter\n"
		     "0 packets dropped by kernel\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "packet.vendor.example");
	assert_string_equal(s.rows[1].host, "packets.example");
	scene_close(&s);
}

/* Newer tcpdumps name the interface and the way. */
static void interfaces(void **state)
{
	static const char log[] =
		"wlan0 Out " IP Q "A? a.example. (35)\n"
		"lo    In  IP 192.0.2.7.5 > 192.0.2.1.53: 1+ A? b.example. "
		"(35)\n"
		"09:22:41.123456 wlan0 B   IP6 2001:db8::7.5 > "
		"2001:db8::1.53: 1+ AAAA? c.example. (35)\n"
		"wlan0 Sideways IP 192.0.2.7.5 > 192.0.2.1.53: 1+ A? "
		"d.example. (35)\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.rows[0].host, "a.example");
	assert_string_equal(s.rows[1].host, "b.example");
	assert_string_equal(s.rows[2].host, "c.example");
	assert_string_equal(s.rows[2].client, "2001:db8::7");
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "no packet");
	scene_close(&s);
}

static void bad(void **state)
{
	static const char log[] =
		IP Q "A? a.example. (35)\n"
		     "nonsense\n" Q "A? a\x01.example. (35)\n" Q
		     "A? a.exam\n    192.0.2.7.5 > 192.0\n    192.0.2.7.5\n";
	static const char *const reasons[] = { "no packet", "no host name",
		"the line is cut: no end of the name",
		"the line is cut: no address", "the line is cut: no address" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "adaway", log, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, i + 3);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_times),
		cmocka_unit_test(with_times),
		cmocka_unit_test(packet_hosts),
		cmocka_unit_test(interfaces),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
