/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/detect.h"

#define P "dnsmasq[633]: "

static const char *found(const char *text)
{
	struct importer_head head = {
		.text = text, .len = strlen(text), .whole = true, .name = "x"
	};
	const struct importer *i = detect_head(&head, NULL);

	return i != NULL ? i->name : "";
}

/* Plain dnsmasq, and what cannot be told from it. */
static void known(void **state)
{
	(void)state;
	assert_string_equal(
		found("Jul 16 09:00:00 " P "query[A] x.example from 192.0.2.7\n"
		      "Jul 16 09:00:00 " P "config x.example is 0.0.0.0\n"),
		"dnsmasq");
	assert_string_equal(
		found("Tue Jul 16 09:22:40 2026 daemon.info dnsmasq[1]: 7 "
		      "192.0.2.7/4242 query[A] x.example from 192.0.2.7\n"
		      "Tue Jul 16 09:22:40 2026 kern.info kernel: hello\n"
		      "Tue Jul 16 09:22:40 2026 kern.info kernel: hello\n"),
		"dnsmasq");
	assert_string_equal(found("Jul 16 09:22:40 box kernel: hello\n"), "");
	assert_string_equal(found(""), "");
}

static void blocked_by_configuration(void **state)
{
	const struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"Jul 16 09:00:00 " P
			"query[type=65] x.example from 192.0.2.7\n"
			"Jul 16 09:00:00 " P "config x.example is NODATA\n",
			&options),
		0);
	assert_string_equal(s.result.importer->name, "dnsmasq");
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].type, "HTTPS");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known),
		cmocka_unit_test(blocked_by_configuration),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
