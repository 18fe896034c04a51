/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define EVENT(second, type, from, to, rest)                                    \
	"{\"timestamp\":\"2018-09-04T10:09:" second ".222000+0200\","          \
	"\"flow_id\":9007199254740993,\"event_type\":\"" type                  \
	"\",\"src_ip\":\"" from "\",\"src_port\":40000,\"dest_ip\":\"" to      \
	"\",\"dest_port\":443,\"proto\":\"TCP\"," rest "}\n"

static const char events[] = EVENT("50", "tls", "192.0.2.7", "192.0.2.80",
	"\"tls\":{\"sni\":\"Push.Vendor.example\",\"version\":"
	"\"TLS 1.3\"}") EVENT("51", "tls", "192.0.2.7", "2001:db8::80",
	"\"tls\":{}") EVENT("52", "quic", "192.0.2.7", "192.0.2.80",
	"\"quic\":{\"sni\":\"q.example\"}") EVENT("53", "http", "192.0.2.7",
	"192.0.2.80",
	"\"http\":{\"hostname\":\"h.example:8080\",\"url\":\"\\/x\","
	"\"http_method\":\"GET\",\"status\":200}") EVENT("54", "flow",
	"192.0.2.7", "192.0.2.80",
	"\"app_proto\":\"tls\",\"flow\":{\"bytes_toserver\":216833,"
	"\"bytes_toclient\":10333230,\"start\":"
	"\"2018-09-04T10:09:00.000001+0200\"}") EVENT("55", "alert",
	"192.0.2.7", "192.0.2.80",
	"\"alert\":{\"action\":\"blocked\",\"signature\":\"S 1\","
	"\"category\":\"C\"},\"http\":{\"hostname\":\"h.example\"}") EVENT("56",
	"alert", "192.0.2.7", "192.0.2.80",
	"\"alert\":{\"action\":\"allowed\",\"signature\":\"S 2\"}")
	EVENT("57", "drop", "192.0.2.7", "192.0.2.80", "\"drop\":{}")
		EVENT("58", "fileinfo", "192.0.2.80", "192.0.2.7",
			"\"fileinfo\":{}") "{\"timestamp\":\"2018-09-04T10:09:"
					   "59.000000+0200\",\"event_type\":"
					   "\"stats\",\"stats\":{}}\n";

static void other_events(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, events, NULL), 0);
	assert_string_equal(s.result.importer->name, "suricata");
	assert_int_equal(s.n, 8);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "tls");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].answer, "192.0.2.80");
	assert_string_equal(s.rows[0].detail,
		"{\"destination.port\":443,\"tls.version\":\"TLS 1.3\"}");
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:50.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	assert_string_equal(s.rows[1].host, "2001:db8::80");
	assert_string_equal(s.rows[1].answer, "");
	assert_string_equal(s.rows[2].host, "q.example");
	assert_string_equal(s.rows[2].type, "quic");
	assert_string_equal(s.rows[3].host, "h.example");
	assert_int_equal(s.rows[3].o.kind, OBSERVATION_REQUEST);
	assert_string_equal(s.rows[3].detail,
		"{\"destination.port\":443,\"http.request.method\":\"GET\","
		"\"http.response.status_code\":200}");
	assert_string_equal(s.rows[4].host, "192.0.2.80");
	assert_string_equal(s.rows[4].type, "tls");
	assert_int_equal(s.rows[4].o.sent, 216833);
	assert_int_equal(s.rows[4].o.received, 10333230);
	assert_int_equal(
		s.rows[4].o.ns, scene_at("2018-09-04T08:09:00.000001Z"));
	assert_int_equal(s.rows[5].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[5].rule, "S 1");
	assert_string_equal(s.rows[5].host, "h.example");
	assert_int_equal(s.rows[6].o.disposition, OBSERVATION_ALLOWED);
	assert_string_equal(s.rows[6].type, "tcp");
	assert_int_equal(s.rows[7].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[7].o.disposition_source, OBSERVATION_SOURCE_FORMAT);
	forms_check(&s, "suricata", events, 8, NULL);
	scene_close(&s);
}

/* The ends of a packet of the server's: the client stays the client. */
static void packets_of_servers(void **state)
{
	static const char text[] =
		EVENT("50", "alert", "198.51.100.9", "192.168.1.23",
			"\"direction\":\"to_client\",\"flow\":{\"src_ip\":"
			"\"192.168.1.23\",\"dest_ip\":\"198.51.100.9\","
			"\"src_port\":40001,\"dest_port\":80},"
			"\"alert\":{\"action\":\"allowed\"}") EVENT("51",
			"drop", "198.51.100.9", "192.168.1.23",
			"\"direction\":\"to_client\",\"drop\":{}")
			EVENT("52", "drop", "192.168.1.23", "198.51.100.9",
				"\"direction\":\"to_server\",\"drop\":{}");
	static const char *const ports[] = { "\"destination.port\":80,",
		"\"destination.port\":40000,", "\"destination.port\":443," };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 3);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(s.rows[i].host, "198.51.100.9");
		assert_string_equal(s.rows[i].client, "192.168.1.23");
		assert_non_null(strstr(s.rows[i].detail, ports[i]));
	}
	scene_close(&s);
}

static void bad_lines(void **state)
{
	static const char text[] = EVENT("50", "tls", "192.0.2.7", "192.0.2.80",
		"\"tls\":{}") EVENT("50", "tls", "192.0.2.7", "no address",
		"\"tls\":{}") EVENT("50", "tls", "192.0.2.7", "192.0.2.80",
		"\"tls\":{\"sni\":\"a b\"}") EVENT("99", "tls", "192.0.2.7",
		"192.0.2.80", "\"tls\":{}") EVENT("50", "dns", "192.0.2.7",
		"192.0.2.80", "\"dns\":7") EVENT("50", "dns", "192.0.2.7",
		"192.0.2.80", "\"dns\":{\"type\":\"other\"}")
		EVENT("50", "dns", "192.0.2.7", "192.0.2.80",
			"\"dns\":{\"type\":\"query\",\"rrname\":\"a "
			"b\"}") EVENT("50", "dns", "192.0.2.7", "192.0.2.80",
			"\"dns\":{\"type\":\"answer\",\"id\":"
			"1}") "{\"timestamp\":\"2018-09-04T10:"
			      "09:50Z\"}\n"
			      "{\"timestamp\":\"2018";
	struct scene s;

	(void)state;
	scene_open(&s);
	forms_refuses(&s, "suricata", text, 1,
		"no address|no host name|no valid time|no DNS message|"
		"neither a query nor an answer|no host name|no host name|"
		"no event type|the record ends in the middle");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_events),
		cmocka_unit_test(packets_of_servers),
		cmocka_unit_test(bad_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
