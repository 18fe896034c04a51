/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define HEAD(path)                                                             \
	"#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n"         \
	"#unset_field\t-\n#path\t" path "\n#open\t2018-09-04-10-00-00\n"

static const char dns[] = HEAD(
	"dns") "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_"
	       "p\tproto\t"
	       "query\tqtype\tqtype_name\trcode_name\tanswers\trejected\n"
	       "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tcou"
	       "nt\t"
	       "string\tstring\tvector[string]\tbool\n"
	       "1536048591.222000\tC1\t192.0.2.7\t4000\t192.0.2.53\t53\tudp\t"
	       "Push.Vendor.example\t1\tA\tNOERROR\tlb.cloud.example,192.0.2."
	       "80\tF\n"
	       "1536048592.000000\tC1\t192.0.2.7\t4000\t192.0.2.53\t53\tudp\t"
	       "a.example\t65\t-\tNOERROR\t0.0.0.0\tF\n"
	       "1536048593.000000\tC1\t192.0.2.7\t4000\t192.0.2.53\t53\tudp\t"
	       "a.example\t1\tA\tREFUSED\t(empty)\tT\n"
	       "1536048594.000000\tC1\t192.0.2.7\t4000\t192.0.2.53\t53\tudp\t"
	       "b\\x2d1.example\t1\tA\t-\t-\tF\n"
	       "#close\t2018-09-04-11-00-00\n";

static void table_of_dns(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, dns, NULL), 0);
	assert_string_equal(s.result.importer->name, "zeek");
	assert_int_equal(s.n, 4);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].answer, "lb.cloud.example 192.0.2.80");
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[1].o.disposition_source, OBSERVATION_SOURCE_ANSWER);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ERROR);
	assert_string_equal(s.rows[2].answer, "");
	assert_string_equal(s.rows[3].host, "b-1.example");
	assert_string_equal(s.rows[3].detail, "");
	forms_check(&s, "zeek", dns, 4, NULL);
	scene_close(&s);
}

static void tables_of_connections(void **state)
{
	static const char text[] = HEAD(
		"ssl") "#fields\tts\tid.orig_h\tid.resp_h\tid.resp_p\tversion\t"
		       "server_name\testablished\n"
		       "1536048591.222000\t192.0.2.7\t192.0.2.80\t443\tTLSv13\t"
		       "push.vendor.example\tT\n"
		       "1536048591.222000\t192.0.2.7\t2001:db8::"
		       "1\t443\tTLSv13\t-\tT\n" HEAD(
			       "conn") "#fields\tts\tid.orig_h\tid.resp_h\tid."
				       "resp_p\tproto\tservice\t"
				       "orig_bytes\tresp_bytes\tconn_state\n"
				       "1536048591.222000\t192.0.2.7\t192.0.2."
				       "80\t443\ttcp\tssl\t100\t"
				       "200\tSF\n"
				       "1536048591.222000\t192.0.2.7\t192.0.2."
				       "80\t9\tudp\t-\t-\t-\tS0\n" HEAD(
					       "http") "#fields\tts\tid.orig_"
						       "h\tid.resp_h\tid.resp_"
						       "p\tmethod\thost\t"
						       "status_code\n"
						       "1536048591.222000\t192."
						       "0.2.7\t192.0.2."
						       "80\t80\tGET\t"
						       "h.example:"
						       "80\t200\n" HEAD(
							       "quic") "#fields"
								       "\tts\ti"
								       "d.orig_"
								       "h\tid."
								       "resp_"
								       "h\tid."
								       "resp_"
								       "p\tvers"
								       "ion\t"
								       "client_"
								       "initial"
								       "_dcid\t"
								       "server_"
								       "name\n"
								       "1536048"
								       "591."
								       "222000"
								       "\t192."
								       "0.2."
								       "7\t192."
								       "0.2."
								       "80\t443"
								       "\t1\tab"
								       "c\t"
								       "q."
								       "example"
								       "\n" HEAD(
									       "files") "#fields\tts\tid.orig_h\nnot read\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 6);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "tls");
	assert_string_equal(s.rows[0].answer, "192.0.2.80");
	assert_string_equal(s.rows[0].detail,
		"{\"destination.port\":443,\"tls.version\":\"TLSv13\"}");
	assert_string_equal(s.rows[1].host, "2001:db8::1");
	assert_string_equal(s.rows[2].type, "tls");
	assert_int_equal(s.rows[2].o.sent, 100);
	assert_int_equal(s.rows[2].o.received, 200);
	assert_string_equal(s.rows[3].type, "udp");
	assert_int_equal(s.rows[3].o.sent, 0);
	assert_string_equal(s.rows[4].host, "h.example");
	assert_int_equal(s.rows[4].o.kind, OBSERVATION_REQUEST);
	assert_string_equal(s.rows[5].type, "quic");
	assert_string_equal(s.rows[5].host, "q.example");
	scene_close(&s);
}

