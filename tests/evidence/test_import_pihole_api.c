/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

static const char v6[] =
	"{\"queries\": [\n {\"id\":1,\"time\":1536048591.222,\"type\":\"AAAA\","
	"\"status\":\"GRAVITY_CNAME\",\"dnssec\":\"UNKNOWN\",\"domain\":"
	"\"Push.Vendor.example\",\"upstream\":null,\"reply\":{\"type\":\"IP\","
	"\"time\":0.0002},\"client\":{\"ip\":\"192.0.2.7\",\"name\":"
	"\"phone.lan\"},\"list_id\":7,\"cname\":\"lb.cloud.example\"},\n"
	"{\"time\":1536048592,\"type\":\"A\",\"status\":\"FORWARDED\","
	"\"domain\":\"a.example\",\"client\":{\"ip\":\"0.0.0.0\",\"name\":"
	"null},\"cname\":null,\"list_id\":null}],\n \"cursor\":1,"
	"\"recordsTotal\":2,\"took\":0.1}\n";

static void version6(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, v6, NULL), 0);
	assert_string_equal(s.result.importer->name, "pihole-api");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "AAAA");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].answer, "lb.cloud.example");
	assert_string_equal(s.rows[0].rule, "GRAVITY_CNAME");
	assert_string_equal(s.rows[0].detail,
		"{\"client.name\":\"phone.lan\",\"ev.reply_type\":\"IP\","
		"\"ev.status\":\"GRAVITY_CNAME\",\"rule.id\":7}");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_string_equal(s.rows[1].client, "");
	assert_string_equal(s.rows[1].answer, "");
	forms_check(&s, "pihole-api", v6, 2, NULL);
	forms_refuses(&s, "pihole-api",
		"{\"queries\":[{\"time\":1536048592,\"type\":\"A\",\"status\":"
		"\"CACHE\",\"domain\":\"a.example\"},{\"time\":1536048592,"
		"\"type\":\"A\",\"status\":\"NEWER\",\"domain\":\"a b\"},"
		"{\"time\":\"x\",\"domain\":\"a.example\"},{\"time\":"
		"1536048592,"
		"\"domain\":7.5},17,{\"time\":15360",
		1,
		"no host name|no valid time|no host name|no query|the record "
		"ends in the middle");
	scene_close(&s);
}

/* A status of a later version is unknown, not an error. */
static void later_versions(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"{\"queries\":[{\"time\":1536048592,\"type\":\"A\","
			"\"status\":\"NEWER\",\"domain\":\"a.example\","
			"\"client\":{\"ip\":\"0.0.0.0\"}}]}",
			NULL),
		0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_string_equal(s.rows[0].rule, "");
	assert_string_equal(s.rows[0].client, "");
	assert_string_equal(s.rows[0].detail, "{\"ev.status\":\"NEWER\"}");
	assert_int_equal(scene_import(&s, NULL,
				 "{\"data\":[[1536048591,\"A\",\"a.example\","
				 "\"0.0.0.0\",99]]}",
				 NULL),
		0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_string_equal(s.rows[0].client, "");
	assert_string_equal(s.rows[0].detail, "{\"ev.status\":\"99\"}");
	scene_close(&s);
}

static void version5(void **state)
{
	static const char v5[] =
		"{\"data\":[[1536048591,\"A\",\"push.vendor.example\","
		"\"phone.lan\",5,\"\",4,0.0002,0],[\"1536048592\",\"TYPE65\","
		"\"a.example\",\"192.0.2.7\",\"2\",\"192.0.2.53#53\"]]}";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, v5, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].client, "phone.lan");
	assert_string_equal(s.rows[0].rule, "DENYLIST");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	forms_check(&s, "pihole-api", v5, 2, NULL);
	forms_refuses(&s, "pihole-api",
		"{\"data\":[[1536048591,\"A\",\"a.example\",\"c\",1],"
		"[1536048591,\"A\",\"a.example\",\"c\",\"x\"],"
		"[1536048591,\"A\"],[1536048591,\"A\",\"a b\",\"c\",1]]}",
		1,
		"the status is no number|fewer "
		"fields than a query has|no host name");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version6),
		cmocka_unit_test(later_versions),
		cmocka_unit_test(version5),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
