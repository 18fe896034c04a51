/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define T "16-Jul-2026 09:22:40.427 "
#define C "client @0x7f90 192.0.2.7#4123 (push.vendor.example): "

static const struct importer_options *paris(void)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris(),
		.year = 2026 };
	return &options;
}

static void is_row(const struct scene *s, size_t i, const char *host,
	unsigned disposition, unsigned source)
{
	assert_true(i < s->n);
	assert_string_equal(s->rows[i].host, host);
	assert_int_equal(s->rows[i].o.disposition, disposition);
	assert_int_equal(s->rows[i].o.disposition_source, source);
}

/* The forms that versions and settings give to a query. */
static void queries(void **state)
{
	static const struct {
		const char *log, *at;
	} v[] = {
		{ T "queries: info: " C "query: push.vendor.example IN A "
		    "+E(0)K (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
		{ T C "view home: query: push.vendor.example IN A + "
		      "(192.0.2.1) [ECS 192.0.2.0/24/0]\n",
			"2026-07-16T07:22:40.427Z" },
		{ T "client 192.0.2.7#4123 (push.vendor.example): query: "
		    "push.vendor.example IN A -EDC (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
		{ T "client 192.0.2.7#4123: view home: query: "
		    "push.vendor.example IN A + (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
		{ T "client @0x7f 192.0.2.7#4123/key home (push.vendor.example)"
		    ": query: push.vendor.example IN A +S (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
		{ "Jul 16 09:22:40 box named[77]: " C
		  "query: push.vendor.example IN A + (192.0.2.1)\n",
			"2026-07-16T07:22:40Z" },
		{ "2026-07-16T09:22:40.427 queries: info: " C
		  "query: push.vendor.example IN A + (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
		{ "2026-07-16T07:22:40.427Z queries: info: " C
		  "query: push.vendor.example IN A + (192.0.2.1)\n",
			"2026-07-16T07:22:40.427Z" },
	};
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, v[i].log, paris()), 0);
		assert_string_equal(s.result.importer->name, "bind");
		assert_int_equal(s.n, 1);
		is_row(&s, 0, "push.vendor.example", OBSERVATION_UNKNOWN,
			OBSERVATION_SOURCE_NONE);
		assert_string_equal(s.rows[0].client, "192.0.2.7");
		assert_string_equal(s.rows[0].type, "A");
		assert_int_equal(s.rows[0].o.ns, scene_at(v[i].at));
		scene_close(&s);
	}
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, v[0].log, NULL), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(scene_import(&s, NULL, v[7].log, NULL), 0);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_UTC);
	scene_close(&s);
}

/* A query and what the policy made of it are one row. */
static void policies(void **state)
{
	static const struct {
		const char *words;
		unsigned disposition;
	} v[] = {
		{ "rpz QNAME NXDOMAIN rewrite push.vendor.example/A/IN via "
		  "vendor.example.rpz",
			OBSERVATION_BLOCKED },
		{ "rpz QNAME NODATA rewrite push.vendor.example/A/IN via "
		  "vendor.example.rpz",
			OBSERVATION_BLOCKED },
		{ "rpz IP DROP rewrite push.vendor.example via "
		  "vendor.example.rpz",
			OBSERVATION_BLOCKED },
		{ "rpz QNAME Local-Data rewrite push.vendor.example/A/IN via "
		  "vendor.example.rpz",
			OBSERVATION_REWRITTEN },
		{ "rpz QNAME CNAME rewrite push.vendor.example/A/IN via "
		  "vendor.example.rpz (CNAME to: wall.example)",
			OBSERVATION_REWRITTEN },
		{ "rpz QNAME PASSTHRU rewrite push.vendor.example/A/IN via "
		  "vendor.example.rpz",
			OBSERVATION_ALLOWED },
		{ "disabled rpz QNAME NXDOMAIN rewrite push.vendor.example/A/"
		  "IN via vendor.example.rpz",
			OBSERVATION_UNKNOWN },
	};
	char log[800];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < 2 * sizeof(v) / sizeof(v[0]); i++) {
		/* The rpz channel may be a file of its own. */
		snprintf(log, sizeof(log), "%s" T "rpz: info: " C "%s\n",
			i % 2 == 0 ? T C "query: push.vendor.example IN A + "
					 "(192.0.2.1)\n"
				   : "",
			v[i / 2].words);
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
		assert_int_equal(s.n, 1);
		is_row(&s, 0, "push.vendor.example", v[i / 2].disposition,
			v[i / 2].disposition == OBSERVATION_UNKNOWN
				? OBSERVATION_SOURCE_NONE
				: OBSERVATION_SOURCE_FORMAT);
		if (v[i / 2].disposition == OBSERVATION_BLOCKED)
			assert_string_equal(
				s.rows[0].rule, "vendor.example.rpz");
		scene_close(&s);
	}
}

