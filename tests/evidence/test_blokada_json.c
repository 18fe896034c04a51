/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

static const char stats[] =
	"{\"entries\": {\"Push.Vendor.example;blocked\": {\"lastEncounter\": "
	"1536048591222, \"occurrences\": 8}, \"a.example;passed\": "
	"{\"occurrences\":1,\"lastEncounter\":1536048591000},"
	"\"b.example;passed_allowed\":{\"lastEncounter\":1536048591000,"
	"\"occurrences\":2},\"c.example;blocked_denied\":{\"lastEncounter\":"
	"1536048591000,\"occurrences\":3}}}";

static void totals(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, stats, NULL), 0);
	assert_string_equal(s.result.importer->name, "blokada");
	assert_int_equal(s.n, 4);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_int_equal(s.rows[0].o.count, 8);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[3].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(
		s.rows[3].detail, "{\"ev.action\":\"blocked_denied\"}");
	forms_check(&s, "blokada", stats, 4, NULL);
	forms_refuses(&s, "blokada",
		"{\"entries\":{\"a.example;passed\":{\"lastEncounter\":"
		"1536048591000,\"occurrences\":1},\"nothing\":{},"
		"\"a.example;maybe\":{},\"x y;passed\":{},"
		"\"a.example;blocked\":{\"occurrences\":1},"
		"\"a.example;passed\":{\"lastEncounter\":1536048591000},"
		"\"a.example;passed\":7,\"a.example;passed\":{\"lastEnc",
		1,
		"no host and outcome|an outcome that is not known|no host "
		"name|no time|no count|no JSON object|the record ends in the "
		"middle");
	scene_close(&s);
}

static const char activity[] =
	"{\"activity\":[{\"device_name\":\"Phone\",\"domain_name\":"
	"\"push.vendor.example\",\"action\":\"block\",\"list\":\"oisd\","
	"\"profile\":null,\"timestamp\":\"2018-09-04T08:09:51.222000Z\"},"
	"{\"device_name\":\"Phone\",\"domain_name\":\"a.example\",\"action\":"
	"\"fallthrough\",\"list\":\"\",\"timestamp\":"
	"\"2018-09-04T08:09:52Z\"},{\"domain_name\":\"a.example\",\"action\":"
	"\"allow\",\"timestamp\":\"2018-09-04T08:09:53Z\"}]}";

static void requests(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, activity, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.rows[0].client, "Phone");
	assert_string_equal(s.rows[0].rule, "oisd");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[2].o.count_kind, OBSERVATION_COUNT_EXACT);
	forms_check(&s, "blokada", activity, 3, NULL);
	forms_refuses(&s, "blokada",
		"{\"activity\":[{\"domain_name\":\"a.example\",\"action\":"
		"\"allow\",\"timestamp\":\"2018-09-04T08:09:53Z\"},"
		"{\"domain_name\":\"a.example\",\"action\":\"allow\"},"
		"{\"domain_name\":\"a.example\",\"timestamp\":"
		"\"2018-09-04T08:09:53Z\"},{\"domain_name\":\"a b\","
		"\"action\":\"allow\",\"timestamp\":\"2018-09-04T08:09:53Z\"},",
		1,
		"no time|no action|no host name|the file ends in the middle");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(totals),
		cmocka_unit_test(requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
