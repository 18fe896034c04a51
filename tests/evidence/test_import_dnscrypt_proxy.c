/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "tests/evidence/database.h"
#include "tests/evidence/pack.h"

#define T "[2026-07-16 09:22:40]\t192.0.2.7\t"

static const struct importer_options *paris(void)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris() };
	return &options;
}

/* The columns that versions added. */
static void versions(void **state)
{
	static const struct {
		const char *log;
		unsigned disposition;
	} v[] = {
		{ T "x.example\tA\n", OBSERVATION_UNKNOWN },
		{ T "x.example\tA\tREJECT\n", OBSERVATION_BLOCKED },
		{ T "x.example\tA\tREJECT\t0ms\t-\n", OBSERVATION_BLOCKED },
		{ T "x.example\tA\tPASS\t21ms\tquad9\t-\n",
			OBSERVATION_ALLOWED },
		{ "time:1784186560\thost:192.0.2.7\tmessage:x.example\ttype:A\t"
		  "return:REJECT\tcached:0\tduration:0\tserver:-\trelay:-\n",
			OBSERVATION_BLOCKED },
		{ "time:1784186560\thost:192.0.2.7\tmessage:x.example\ttype:A"
		  "\n",
			OBSERVATION_UNKNOWN },
	};
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, v[i].log, paris()), 0);
		assert_string_equal(s.result.importer->name, "dnscrypt-proxy");
		assert_int_equal(s.n, 1);
		assert_string_equal(s.rows[0].host, "x.example");
		assert_string_equal(s.rows[0].type, "A");
		assert_string_equal(s.rows[0].client, "192.0.2.7");
		assert_string_equal(s.rows[0].rule, "");
		assert_int_equal(s.rows[0].o.disposition, v[i].disposition);
		assert_int_equal(
			s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
		assert_int_equal(
			s.rows[0].o.zone, i < 4 ? OBSERVATION_ZONE_GIVEN
						: OBSERVATION_ZONE_EPOCH);
		scene_close(&s);
	}
}

/* Imports a log under a name. */
static void import_named(struct scene *s, const char *name, const char *log)
{
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = { .path = scene_file(
					      s, name, log, strlen(log)),
		.options = paris(),
		.about = &about };

	assert_int_equal(intake_log(&s->result, s->store, &order), 0);
	assert_int_equal(
		block_each(s->store, s->result.exhibit.id, scene_row, s), 0);
}

static void is_ruled(const struct scene *s, size_t i, unsigned disposition,
	const char *basis)
{
	bool known = disposition != OBSERVATION_UNKNOWN;

	assert_true(i < s->n);
	assert_string_equal(s->rows[i].host, "x.example");
	assert_string_equal(s->rows[i].type, "");
	assert_string_equal(s->rows[i].rule, "*.example");
	assert_int_equal(s->rows[i].o.disposition, disposition);
	assert_int_equal(s->rows[i].o.disposition_source,
		known ? OBSERVATION_SOURCE_FORMAT : OBSERVATION_SOURCE_NONE);
	assert_string_equal(s->rows[i].detail, basis);
}

#define NAME "{\"ev.disposition_basis\":\"file name\"}"
#define FORM "{\"ev.disposition_basis\":\"form\"}"

/* What blocks and what allows looks alike: it blocks, unless the file's name
 * says that it allows. */
static void rules(void **state)
{
	static const char *const logs[] = { T "x.example\t*.example\n",
		T "x.example\t*.example\t198.51.100.3\n",
		"time:1784186560\thost:192.0.2.7\tqname:x.example\tmessage:"
		"*.example\n" };
	static const struct {
		const char *name;
		unsigned disposition;
		const char *basis;
	} v[] = { { "blocked-names.log", OBSERVATION_BLOCKED, NAME },
		{ "Blacklist.txt", OBSERVATION_BLOCKED, NAME },
		{ "allowed-names.log", OBSERVATION_ALLOWED, NAME },
		{ "whitelisted.log", OBSERVATION_ALLOWED, NAME },
		{ "blocked-and-allowed.log", OBSERVATION_UNKNOWN, "" },
		{ "names.log", OBSERVATION_BLOCKED, FORM } };
	struct scene s;

	(void)state;
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < sizeof(v) / sizeof(v[0]); k++) {
			scene_open(&s);
			import_named(&s, v[k].name, logs[i]);
			assert_int_equal(s.n, 1);
			is_ruled(&s, 0, v[k].disposition, v[k].basis);
			scene_close(&s);
		}
}

