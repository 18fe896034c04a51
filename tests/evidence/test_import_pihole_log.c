/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/detect.h"

#define P "dnsmasq[633]: "

static const char *found(const char *text, size_t len)
{
	struct importer_head head = { .text = text, .len = len, .name = "x" };
	const struct importer *i = detect_head(&head, NULL);

	return i != NULL ? i->name : "";
}

static void known(void **state)
{
	static const char *const tells[] = { "gravity blocked x.example is ::",
		"regex blacklisted x.example is 0.0.0.0",
		"special domain mask.icloud.com is NXDOMAIN",
		"blocked upstream with NULL address x.example is 0.0.0.0",
		"read /etc/pihole/hosts/custom.list - 1 names",
		"started, version pi-hole-2.87test cachesize 10000" };
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof(tells) / sizeof(tells[0]); i++) {
		snprintf(text, sizeof(text), "Jul 16 09:00:00 " P "%s\n",
			tells[i]);
		assert_string_equal(found(text, strlen(text)), "pihole-log");
	}
}

/* A tell far behind the first lines counts; one in another program's line
 * does not. */
static void far_behind(void **state)
{
	struct str log = { 0 };

	(void)state;
	for (int i = 0; i < 500; i++)
		str_puts(&log, "Jul 16 09:00:00 " P
			       "query[A] x.example from 192.0.2.7\n"
			       "Jul 16 09:00:00 cron: /etc/pihole/ read\n");
	assert_string_equal(found(log.p, log.len), "dnsmasq");
	str_puts(&log, "Jul 16 09:00:00 " P "exactly denied x.example is ::\n");
	assert_string_equal(found(log.p, log.len), "pihole-log");
	str_release(&log);
}

/* The same reader as dnsmasq's, whichever name it is read by. */
static void same_rows(void **state)
{
	static const char log[] =
		"Jul 16 09:00:00 " P "query[A] x.example from 192.0.2.7\n"
		"Jul 16 09:00:00 " P
		"blocked upstream with EDE 15 x.example is 0.0.0.0\n"
		"Jul 16 09:00:01 " P "query[A] y.example from 192.0.2.7\n"
		"Jul 16 09:00:01 " P "Rate-limiting y.example is REFUSED\n";
	const struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	struct scene s;

	(void)state;
	for (int i = 0; i < 2; i++) {
		scene_open(&s);
		assert_int_equal(scene_import(&s, i == 0 ? NULL : "dnsmasq",
					 log, &options),
			0);
		assert_string_equal(s.result.importer->name,
			i == 0 ? "pihole-log" : "dnsmasq");
		assert_int_equal(s.n, 2);
		assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
		assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ERROR);
		assert_string_equal(s.rows[1].rule, "Rate-limiting");
		assert_string_equal(s.rows[1].answer, "REFUSED");
		scene_close(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known),
		cmocka_unit_test(far_behind),
		cmocka_unit_test(same_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
