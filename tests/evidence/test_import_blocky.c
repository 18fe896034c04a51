/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define T "2026-07-16 09:22:40\t192.0.2.7\tphone\t12\t"

static const struct importer_options *paris(void)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris() };
	return &options;
}

static void row(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 T "BLOCKED (ads)\tPush.Vendor.example.\tA "
				   "(0.0.0.0)\tNOERROR\tBLOCKED\tA\tbox\n",
				 paris()),
		0);
	assert_string_equal(s.result.importer->name, "blocky");
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].rule, "ads");
	assert_string_equal(s.rows[0].answer, "0.0.0.0");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_RECORD);
	scene_close(&s);
}

static void dispositions(void **state)
{
	static const struct {
		const char *kind, *rcode, *answer;
		unsigned disposition, source;
	} v[] = {
		{ "RESOLVED", "NOERROR", "A (198.51.100.3)",
			OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FIELD },
		{ "RESOLVED", "NXDOMAIN", "", OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "RESOLVED", "SERVFAIL", "", OBSERVATION_ERROR,
			OBSERVATION_SOURCE_FIELD },
		{ "CACHED", "NOERROR", "A (198.51.100.3)", OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "CONDITIONAL", "NOERROR", "A (198.51.100.3)",
			OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FIELD },
		{ "BLOCKED", "NXDOMAIN", "", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_FIELD },
		{ "FILTERED", "NOERROR", "", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_FIELD },
		{ "NOTFQDN", "NXDOMAIN", "", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_FIELD },
		{ "SPECIAL", "NXDOMAIN", "", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_FIELD },
		{ "CUSTOMDNS", "NOERROR", "A (192.0.2.9)",
			OBSERVATION_REWRITTEN, OBSERVATION_SOURCE_FIELD },
		{ "HOSTSFILE", "NOERROR", "A (0.0.0.0)", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ "HOSTSFILE", "NOERROR", "A (127.0.0.53)", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ "NOVEL", "NOERROR", "A (198.51.100.3)", OBSERVATION_UNKNOWN,
			OBSERVATION_SOURCE_NONE },
	};
	char log[400];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(log, sizeof(log),
			T "%s\tx.example.\t%s\t%s\t%s\tA\tb\n", v[i].kind,
			v[i].answer, v[i].rcode, v[i].kind);
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
		assert_int_equal(s.rows[0].o.disposition, v[i].disposition);
		assert_int_equal(s.rows[0].o.disposition_source, v[i].source);
		scene_close(&s);
	}
}

/* Eight columns, the type before the name; a chain; quotes. */
static void old_form(void **state)
{
	static const char log[] =
		T "CACHED\tHTTPS (x.example.)\t\"CNAME (y.cloud.example.), A "
		  "(198.51.100.3)\"\tNOERROR\r\n" T
		  "BLOCKED (ads)\tA (z.example.)\tA (0.0.0.0)\tNOERROR\r\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_string_equal(s.result.importer->name, "blocky");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "x.example");
	assert_string_equal(s.rows[0].type, "HTTPS");
	assert_string_equal(s.rows[0].answer, "y.cloud.example 198.51.100.3");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	scene_close(&s);
}

static void bad(void **state)
{
	static const char log[] =
		"nonsense\n" T
		"RESOLVED\tx.example.\tA (::)\tNOERROR\tRESOLVED\tA\tb\n" T
		"RESOLVED\t\tA (::)\tNOERROR\tRESOLVED\tA\tb\n" T "RESOL\n"
		"2026-02-30 09:22:40\t\t\t1\tX\tx.example.\t\t\tX\tA\tb\n" T
		"X\ta\x1B[1m.example.\t\t\tX\tA\tb\n";
	static const char *const reasons[] = { "no time at the start",
		"no host name", "the line is cut: fields are missing",
		"no time at the start", "no host name" };
	static const uint64_t lines[] = { 1, 3, 4, 5, 6 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "blocky", log, NULL), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(scene_import(&s, "blocky", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 5);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, lines[i]);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(row),
		cmocka_unit_test(dispositions),
		cmocka_unit_test(old_form),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