static void replies(void **state)
{
	static const struct {
		const char *words, *answer;
		unsigned disposition;
	} v[] = {
		{ "response: push.vendor.example IN A NOERROR + (192.0.2.1)",
			"", OBSERVATION_UNKNOWN },
		{ "response: push.vendor.example IN A NXDOMAIN + (192.0.2.1)",
			"NXDOMAIN", OBSERVATION_UNKNOWN },
		{ "response: push.vendor.example IN A SERVFAIL + (192.0.2.1)",
			"SERVFAIL", OBSERVATION_ERROR },
		{ "query failed (SERVFAIL) for push.vendor.example/IN/A at "
		  "query.c:7837",
			"SERVFAIL", OBSERVATION_ERROR },
		{ "query (cache) 'push.vendor.example/A/IN' denied", "REFUSED",
			OBSERVATION_ERROR },
	};
	char log[800];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(log, sizeof(log),
			T C
			"query: push.vendor.example IN A + (192.0.2.1)\n" T C
			"%s\n",
			v[i].words);
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
		assert_int_equal(s.n, 1);
		assert_int_equal(s.rows[0].o.disposition, v[i].disposition);
		assert_string_equal(s.rows[0].answer, v[i].answer);
		assert_string_equal(s.rows[0].type, "A");
		scene_close(&s);
	}
}

/* Without a policy's lines in the file, an answer may be a policy's. */
static void replies_beside_policies(void **state)
{
	static const char log[] = T C
		"query: push.vendor.example IN A + (192.0.2.1)\n" T C
		"response: push.vendor.example IN A NOERROR + (192.0.2.1)\n" T
		"client @0x7f90 192.0.2.7#9 (a.example): rpz QNAME NXDOMAIN "
		"rewrite a.example/A/IN via a.example.rpz\n" T C
		"query: push.vendor.example IN A + (192.0.2.1)\n" T C
		"response: push.vendor.example IN A NOERROR + (192.0.2.1)"
		"\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_int_equal(s.n, 3);
	is_row(&s, 0, "push.vendor.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	is_row(&s, 2, "push.vendor.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FIELD);
	scene_close(&s);
}

/* A bracket in a name ends nothing, and no record is passed over. */
static void brackets(void **state)
{
	static const char log[] = T
		"client @0x7f90 192.0.2.7#4123 (a\\)b.example): query: "
		"a\\)b.example IN A + (192.0.2.1)\n" T C
		"query: push.vendor.example IN A + (192.0.2.1)\n" T
		"client @0x7f90 nobody (x.example): query: x.example IN A +\n" T
		"client @0x7f90 192.0.2.7#4123 (x.example) odd: response: "
		"x.example IN A NOERROR +\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "bind", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(s.bad[0].reason, "no host name");
	assert_string_equal(s.bad[1].reason, "a query that is not understood");
	assert_int_equal(s.bad[1].line, 3);
	assert_int_equal(s.bad[2].line, 4);
	scene_close(&s);
}

/* The name an alias led to is an answer; another port is another look-up. */
static void whose(void **state)
{
	static const char log[] =
		T C "query: push.vendor.example IN AAAA + (192.0.2.1)\n" T
		    "client @0x7f90 192.0.2.7#9 (push.vendor.example): query: "
		    "push.vendor.example IN A + (192.0.2.1)\n" T C
		    "rpz QNAME NXDOMAIN rewrite lb.cloud.example/AAAA/IN via "
		    "cloud.example.rpz\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[0].answer, "lb.cloud.example");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	scene_close(&s);
}

static void bad(void **state)
{
	static const char log[] =
		"nonsense\n" T "general: info: running\n" T
		"client @0x7f90 192.0.2.7#4123 (x): updating zone\n" T C
		"query: a.example IN A + (192.0.2.1)\n" T C
		"query: a\x01.example IN A + (192.0.2.1)\n" T C
		"query: a.example IN\n" T C "que\n" T "client @0x7f90 192.0";
	static const char *const reasons[] = { "no time at the start",
		"no host name", "the line is cut: no type or class",
		"the line is cut: no query", "the line is cut: no query" };
	static const uint64_t lines[] = { 1, 5, 6, 7, 8 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "bind", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, lines[i]);
	}
	scene_close(&s);
}

static void line_hosts(void **state)
{
	static const char text[] =
		T C "rpz QNAME NXDOMAIN rewrite push.vendor.example/A/IN via x";
	const struct importer *bind = importer_find("bind");
	char host[HOST_MAX + 1];

	(void)state;
	assert_true(bind->line_host(
		host, &(struct line){ .text = text, .len = strlen(text) }));
	assert_string_equal(host, "push.vendor.example");
	assert_false(bind->line_host(
		host, &(struct line){ .text = text, .len = 30 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries),
		cmocka_unit_test(policies),
		cmocka_unit_test(replies),
		cmocka_unit_test(replies_beside_policies),
		cmocka_unit_test(brackets),
		cmocka_unit_test(whose),
		cmocka_unit_test(bad),
		cmocka_unit_test(line_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
