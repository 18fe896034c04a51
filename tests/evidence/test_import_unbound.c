/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define T "[1784186560] unbound[812:0] "

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

/* A query, what the local zone did and the reply are one row. */
static void one_row(void **state)
{
	static const char log[] =
		T "info: start of service (unbound 1.17.1).\n" T
		  "info: 192.0.2.7 Push.Vendor.example. A IN\n" T
		  "info: vendor.example. always_nxdomain 192.0.2.7@4123 "
		  "Push.Vendor.example. A IN\n" T
		  "info: 192.0.2.7 Push.Vendor.example. A IN NXDOMAIN 0.000000 "
		  "1 37\n" T "info: 192.0.2.8 www.other.example. TYPE65 IN\n" T
		  "info: 192.0.2.8 www.other.example. TYPE65 IN NOERROR "
		  "0.012345 0 104 on udp 192.0.2.1 53\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_string_equal(s.result.importer->name, "unbound");
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 0);
	is_row(&s, 0, "push.vendor.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT);
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].rule, "vendor.example. always_nxdomain");
	assert_string_equal(s.rows[0].answer, "NXDOMAIN");
	assert_int_equal(s.rows[0].o.line, 2);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	is_row(&s, 1, "www.other.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FIELD);
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_string_equal(s.rows[1].answer, "");
	scene_close(&s);
}