static const char json[] =
	"{\"_path\":\"dns\",\"ts\":\"2018-09-04T08:09:51.222000Z\","
	"\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":\"192.0.2.53\","
	"\"query\":\"push.vendor.example\",\"qtype_name\":\"A\","
	"\"rcode_name\":\"SERVFAIL\",\"rejected\":false,\"answers\":"
	"[\"lb.cloud.example\",\"192.0.2.80\"]}\n"
	"{\"ts\":1536048591.222,\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":"
	"\"192.0.2.53\",\"trans_id\":1,\"query\":\"a.example\","
	"\"qtype\":28,\"rejected\":true}\n"
	"{\"ts\":1536048591.222,\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":"
	"\"192.0.2.80\",\"id.resp_p\":443,\"established\":true,"
	"\"server_name\":\"b.example\"}\n"
	"{\"ts\":1536048591.222,\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":"
	"\"192.0.2.80\",\"client_initial_dcid\":\"x\",\"server_name\":"
	"\"c.example\"}\n"
	"{\"ts\":1536048591.222,\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":"
	"\"192.0.2.80\",\"trans_depth\":1,\"host\":\"d.example\"}\n"
	"{\"ts\":1536048591.222,\"id.orig_h\":\"192.0.2.7\",\"id.resp_h\":"
	"\"192.0.2.80\",\"conn_state\":\"SF\",\"proto\":\"tcp\","
	"\"orig_bytes\":7}\n"
	"{\"_path\":\"x509\",\"ts\":1536048591.222,\"id.orig_h\":"
	"\"192.0.2.7\",\"id.resp_h\":\"192.0.2.80\"}\n";

static void as_json(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, json, NULL), 0);
	assert_int_equal(s.n, 6);
	assert_int_equal(s.n_bad, 0);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ERROR);
	assert_string_equal(s.rows[0].answer, "lb.cloud.example 192.0.2.80");
	assert_string_equal(s.rows[1].type, "AAAA");
	assert_int_equal(s.rows[1].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ERROR);
	assert_string_equal(s.rows[2].type, "tls");
	assert_string_equal(s.rows[3].type, "quic");
	assert_string_equal(s.rows[4].type, "http");
	assert_string_equal(s.rows[5].type, "tcp");
	assert_int_equal(s.rows[5].o.sent, 7);
	forms_check(&s, "zeek", json, 6, NULL);
	scene_close(&s);
}

static void bad_lines(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	forms_refuses(&s, "zeek",
		"1\t2\n" HEAD(
			"dns") "#fields\tts\tid.orig_h\tquery\tqtype_name\n"
			       "1536048591.2\t192.0.2.7\ta.example\tA\n"
			       "XXXX.X\t192.0.2.7\ta.example\tA\n"
			       "1536048591.2\t192.0.2.7\t-\tA\n"
			       "1536048591.2\t192.0.2.7\ta\\x0ab.example\tA\n"
			       "1536048591.2\t192.0.2.7\ta.example\tA\tmore\n"
			       "{\"ts\":1536\n"
			       "1536048591.2\t192.0.2.7",
		1,
		"no heading before it|no valid time|no name was looked up|no "
		"host name|more fields than the heading has|the record ends in "
		"the middle|fewer fields than the heading has");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_of_dns),
		cmocka_unit_test(tables_of_connections),
		cmocka_unit_test(as_json),
		cmocka_unit_test(bad_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
