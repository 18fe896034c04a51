/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define DNS(time, name, alias)                                                 \
	"<dns time=\"" time "\" qname=\"" name "\" aname=\"" alias             \
	"\" resource=\"192.0.2.1\" ttl=\"60000\" />"

static void exported(void **state)
{
	static const char xml[] =
		"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
		"<netguard>\n  " DNS("Mon, 16 Jul 2018 09:03:11 +0200",
			"Push.example", "lb.example") DNS("Mon, 16 Jul 2018 "
							  "09:03:12 -0330",
			"a&#46;example",
			"a.example") "\n<dnsx/>" DNS("Mon, 16 Juli 2018",
			"c.example",
			"c.example") DNS("Mon, 16 Jul 2018 09:03:11 +0200",
			"&lol;",
			"x") "<dns a='>' time='x'></dns>\n<dns time=\"cut";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, xml, NULL), 0);
	assert_string_equal(s.result.importer->name, "netguard");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.example");
	assert_string_equal(s.rows[0].answer, "lb.example 192.0.2.1");
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T09:03:11+02:00"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(s.rows[0].o.position, strstr(xml, "<dns ") - xml);
	assert_int_equal(
		xml[s.rows[0].o.position + s.rows[0].o.length - 1], '>');
	assert_string_equal(s.rows[1].host, "a.example");
	assert_string_equal(s.rows[1].answer, "192.0.2.1");
	assert_true(s.rows[1].o.ns == scene_at("2018-07-16T09:03:12-03:30"));
	assert_int_equal(s.n_bad, 4);
	assert_string_equal(s.bad[0].reason, "no time");
	assert_string_equal(
		s.bad[3].reason, "the file is cut or damaged from here on");
	scene_close(&s);
}

#define ANSWER(address)                                                        \
	"<dns time=\"Mon, 16 Jul 2018 09:03:11 +0200\" qname=\"a.example\" "   \
	"aname=\"lb.example\" resource=\"" address "\" ttl=\"60000\" />\n"

/* One look-up with many answers is one row; a comment holds none. */
static void joined(void **state)
{
	static const char xml[] = "<netguard>" ANSWER("192.0.2.1")
		ANSWER("192.0.2.2") ANSWER("192.0.2.2") ANSWER("2001:db8::1")
			DNS("Mon, 16 Jul 2018 09:03:12 +0200", "a.example",
				"a.example") "<!-- " DNS("Mon, 16 Jul 2018 "
							 "09:03:12 +0200",
				"b.example",
				"b.example") " --><!--- -->" DNS("Mon, 16 Jul "
								 "2018 "
								 "09:03:12 "
								 "+0200",
				"c.example", "c.example") "<!-- cut <dns ";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, xml, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(
		s.rows[0].answer, "lb.example 192.0.2.1 192.0.2.2 2001:db8::1");
	assert_int_equal(s.rows[0].o.count, 1);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_LAST);
	assert_int_equal(s.rows[0].o.position, strstr(xml, "<dns") - xml);
	assert_int_equal(s.rows[0].o.line, 1);
	assert_string_equal(s.rows[1].host, "a.example");
	assert_string_equal(s.rows[1].answer, "192.0.2.1");
	assert_int_equal(s.rows[1].o.line, 5);
	assert_string_equal(s.rows[2].host, "c.example");
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].position, strstr(xml, "<!-- cut") - xml);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(exported),
		cmocka_unit_test(joined) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
