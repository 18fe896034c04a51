/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

static void stream(void **state)
{
	static const char text[] =
		"{\"time\": \"2018-09-04T08:09:51Z\", \"query\": "
		"\"Push.Vendor.example\", \"query_type\": \"A\", \"src_ip\": "
		"\"192.0.2.7\", \"reply_code_id\": 0, \"protocol\": \"doh\", "
		"\"answers\": {\"ips\": [\"0.0.0.0\"]}, \"organisation\": null,"
		" \"user\": {\"id\": \"SECRET\"}, \"device\": {\"id\": "
		"\"SECRET\", \"name\": \"Phone\"}}\n"
		"{\"time\":\"2018-09-04T08:09:52Z\",\"query\":\"a.example\","
		"\"query_type\":\"HTTPS\",\"src_ip\":\"192.0.2.7\","
		"\"reply_code_id\":2,\"protocol\":\"dot\"}\n"
		"{\"time\":\"2018-09-04T08:09:53Z\",\"query\":\"a.example\","
		"\"query_type\":\"A\",\"src_ip\":\"192.0.2.7\","
		"\"reply_code_id\":0,\"answers\":{\"ips\":[\"192.0.2.80\"]}}\n"
		"{\"time\":\"2018-09-04T08:09:54Z\",\"query\":\"a.example\","
		"\"query_type\":\"A\",\"src_ip\":\"192.0.2.7\","
		"\"reply_code_id\":0,\"action\":{\"type\":\"BLOCK\"}}\n"
		"{\"time\":\"2018-09-04T08:09:55Z\",\"query\":\"a.example\","
		"\"query_type\":\"A\",\"src_ip\":\"192.0.2.7\","
		"\"reply_code_id\":0,\"action\":\"bypass\",\"answers\":"
		"{\"ips\":[\"0.0.0.0\"]}}\n"
		"{\"time\":\"2018-09-04T08:09:56Z\",\"query\":\"a.example\","
		"\"query_type\":\"A\",\"src_ip\":\"192.0.2.7\","
		"\"reply_code_id\":0,\"action\":\"tickle\"}\n";
	static const int want[] = { OBSERVATION_BLOCKED, OBSERVATION_ERROR,
		OBSERVATION_UNKNOWN, OBSERVATION_BLOCKED, OBSERVATION_ALLOWED,
		OBSERVATION_UNKNOWN };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "controld");
	assert_int_equal(s.n, 6);
	for (int i = 0; i < 6; i++)
		assert_int_equal(s.rows[i].o.disposition, want[i]);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "Phone");
	assert_string_equal(s.rows[0].detail,
		"{\"client.ip\":\"192.0.2.7\",\"dns.response_code\":"
		"\"NOERROR\",\"network.protocol\":\"doh\"}");
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	assert_string_equal(s.rows[1].client, "192.0.2.7");
	assert_int_equal(
		s.rows[3].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	forms_check(&s, "controld", text, 6, NULL);
	forms_refuses(&s, "controld",
		"{\"time\":\"2018-09-04T08:09:56Z\",\"query\":\"a.example\"}\n"
		"{\"query\":\"a.example\"}\n"
		"{\"time\":\"2018-09-04T08:09:56Z\",\"query\":\"a b\"}\n"
		"{\"time\":\"2018-09-04T08:09:56Z\"}\n{\"time\":\"2018",
		1,
		"no time|no host name|no host name|the record ends in the "
		"middle");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stream),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
