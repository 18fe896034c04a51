/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

/* The question and the answer of tests/evidence/test_dns_wire.c, in Base64:
 * push.vendor.example, an alias of lb.cloud.example. */
#define QUESTION "EjQBAAABAAAAAAAABHB1c2gGdmVuZG9yB2V4YW1wbGUAAAEAAQ=="
#define ANSWER                                                                 \
	"EjSBgAABAAMAAAAABHB1c2gGdmVuZG9yB2V4YW1wbGUAAAEAAcAMAAUAAQAAASwA"     \
	"CwJsYgVjbG91ZMAYwDEAAQABAAAAPAAEwAACB8AxABwAAQAAADwAECABDbgAAAAA"     \
	"AAAAAAAAAAE="

static const char current[] =
	"{\"T\":\"2018-09-04T10:09:51.222+02:00\",\"QH\":"
	"\"push.vendor.example\",\"QT\":\"A\",\"QC\":\"IN\",\"CP\":\"doh\","
	"\"Upstream\":\"https://up.example/\",\"Answer\":\"" ANSWER
	"\",\"IP\":\"192.0.2.7\",\"CID\":\"phone\",\"Result\":{},"
	"\"Elapsed\":1}\n"
	"{\"Result\":{\"Rules\":[{\"Text\":\"||push.vendor.example^\","
	"\"FilterListID\":7},{\"Text\":\"other\"}],\"Reason\":3,"
	"\"IsFiltered\":true},\"New\":{\"a\":[1]},\"IP\":\"192.0.2.7\","
	"\"QT\":\"TYPE65\",\"\\u0051H\":\"Push.Vendor.example\","
	"\"T\":\"2018-09-04T08:09:52Z\",\"Answer\":\"\"}\n";

static void current_lines(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, current, NULL), 0);
	assert_string_equal(s.result.importer->name, "adguardhome");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(
		s.rows[0].answer, "lb.cloud.example 192.0.2.7 2001:db8::1");
	assert_string_equal(s.rows[0].detail,
		"{\"client.name\":\"phone\",\"dns.response_code\":\"NOERROR\","
		"\"network.protocol\":\"doh\"}");
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_LOOKUP);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[1].host, "push.vendor.example");
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_string_equal(s.rows[1].rule, "||push.vendor.example^");
	assert_string_equal(s.rows[1].detail,
		"{\"event.reason\":\"FilteredBlackList\",\"rule.ruleset\":"
		"\"7\"}");
	assert_int_equal(s.rows[1].o.line, 2);
	assert_int_equal(s.rows[1].o.position,
		(size_t)(strchr(current, '\n') - current) + 1);
	assert_int_equal(s.rows[0].o.length, s.rows[1].o.position);
	forms_check(&s, "adguardhome", current, 2, NULL);
	scene_close(&s);
}

static void old_lines(void **state)
{
	static const char text[] =
		"{\"Question\":\"" QUESTION "\",\"Answer\":\"" ANSWER
		"\",\"Result\":{\"IsFiltered\":true,\"Reason\":8,"
		"\"ServiceName\":\"vendor\"},\"Time\":"
		"\"2018-09-04T10:09:51.000000+02:00\",\"Elapsed\":51234,"
		"\"IP\":\"192.0.2.7\"}\n"
		"{\"Question\":\"AAAA\",\"Answer\":\"\",\"Result\":{},"
		"\"Time\":\"2018-09-04T10:09:51+02:00\"}\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].rule, "vendor");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "the question is no DNS message");
	forms_check(&s, "adguardhome", text, 1, NULL);
	scene_close(&s);
}

/* Every reason, filtered and not; one of a later version is unknown. */
static void reasons(void **state)
{
	static const int filtered[] = { OBSERVATION_ALLOWED,
		OBSERVATION_ALLOWED, OBSERVATION_ALLOWED, OBSERVATION_BLOCKED,
		OBSERVATION_BLOCKED, OBSERVATION_BLOCKED, OBSERVATION_BLOCKED,
		OBSERVATION_REWRITTEN, OBSERVATION_BLOCKED,
		OBSERVATION_REWRITTEN, OBSERVATION_REWRITTEN,
		OBSERVATION_REWRITTEN, OBSERVATION_UNKNOWN };
	struct str text = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	for (int i = 0; i < 13; i++)
		str_printf(&text,
			"{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"h.example\","
			"\"QT\":\"A\",\"Result\":{\"Reason\":%d,\"IsFiltered\":"
			"true}}\n{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":"
			"\"h.example\",\"QT\":\"A\",\"Result\":{\"Reason\":"
			"%d}}\n",
			i, i);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 26);
	for (int i = 0; i < 13; i++) {
		assert_int_equal(s.rows[2 * i].o.disposition, filtered[i]);
		assert_int_equal(s.rows[2 * i + 1].o.disposition,
			filtered[i] == OBSERVATION_BLOCKED ? OBSERVATION_ALLOWED
							   : filtered[i]);
	}
	str_release(&text);
	scene_close(&s);
}

