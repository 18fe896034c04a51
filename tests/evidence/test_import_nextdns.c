/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define HEADER                                                                 \
	"timestamp,domain,query_type,dnssec,protocol,client_ip,status,"        \
	"reasons,destination_country,root_domain,device_id,device_name,"       \
	"device_model,device_local_ip,matched_name,client_name\n"

static void downloaded(void **state)
{
	static const char text[] = HEADER
		"2018-09-04T08:09:51.222Z,Push.Vendor.example,A,false,"
		"DNS-over-HTTPS,192.0.2.7,blocked,\"OISD, \"\"Deny\"\"\",FR,"
		"vendor.example,SECRET,My phone,Model 1,,alias.example,cli\n"
		"2018-09-04T08:09:50.000Z,a.example,HTTPS,false,UDP,192.0.2.7,"
		",,,,,,,,,\n"
		"2018-09-04T08:09:49.000Z,b.example,A,false,UDP,192.0.2.7,"
		"allowed,Allowlist,,,,,,,,\n"
		"2018-09-04T08:09:48.000Z,c.example,A,false,UDP,192.0.2.7,"
		"later,,,,,,,,,\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "nextdns");
	assert_int_equal(s.n, 4);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "My phone");
	assert_string_equal(s.rows[0].rule, "OISD, \"Deny\"");
	assert_string_equal(s.rows[0].detail,
		"{\"client.ip\":\"192.0.2.7\","
		"\"destination.geo.country_iso_code\":\"FR\","
		"\"device.model.name\":\"Model 1\",\"ev.matched\":"
		"\"alias.example\",\"network.protocol\":\"DNS-over-HTTPS\","
		"\"user_agent.name\":\"cli\"}");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_EXACT);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(
		s.rows[1].o.disposition_source, OBSERVATION_SOURCE_FORMAT);
	assert_string_equal(s.rows[1].client, "192.0.2.7");
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(
		s.rows[2].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[3].o.disposition, OBSERVATION_UNKNOWN);
	forms_check(&s, "nextdns", text, 4, NULL);
	/* An older file, with fewer columns. */
	assert_int_equal(
		scene_import(&s, NULL,
			"timestamp,domain,query_type,dnssec,protocol,client_ip,"
			"status\n2018-09-04T08:09:51Z,a.example,A,false,UDP,"
			"192.0.2.7,blocked\n",
			NULL),
		0);
	assert_int_equal(s.n, 1);
	forms_refuses(&s, "nextdns",
		"timestamp,domain,query_type,status\n"
		"2018-09-04T08:09:51Z,a.example,A,\nsoon,a.example,A,\n"
		"2018-09-04T08:09:51Z,a b,A,\n2018-09-04T08:09:51Z,a.ex",
		1,
		"no valid time|no host name|fewer fields than the heading has");
	scene_close(&s);
}

static const char api[] =
	"{\"data\":[{\"timestamp\":\"2018-09-04T08:09:51.222Z\",\"domain\":"
	"\"push.vendor.example\",\"root\":\"vendor.example\",\"tracker\":"
	"\"vendor\",\"encrypted\":true,\"protocol\":\"DNS-over-HTTPS\","
	"\"clientIp\":\"192.0.2.7\",\"client\":\"cli\",\"device\":{\"id\":"
	"\"SECRET\",\"name\":\"My phone\",\"model\":\"Model 1\"},\"status\":"
	"\"blocked\",\"reasons\":[{\"id\":\"blocklist:oisd\",\"name\":"
	"\"OISD\"},{\"id\":\"denylist\"}]},{\"timestamp\":"
	"\"2018-09-04T08:09:50.000Z\",\"domain\":\"a.example\",\"root\":"
	"\"a.example\",\"status\":\"default\",\"reasons\":[]},{\"timestamp\":"
	"\"2018-09-04T08:09:49.000Z\",\"domain\":\"a.example\",\"status\":"
	"\"error\"}],\"meta\":{\"pagination\":{\"cursor\":\"x\"}}}";

static void api_reply(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, api, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_string_equal(s.rows[0].client, "My phone");
	assert_string_equal(s.rows[0].rule, "OISD, denylist");
	assert_null(strstr(s.rows[0].detail, "SECRET"));
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_LOWER_BOUND);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ERROR);
	forms_check(&s, "nextdns", api, 3, NULL);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(downloaded),
		cmocka_unit_test(api_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