/* Only replies, only queries, only actions: each is a row. */
static void alone(void **state)
{
	static const char log[] =
		T "reply: 192.0.2.7 a.example. A IN NOERROR 0.1 0 37\n" T
		  "reply: 192.0.2.7 b.example. A IN SERVFAIL 2.0 0 37\n" T
		  "reply: 192.0.2.7 c.example. A IN NXDOMAIN 0.1 0 37\n" T
		  "reply: 192.0.2.7 d.example. A IN NXDOMAIN 0.0 1 37\n" T
		  "query: 2001:db8::7 e.example. AAAA IN\n" T
		  "info: example. redirect 192.0.2.7@9 f.example. A IN\n" T
		  "info: example. inform 192.0.2.7@9 g.example. A IN\n" T
		  "info: example. block_a 192.0.2.7@9 h.example. A IN\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 8);
	is_row(&s, 0, "a.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FIELD);
	is_row(&s, 1, "b.example", OBSERVATION_ERROR, OBSERVATION_SOURCE_FIELD);
	assert_string_equal(s.rows[1].answer, "SERVFAIL");
	is_row(&s, 2, "c.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FIELD);
	/* It may come from a local zone whose actions are not logged. */
	is_row(&s, 3, "d.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	is_row(&s, 4, "e.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	assert_string_equal(s.rows[4].client, "2001:db8::7");
	is_row(&s, 5, "f.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT);
	is_row(&s, 6, "g.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	is_row(&s, 7, "h.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT);
	scene_close(&s);
}

/* The cache and local zones answer alike, unless the actions are logged. An
 * RPZ's lines do not tell of local zones. */
static void without_asking_outside(void **state)
{
	static const char log[] =
		T "info: rpz: applied [list] x.example. rpz-nxdomain "
		  "192.0.2.7@4123 x.example. A IN\n" T
		  "info: 192.0.2.7 a.example. A IN NOERROR 0.000000 1 37\n" T
		  "info: b.example. redirect 192.0.2.7@9 b.example. A IN\n" T
		  "info: 192.0.2.7 b.example. A IN NOERROR 0.000000 1 37\n" T
		  "info: 192.0.2.7 c.example. A IN NOERROR 0.000000 1 37\n" T
		  "info: 192.0.2.7 d.example. A IN NXDOMAIN 0.000000 1 37\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 5);
	is_row(&s, 1, "a.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	is_row(&s, 2, "b.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT);
	is_row(&s, 3, "c.example", OBSERVATION_ALLOWED,
		OBSERVATION_SOURCE_FIELD);
	is_row(&s, 4, "d.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	scene_close(&s);
}

static void policies(void **state)
{
	static const char log[] =
		T "info: rpz: applied [list] vendor.example. rpz-nxdomain "
		  "192.0.2.7@4123 push.vendor.example. A IN\n" T
		  "info: rpz: applied [list] client-ip 192.0.2.0/24 "
		  "rpz-local-data 192.0.2.7@4124 a.example. A IN\n" T
		  "info: rpz: applied b.example. rpz-passthru 192.0.2.7@4125 "
		  "b.example. A IN\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 3);
	is_row(&s, 0, "push.vendor.example", OBSERVATION_BLOCKED,
		OBSERVATION_SOURCE_FORMAT);
	assert_string_equal(s.rows[0].rule, "vendor.example. rpz-nxdomain");
	is_row(&s, 1, "a.example", OBSERVATION_REWRITTEN,
		OBSERVATION_SOURCE_FORMAT);
	is_row(&s, 2, "b.example", OBSERVATION_UNKNOWN,
		OBSERVATION_SOURCE_NONE);
	scene_close(&s);
}

static void times(void **state)
{
	static const struct {
		const char *log, *at;
		unsigned zone;
	} v[] = {
		{ "Jul 16 09:22:40 unbound[812:0] info: 192.0.2.7 a.example. A "
		  "IN\n",
			"2026-07-16T07:22:40Z", OBSERVATION_ZONE_GIVEN },
		{ "2026-07-16T09:22:40.123+02:00 unbound[812:a] info: "
		  "192.0.2.7 a.example. A IN\n",
			"2026-07-16T07:22:40.123Z", OBSERVATION_ZONE_OFFSET },
		{ "Jul 16 09:22:40 box unbound: [812:0] info: 192.0.2.7 "
		  "a.example. A IN\n",
			"2026-07-16T07:22:40Z", OBSERVATION_ZONE_GIVEN },
		{ "<30>1 2026-07-16T09:22:40+02:00 fw unbound 812 - [meta "
		  "sequenceId=\"1\"] [812:0] info: 192.0.2.7 a.example. A IN\n",
			"2026-07-16T07:22:40Z", OBSERVATION_ZONE_OFFSET },
		{ "Thu Jul 16 09:22:40 2026 daemon.info unbound: [812:0] info: "
		  "192.0.2.7 a.example. A IN\n",
			"2026-07-16T07:22:40Z", OBSERVATION_ZONE_GIVEN },
		{ "[1784186560] mybox[812:0] info: 192.0.2.7 a.example. A IN\n",
			"2026-07-16T07:22:40Z", OBSERVATION_ZONE_EPOCH },
	};
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		scene_open(&s);
		if (v[i].zone == OBSERVATION_ZONE_GIVEN) {
			assert_int_equal(scene_import(&s, NULL, v[i].log, NULL),
				ERR_INVALID);
			scene_says("--tz Europe/Paris");
		}
		assert_int_equal(scene_import(&s, NULL, v[i].log, paris()), 0);
		assert_string_equal(s.result.importer->name, "unbound");
		assert_int_equal(s.n, 1);
		assert_int_equal(s.rows[0].o.ns, scene_at(v[i].at));
		assert_int_equal(s.rows[0].o.zone, v[i].zone);
		scene_close(&s);
	}
}

static void bad(void **state)
{
	static const char log[] =
		"nonsense\n" T "info: 192.0.2.7 a.example. A IN\n" T
		"info: 192.0.2.7 a..example. A IN\n" T
		"info: 192.0.2.7 a\\010b.example. A IN\n" T
		"info: 192.0.2.7 a.example. A I\n" T
		"info: 192.0.2.7 a.example.\n" T
		"info: 192.0.2.7 a.example. A IN NOERROR 0.1\n"
		"Jul 16 09:22:40 box kernel: 192.0.2.7 a.example. A IN\n" T
		"info: 192.0.2.7 \x1B[31m.example. A IN\n";
	static const char *const reasons[] = { "no time at the start",
		"no host name", "no host name",
		"the line is cut: no type or class",
		"the line is cut: no type or class",
		"the line is cut: no end of the reply", "no host name" };
	static const uint64_t lines[] = { 1, 3, 4, 5, 6, 7, 9 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, lines[i]);
	}
	scene_close(&s);
}

/* The oldest query of a client that waits gets the reply. */
static void repeats(void **state)
{
	static const char log[] =
		T "info: 192.0.2.7 a.example. A IN\n" T
		  "info: 192.0.2.7 a.example. A IN\n" T
		  "info: 192.0.2.8 a.example. A IN\n" T
		  "info: 192.0.2.7 a.example. A IN NOERROR 0.1 0 37\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_UNKNOWN);
	scene_close(&s);
}

static void line_hosts(void **state)
{
	static const char reply[] =
		T "info: 192.0.2.7 a.example. A IN NOERROR 0.1 0 37";
	const struct importer *unbound = importer_find("unbound");
	char host[HOST_MAX + 1];

	(void)state;
	assert_true(unbound->line_host(
		host, &(struct line){ .text = reply, .len = strlen(reply) }));
	assert_string_equal(host, "a.example");
	assert_false(unbound->line_host(
		host, &(struct line){ .text = reply, .len = 40 }));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_row),
		cmocka_unit_test(alone),
		cmocka_unit_test(without_asking_outside),
		cmocka_unit_test(policies),
		cmocka_unit_test(times),
		cmocka_unit_test(bad),
		cmocka_unit_test(repeats),
		cmocka_unit_test(line_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