/* In a ZIP it is the member's name that tells, not the ZIP's. */
static void members(void **state)
{
	static const struct pack_member v[] = {
		{ "blocked/allowed-names.log",
			"time:1784186560\thost:192.0.2.7\tqname:x.example\t"
			"message:*.example\n" },
		{ NULL, NULL }
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(database_import_path(&s, pack_zip(&s, v)), 0);
	assert_int_equal(s.n, 1);
	is_ruled(&s, 0, OBSERVATION_ALLOWED, NAME);
	scene_close(&s);
}

/* A rule of addresses: what was answered, and the rule. */
static void addresses(void **state)
{
	static const char *const logs[] = {
		T "x.example\t198.51.100.3\t*.example\n",
		"time:1784186560\thost:192.0.2.7\tqname:x.example\t"
		"ip:198.51.100.3\tmessage:*.example\n",
	};
	struct scene s;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		scene_open(&s);
		import_named(&s, "blocked-ips.log", logs[i]);
		assert_int_equal(s.n, 1);
		is_ruled(&s, 0, OBSERVATION_BLOCKED, NAME);
		assert_string_equal(s.rows[0].answer, "198.51.100.3");
		scene_close(&s);
	}
	scene_open(&s);
	import_named(&s, "names.log", T "x.example\t198.51.100.3\n");
	assert_string_equal(s.rows[0].rule, "198.51.100.3");
	assert_string_equal(s.rows[0].answer, "");
	scene_close(&s);
}

static void dispositions(void **state)
{
	static const struct {
		const char *result;
		unsigned disposition;
	} v[] = { { "PASS", OBSERVATION_ALLOWED },
		{ "FORWARD", OBSERVATION_ALLOWED },
		{ "NXDOMAIN", OBSERVATION_ALLOWED },
		{ "DROP", OBSERVATION_BLOCKED },
		{ "REJECT", OBSERVATION_BLOCKED },
		{ "CLOAK", OBSERVATION_REWRITTEN },
		{ "SYNTH", OBSERVATION_REWRITTEN },
		{ "PARSE_ERROR", OBSERVATION_ERROR },
		{ "RESPONSE_ERROR", OBSERVATION_ERROR },
		{ "SERVFAIL", OBSERVATION_ERROR },
		{ "NETWORK_ERROR", OBSERVATION_ERROR },
		{ "SERVER_TIMEOUT", OBSERVATION_ERROR },
		{ "NOT_READY", OBSERVATION_ERROR },
		{ "NOVEL", OBSERVATION_UNKNOWN } };
	char log[200];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(log, sizeof(log), T "x.example\tTYPE65\t%s\t1ms\t-\n",
			v[i].result);
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
		assert_string_equal(s.rows[0].type, "HTTPS");
		assert_int_equal(s.rows[0].o.disposition, v[i].disposition);
		assert_int_equal(s.rows[0].o.disposition_source,
			v[i].disposition == OBSERVATION_UNKNOWN
				? OBSERVATION_SOURCE_NONE
				: OBSERVATION_SOURCE_FIELD);
		scene_close(&s);
	}
}

static void bad(void **state)
{
	static const char log[] =
		"nonsense\n" T "x.example\tA\tPASS\n" T
		"x..example\tA\tPASS\n" T "x.example\n" T
		"x.example\tA\tpass?\n"
		"time:12x\thost:-\tmessage:x.example\ttype:A\n"
		"time:1784186560\thost:-\tmessage:x.example\n"
		"[2026-07-16]\t-\tx.example\tA\n" T
		"a\\032b.example\tA\tPASS\n";
	static const char *const reasons[] = { "no time at the start",
		"no host name", "the line is cut: fields are missing",
		"no result of the query", "no time at the start",
		"the line is cut: fields are missing", "no time at the start",
		"no host name" };
	static const uint64_t lines[] = { 1, 3, 4, 5, 6, 7, 8, 9 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "dnscrypt-proxy", log, NULL), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(scene_import(&s, "dnscrypt-proxy", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 8);
	for (size_t i = 0; i < 8; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, lines[i]);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(versions),
		cmocka_unit_test(rules),
		cmocka_unit_test(members),
		cmocka_unit_test(addresses),
		cmocka_unit_test(dispositions),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
