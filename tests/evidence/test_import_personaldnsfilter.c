/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define HEADING "timestamp, client:port, class, type, domain name, answer\r\n"
#define T "07/16/2026 09:22:40 /192.0.2.7:4123, 1, "

static const struct importer_options *paris(void)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris() };
	return &options;
}

static void is_row(const struct scene *s, size_t i, const char *host,
	unsigned disposition, unsigned source, const char *answer)
{
	assert_true(i < s->n);
	assert_string_equal(s->rows[i].host, host);
	assert_int_equal(s->rows[i].o.disposition, disposition);
	assert_int_equal(s->rows[i].o.disposition_source, source);
	assert_string_equal(s->rows[i].answer, answer);
}

/* A question and its answers are one row. */
static void one_row(void **state)
{
	static const char log[] = HEADING T
		"Q-1, push.vendor.example, <empty>\r\n" T
		"A-1, push.vendor.example, 127.0.0.1, /Length:4\r\n" T
		"Q-65, www.other.example, <empty>\r\n" T
		"A-5, www.other.example, lb.cloud.example\r\n" T
		"A-1, lb.cloud.example, /198.51.100.3, /Length:4\r\n" T
		"Q-28, v6.example, <empty>\r\n" T
		"A-28, v6.example, /0:0:0:0:0:0:0:1\r\n" T
		"Q-1, lost.example, <empty>\r\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_string_equal(s.result.importer->name, "personaldnsfilter");
	assert_int_equal(s.n, 4);
	assert_int_equal(s.n_bad, 0);
	is_row(&s, 0, "push.vendor.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_ANSWER, "127.0.0.1");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].type, "A");
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	assert_int_equal(s.rows[0].o.line, 2);
	is_row(&s, 1, "www.other.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FORMAT, "lb.cloud.example 198.51.100.3");
	assert_string_equal(s.rows[1].type, "HTTPS");
	is_row(&s, 2, "v6.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_ANSWER, "0:0:0:0:0:0:0:1");
	is_row(&s, 3, "lost.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE, "");
	scene_close(&s);
}

/* The heading with a time before it; an answer whose question is cut off;
 * the same name asked from another port. */
static void cut_files(void **state)
{
	static const char log[] =
		T "A-1, a.example, 198.51.100.3\r\n"
		  "07/16/2026 09:22:41 " HEADING T "Q-1, b.example, <empty>\r\n"
		  "07/16/2026 09:22:42 /192.0.2.8:9, 1, A-1, b.example, "
		  "198.51.100.3\r\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_int_equal(s.n, 3);
	is_row(&s, 0, "a.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FORMAT, "198.51.100.3");
	is_row(&s, 1, "b.example", OBSERVATION_UNKNOWN, OBSERVATION_SOURCE_NONE,
		"");
	is_row(&s, 2, "b.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FORMAT, "198.51.100.3");
	scene_close(&s);
}

static void bad(void **state)
{
	static const char log[] = HEADING T
		"Q-1, a.example, <empty>\r\n"
		"nonsense\r\n"
		"13/16/2026 09:22:40 /192.0.2.7:4, 1, Q-1, a, b\r\n"
		"07/16/2026 09:22:40 nobody, 1, Q-1, a.example, b\r\n" T
		"X-1, a.example, <empty>\r\n" T
		"Q-1, a\x1B.example, <empty>\r\n" T "Q-1, a.example";
	static const char *const reasons[] = { "no time at the start",
		"no time at the start", "no address of the client",
		"neither a question nor an answer", "no host name",
		"the line is cut: no answer" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "personaldnsfilter", log, NULL), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(
		scene_import(&s, "personaldnsfilter", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, i + 3);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row),
		cmocka_unit_test(cut_files),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
