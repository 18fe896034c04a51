/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define ASKED(second, rest)                                                    \
	"{\"timestamp\":\"2018-09-04T10:09:" second ".222000+0200\","          \
	"\"flow_id\":1,\"event_type\":\"dns\",\"src_ip\":\"192.0.2.7\","       \
	"\"src_port\":40000,\"dest_ip\":\"192.0.2.53\",\"dest_port\":53,"      \
	"\"proto\":\"UDP\",\"dns\":{" rest "}}\n"
#define TOLD(second, rest)                                                     \
	"{\"timestamp\":\"2018-09-04T10:09:" second ".222000+0200\","          \
	"\"flow_id\":1,\"event_type\":\"dns\",\"src_ip\":\"192.0.2.53\","      \
	"\"src_port\":53,\"dest_ip\":\"192.0.2.7\",\"dest_port\":40000,"       \
	"\"proto\":\"UDP\",\"dns\":{" rest "}}\n"

static const char version1[] =
	ASKED("50", "\"type\":\"query\",\"id\":7,\"rrname\":"
		    "\"Push.Vendor.example\",\"rrtype\":\"A\"") ASKED("50",
		"\"type\":\"query\",\"id\":8,\"rrname\":"
		"\"push.vendor.example\",\"rrtype\":\"AAAA\"") TOLD("51",
		"\"type\":\"answer\",\"id\":7,\"rcode\":\"NOERROR\","
		"\"rrname\":\"push.vendor.example\",\"rrtype\":\"CNAME\","
		"\"ttl\":3,\"rdata\":\"lb.cloud.example\"")
		TOLD("51", "\"type\":\"answer\",\"id\":7,\"rcode\":\"NOERROR\","
			   "\"rrname\":\"lb.cloud.example\",\"rrtype\":\"A\","
			   "\"ttl\":3,\"rdata\":\"192.0.2.80\"") TOLD("51",
			"\"type\":\"answer\",\"id\":8,\"rcode\":\"SERVFAIL\","
			"\"rrname\":\"push.vendor.example\"") TOLD("51",
			"\"type\":\"answer\",\"id\":8,\"rcode\":\"SERVFAIL\","
			"\"rrtype\":\"SRV\",\"rdata\":\"\"");

static void of_version1(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, version1, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].answer, "lb.cloud.example 192.0.2.80");
	assert_string_equal(
		s.rows[0].detail, "{\"dns.response_code\":\"NOERROR\"}");
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_LOOKUP);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[0].o.line, 1);
	assert_string_equal(s.rows[1].type, "AAAA");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ERROR);
	forms_check(&s, "suricata", version1, 2, NULL);
	scene_close(&s);
}

static void of_version2(void **state)
{
	static const char text[] = ASKED("50",
		"\"version\":2,\"type\":\"query\",\"id\":7,"
		"\"rrname\":\"a.example\",\"rrtype\":\"A\"")
		ASKED("50", "\"version\":2,\"type\":\"answer\",\"id\":7,"
			    "\"rrname\":\"a.example\",\"rrtype\":\"A\","
			    "\"rcode\":\"NOERROR\",\"answers\":[{\"rrname\":"
			    "\"a.example\",\"rrtype\":\"CNAME\",\"rdata\":"
			    "\"b.example\"},{\"rrname\":\"b.example\","
			    "\"rrtype\":\"A\",\"rdata\":\"0.0.0.0\"},"
			    "{\"rrtype\":\"TXT\",\"rdata\":\"x.example\"}]")
		/* Its query is not there; only grouped. */
		TOLD("51", "\"version\":2,\"type\":\"answer\",\"id\":9,"
			   "\"rrname\":\"c.example\",\"rrtype\":\"A\","
			   "\"rcode\":\"NOERROR\",\"grouped\":{\"A\":"
			   "[\"192.0.2.80\"],\"CNAME\":[\"d.example\"]}");
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].answer, "b.example 0.0.0.0");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	assert_string_equal(s.rows[1].host, "c.example");
	assert_string_equal(s.rows[1].answer, "d.example 192.0.2.80");
	assert_string_equal(s.rows[1].client, "192.0.2.7");
	scene_close(&s);
}

static void of_version3(void **state)
{
	static const char text[] =
		ASKED("50", "\"version\":3,\"type\":\"request\",\"id\":7,"
			    "\"rcode\":\"NOERROR\",\"queries\":[{\"rrname\":"
			    "\"a.example\",\"rrtype\":\"HTTPS\"}]") TOLD("51",
			"\"version\":3,\"type\":\"response\",\"id\":7,"
			"\"rcode\":\"NXDOMAIN\",\"queries\":[{\"rrname\":"
			"\"a.example\",\"rrtype\":\"HTTPS\"}]") TOLD("52",
			"\"version\":3,\"type\":\"response\",\"id\":7,"
			"\"rcode\":\"NOERROR\",\"queries\":[{\"rrname\":"
			"\"other.example\",\"rrtype\":\"A\"}],\"answers\":"
			"[{\"rrtype\":\"A\",\"rdata\":\"192.0.2.81\"}]");
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].type, "HTTPS");
	assert_string_equal(s.rows[0].answer, "");
	assert_string_equal(
		s.rows[0].detail, "{\"dns.response_code\":\"NXDOMAIN\"}");
	assert_string_equal(s.rows[1].host, "other.example");
	assert_string_equal(s.rows[1].client, "192.0.2.7");
	scene_close(&s);
}

/* More look-ups at once than are held, and one that nobody answers. */
static void many_at_once(void **state)
{
	struct str text = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	for (int i = 0; i < 2000; i++)
		str_printf(&text,
			ASKED("50", "\"type\":\"query\",\"id\":%d,\"rrname\":"
				    "\"h%d.example\",\"rrtype\":\"A\""),
			i, i);
	for (int i = 0; i < 2000; i++)
		str_printf(&text,
			TOLD("51", "\"type\":\"answer\",\"id\":%d,\"rcode\":"
				   "\"NOERROR\",\"rrname\":\"h%d.example\","
				   "\"rrtype\":\"A\",\"rdata\":\"192.0.2.80\""),
			1999 - i, 1999 - i);
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_true(s.n >= 2000);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "h0.example");
	str_clear(&text);
	str_puts(&text, ASKED("10", "\"type\":\"query\",\"id\":1,\"rrname\":"
				    "\"h.example\",\"rrtype\":\"A\""));
	str_puts(&text, TOLD("30", "\"type\":\"answer\",\"id\":1,\"rcode\":"
				   "\"NOERROR\",\"rrname\":\"h.example\","
				   "\"rrtype\":\"A\",\"rdata\":\"192.0.2.8\""));
	assert_int_equal(scene_import(&s, NULL, text.p, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].answer, "");
	str_release(&text);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_version1),
		cmocka_unit_test(of_version2),
		cmocka_unit_test(of_version3),
		cmocka_unit_test(many_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