static void bad_lines(void **state)
{
	static const char *const lines[][2] = {
		{ "nonsense", "no JSON object" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"h.exa",
			"the record ends in the middle" },
		{ "{\"QH\":\"h.example\",\"QT\":\"A\",\"Result\":{}}",
			"no time" },
		{ "{\"T\":\"yesterday\",\"QH\":\"h.example\",\"Result\":{}}",
			"no valid time" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"not a host\","
		  "\"QT\":\"A\",\"Result\":{}}",
			"no host name" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"\\u001b[31m\","
		  "\"Result\":{}}",
			"no host name" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"h.example\"}",
			"no result" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"h.example\","
		  "\"Result\":{\"Reason\":\"x\"}}",
			"the reason is no number" },
		{ "{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"a.example\","
		  "\"QH\":\"b.example\",\"Result\":{}}",
			"a key stands twice" },
	};
	enum { LINES = sizeof(lines) / sizeof(lines[0]) };
	struct str text = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&text, current);
	for (size_t i = 0; i < LINES; i++)
		str_printf(&text, "%s\n", lines[i][0]);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, LINES);
	for (size_t i = 0; i < LINES; i++) {
		assert_int_equal(s.bad[i].line, i + 3);
		assert_string_equal(s.bad[i].reason, lines[i][1]);
	}
	str_release(&text);
	scene_close(&s);
}

/* An answer that cannot be read does not spoil its line. */
static void damaged_answers(void **state)
{
	static const char *const answers[] = { "AAA=", "!!!!", "AA",
		"EjSBgAABAAMAAAAABHB1c2g=" };
	struct str text = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < 4; i++)
		str_printf(&text,
			"{\"T\":\"2018-09-04T08:09:51Z\",\"QH\":\"h.example\","
			"\"QT\":\"A\",\"Result\":{},\"Answer\":\"%s\"}\n",
			answers[i]);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 4);
	for (size_t i = 0; i < 4; i++) {
		assert_string_equal(s.rows[i].answer, "");
		assert_non_null(
			strstr(s.rows[i].detail, "\"ev.answer_damaged\":true"));
	}
	str_release(&text);
	scene_close(&s);
}

static const char api[] =
	"{\"oldest\":\"2018-09-04T08:09:51Z\",\n \"data\": [\n  "
	"{\"answer\":[{\"type\":\"CNAME\",\"value\":\"lb.cloud.example.\"},"
	"{\"type\":\"A\",\"value\":\"192.0.2.80\",\"ttl\":1},{\"type\":"
	"\"TXT\",\"value\":\"x.example\"}],\"client\":\"192.0.2.7\","
	"\"client_info\":{\"name\":\"Phone\",\"whois\":{}},\"client_proto\":"
	"\"dot\",\"question\":{\"class\":\"IN\",\"name\":"
	"\"push.vendor.example\",\"type\":\"A\"},\"reason\":"
	"\"NotFilteredNotFound\",\"rules\":[],\"status\":\"NOERROR\","
	"\"time\":\"2018-09-04T10:09:52.5+02:00\"},\n  "
	"{\"question\":{\"host\":\"old.example\",\"type\":\"AAAA\"},"
	"\"reason\":\"FilteredBlackList\",\"rule\":\"||old^\",\"filterId\":1,"
	"\"time\":\"2018-09-04T08:09:51Z\",\"client\":\"192.0.2.8\"},\n  "
	"{\"question\":{\"name\":\"x.example\",\"type\":\"A\"},\"reason\":"
	"\"RewriteRule\",\"rules\":[{\"text\":\"r\",\"filter_list_id\":3}],"
	"\"time\":\"2018-09-04T08:09:50Z\"},\n  "
	"{\"question\":{\"name\":\"x.example\",\"type\":\"A\"},\"reason\":"
	"\"SomethingNew\",\"time\":\"2018-09-04T08:09:49Z\"}]}\n";

static void api_reply(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, api, NULL), 0);
	assert_int_equal(s.n, 4);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].answer, "lb.cloud.example 192.0.2.80");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].detail,
		"{\"client.name\":\"Phone\",\"dns.response_code\":\"NOERROR\","
		"\"network.protocol\":\"dot\"}");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(
		s.rows[0].o.position, (size_t)(strstr(api, "{\"answer") - api));
	assert_int_equal(api[s.rows[0].o.position + s.rows[0].o.length], ',');
	assert_string_equal(s.rows[1].host, "old.example");
	assert_string_equal(s.rows[1].type, "AAAA");
	assert_string_equal(s.rows[1].rule, "||old^");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[2].rule, "r");
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_REWRITTEN);
	assert_int_equal(s.rows[3].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(
		s.rows[3].o.disposition_source, OBSERVATION_SOURCE_NONE);
	forms_check(&s, "adguardhome", api, 4, NULL);
	assert_int_equal(scene_import_bytes(&s, "adguardhome", api,
				 sizeof(api) - 60, NULL),
		0);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "the record ends in the middle");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(current_lines),
		cmocka_unit_test(old_lines),
		cmocka_unit_test(reasons),
		cmocka_unit_test(bad_lines),
		cmocka_unit_test(damaged_answers),
		cmocka_unit_test(api_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
