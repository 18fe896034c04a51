/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static const struct importer_options *paris(void)
{
	static struct importer_options options;

	options = (struct importer_options){ .zone = scene_paris(),
		.year = 2026 };
	return &options;
}

static void blocks(void **state)
{
	static const char log[] =
		"DNSBL-python,Jul 16 09:22:40,push.vendor.example,192.0.2.7,"
		"Python,DNSBL,Group,vendor.example,Feed,+\n"
		"DNSBL-python,Jul 6 09:22:41,push.vendor.example,192.0.2.7,"
		"Python,DNSBL,Group,vendor.example,Feed,-\n"
		"DNSBL-python,2026-07-16 09:22:42,push.vendor.example,"
		"192.0.2.7,Python,DNSBL,Group,vendor.example,Feed,+,AAAA\n"
		"DNSBL-HTTPS,Jul 16 09:22:43,push.vendor.example,192.0.2.7,"
		"GET /a,b HTTP/1.1,DNSBL,Group,vendor.example,Feed,+\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_string_equal(s.result.importer->name, "pfblockerng");
	assert_int_equal(s.n, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(s.rows[i].host, "push.vendor.example");
		assert_string_equal(s.rows[i].client, "192.0.2.7");
		assert_string_equal(s.rows[i].rule, "Feed");
		assert_int_equal(s.rows[i].o.disposition, OBSERVATION_BLOCKED);
		assert_int_equal(s.rows[i].o.disposition_source,
			OBSERVATION_SOURCE_FORMAT);
		assert_int_equal(s.rows[i].o.kind,
			i < 3 ? OBSERVATION_LOOKUP : OBSERVATION_REQUEST);
		assert_int_equal(
			s.rows[i].o.year, i == 2 ? OBSERVATION_YEAR_RECORD
						 : OBSERVATION_YEAR_GIVEN);
	}
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	assert_int_equal(s.rows[2].o.ns, scene_at("2026-07-16T07:22:42Z"));
	assert_string_equal(s.rows[2].type, "AAAA");
	assert_string_equal(s.rows[3].type, "https");
	scene_close(&s);
}

static int keep_detail(int64_t exhibit, const struct observation *o, void *ctx)
{
	(void)exhibit;
	str_puts(ctx, o->detail);
	str_putc(ctx, '\n');
	return 0;
}

/* A repeat is a look-up all the same, and marked. */
static void repeats_are_marked(void **state)
{
	static const char log[] =
		"DNSBL-python,2026-07-16 09:22:40,x.example,192.0.2.7,Python,"
		"DNSBL,Group,x.example,Feed,+\n"
		"DNSBL-python,2026-07-16 09:27:40,x.example,192.0.2.7,Python,"
		"DNSBL,Group,x.example,Feed,-\n";
	struct str details = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
	assert_int_equal(s.n, 2);
	block_each(s.store, s.result.exhibit.id, keep_detail, &details);
	assert_string_equal(details.p,
		"{\"rule.ruleset\":\"Group\"}\n"
		"{\"ev.duplicate\":true,\"rule.ruleset\":\"Group\"}\n");
	str_release(&details);
	scene_close(&s);
}

static void replies(void **state)
{
	static const struct {
		const char *origin, *answer;
		unsigned disposition, source;
	} v[] = {
		{ "reply", "198.51.100.3", OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "cache", "a,b|c", OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "reply", "NXDOMAIN", OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "reply", "ServFail", OBSERVATION_ERROR,
			OBSERVATION_SOURCE_FIELD },
		{ "servfail", "Unknown", OBSERVATION_ERROR,
			OBSERVATION_SOURCE_FIELD },
		{ "local", "192.0.2.9", OBSERVATION_REWRITTEN,
			OBSERVATION_SOURCE_FIELD },
		{ "local", "0.0.0.0", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ "local", "127.0.0.53", OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_ANSWER },
		{ "reply", "noAAAA", OBSERVATION_REWRITTEN,
			OBSERVATION_SOURCE_FIELD },
	};
	char log[300];
	struct scene s;

	(void)state;
	for (size_t i = 0; i < sizeof(v) / sizeof(v[0]); i++) {
		snprintf(log, sizeof(log),
			"DNS-reply,Jul 16 09:22:40,%s,TYPE65,A,60,x.example,"
			"192.0.2.7,%s,DE\n",
			v[i].origin, v[i].answer);
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, paris()), 0);
		assert_int_equal(s.n, 1);
		assert_string_equal(s.rows[0].host, "x.example");
		assert_string_equal(s.rows[0].client, "192.0.2.7");
		assert_string_equal(s.rows[0].type, "HTTPS");
		assert_string_equal(s.rows[0].answer, v[i].answer);
		assert_int_equal(s.rows[0].o.disposition, v[i].disposition);
		assert_int_equal(s.rows[0].o.disposition_source, v[i].source);
		scene_close(&s);
	}
}

static void bad(void **state)
{
	static const char log[] =
		"DNS-reply,Jul 16 09:22:40,reply,A,A,60,x.example,192.0.2.7,"
		"198.51.100.3,DE\n"
		"nonsense\n"
		"DNS-reply,16 Jul,reply,A,A,60,x.example,192.0.2.7,::,DE\n"
		"DNS-reply,Jul 16 09:22:40,reply,A,A,60,Unknown name,"
		"192.0.2.7,::,DE\n"
		"DNS-reply,Jul 16 09:22:40,reply,A,A,60,x.example,192.0.2.7\n"
		"DNSBL-python,Jul 16 09:22:40,x.example,192.0.2.7,Python,DNS\n"
		"DNSBL-python,Jul 16 09:22:40,x.example,192.0.2.7,+\n";
	static const char *const reasons[] = {
		"neither a DNSBL nor a DNS-reply line", "no time at the start",
		"no host name", "the line is cut: fields are missing",
		"the line is cut: fields are missing",
		"the line is cut: fields are missing"
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "pfblockerng", log, NULL), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	assert_int_equal(scene_import(&s, "pfblockerng", log, paris()), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, i + 2);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(repeats_are_marked),
		cmocka_unit_test(replies),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
