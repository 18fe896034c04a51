/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

static const char report[] =
	"{\"domain\":\"Push.Vendor.example\",\"firstTimeStamp\":"
	"\"2018-09-04T10:00:00.000+02:00\",\"context\":\"\",\"timeStamp\":"
	"\"2018-09-04T10:09:51.222+02:00\",\"domainType\":1,"
	"\"initiatedType\":\"AppInitiated\",\"hits\":7,\"domainOwner\":"
	"\"Vendor\",\"bundleID\":\"com.vendor.app\",\"type\":"
	"\"networkActivity\",\"domainClassification\":1}\n"
	"{\"type\":\"networkActivity\",\"hits\":1,\"bundleID\":\"a.b\","
	"\"domain\":\"192.0.2.7\",\"timeStamp\":\"2018-09-04T08:09:51Z\","
	"\"firstTimeStamp\":\"2018-09-04T08:09:51Z\"}\n"
	"{\"type\":\"somethingNew\",\"x\":1}\n"
	"{\"accessor\":{\"identifier\":\"com.vendor.app\","
	"\"identifierType\":\"bundleID\"},\"category\":\"contacts\","
	"\"identifier\":\"F00D\",\"kind\":\"intervalBegin\",\"timeStamp\":"
	"\"2018-09-04T10:09:51.222+02:00\",\"type\":\"access\"}\n"
	"{\"stream\":\"com.apple.privacy.accounting.stream.tcc\","
	"\"tccService\":\"kTCCServiceMicrophone\",\"kind\":\"event\","
	"\"timestamp\":\"2018-09-04T10:09:51.222+02:00\",\"accessor\":"
	"{\"identifier\":\"com.vendor.app\"}}\n";

static void whole(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, report, NULL), 0);
	assert_string_equal(s.result.importer->name, "ios-app-privacy-report");
	assert_int_equal(s.n, 4);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].app, "com.vendor.app");
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[0].o.count, 7);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_WINDOW);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.window_end, s.rows[0].o.ns);
	assert_int_equal(
		s.rows[0].o.window_start, scene_at("2018-09-04T08:00:00Z"));
	assert_string_equal(s.rows[0].detail,
		"{\"ev.domain_owner\":\"Vendor\",\"ev.domain_type\":1,"
		"\"ev.initiated\":\"AppInitiated\"}");
	assert_string_equal(s.rows[1].host, "192.0.2.7");
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[1].o.window_start, 0);
	assert_int_equal(s.rows[2].o.kind, OBSERVATION_EVENT);
	assert_string_equal(s.rows[2].host, "");
	assert_string_equal(s.rows[2].app, "com.vendor.app");
	assert_string_equal(s.rows[2].type, "access");
	assert_string_equal(s.rows[2].detail,
		"{\"ev.action\":\"intervalBegin\",\"ev.category\":"
		"\"contacts\"}");
	/* Its ids stay out. */
	assert_null(strstr(s.rows[2].detail, "F00D"));
	assert_int_equal(s.rows[3].o.kind, OBSERVATION_EVENT);
	assert_string_equal(s.rows[3].detail,
		"{\"ev.action\":\"event\",\"ev.category\":"
		"\"kTCCServiceMicrophone\"}");
	forms_check(&s, "ios-app-privacy-report", report, 4, NULL);
	scene_close(&s);
}

static void bad_lines(void **state)
{
	static const char *const lines[][2] = {
		{ "{\"type\":\"networkActivity\",\"domain\":\"x y\","
		  "\"timeStamp\":\"2018-09-04T08:09:51Z\"}",
			"no host name" },
		{ "{\"type\":\"networkActivity\",\"domain\":\"x.example\"}",
			"no time" },
		{ "{\"type\":\"networkActivity\",\"domain\":\"x.example\","
		  "\"timeStamp\":\"2018-09-04T08:09:51\"}",
			"a time without a zone; give the place with --tz" },
		{ "{\"type\":\"networkActivity\",\"domain\":\"x.example\","
		  "\"timeStamp\":\"2018-09-04T08:09:51Z\",\"firstTimeStamp\":"
		  "\"2018-09-05T08:09:51Z\"}",
			"the first time is later than the last" },
		{ "{\"type\":\"networkActivity\",\"domain\":\"x.example\","
		  "\"timeStamp\":\"2018-09-04T08:09:51Z\",\"hits\":0}",
			"no number of hits" },
		{ "{\"type\":\"networkActivity\",\"domain\":\"x.example\","
		  "\"timeStamp\":\"2018-09-04T08:09:51Z\",\"hits\":-1}",
			"no number of hits" },
		{ "{\"type\":\"access\",\"timeStamp\":"
		  "\"2018-09-04T08:09:51Z\"}",
			"no category of data" },
		{ "{\"type\":\"access\"", "the record ends in the middle" },
	};
	enum { LINES = sizeof(lines) / sizeof(lines[0]) };
	struct str text = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&text, report);
	for (size_t i = 0; i < LINES; i++)
		str_printf(&text, "%s\n", lines[i][0]);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 4);
	assert_int_equal(s.n_bad, LINES);
	for (size_t i = 0; i < LINES; i++)
		assert_string_equal(s.bad[i].reason, lines[i][1]);
	str_release(&text);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(bad_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
