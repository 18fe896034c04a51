/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define HEADER                                                                 \
	"RowNumber,Timestamp,ClientIpAddress,Protocol,ResponseType,"           \
	"ResponseRtt,RCODE,Domain,Type,Class,Answer\n"

static void exported(void **state)
{
	static const char text[] = HEADER
		"1,2018-09-04T08:09:51.2220000Z,192.0.2.7,Udp,Blocked,,"
		"NxDomain,Push.Vendor.example,A,IN,\n"
		"2,2018-09-04T08:09:52.0000000Z,192.0.2.7,Https,Recursive,"
		"33.45,NoError,a.example,AAAA,IN,\"lb.example, 2001:db8::1\"\n"
		"3,2018-09-04T08:09:53.0000000Z,192.0.2.7,Tls,Dropped,,"
		"ServerFailure,a.example,A,IN,\n"
		"4,2018-09-04T08:09:53.0000000Z,192.0.2.7,Tls,Later,,"
		"NoError,a.example,A,IN,\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "technitium");
	assert_int_equal(s.n, 4);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[0].detail,
		"{\"dns.response_code\":\"NXDOMAIN\",\"network.protocol\":"
		"\"udp\"}");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_string_equal(s.rows[1].answer, "lb.example 2001:db8::1");
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ERROR);
	assert_string_equal(s.rows[2].detail,
		"{\"dns.response_code\":\"SERVFAIL\",\"network.protocol\":"
		"\"tls\"}");
	assert_int_equal(s.rows[3].o.disposition, OBSERVATION_UNKNOWN);
	forms_check(&s, "technitium", text, 4, NULL);
	forms_refuses(&s, "technitium",
		HEADER "1,2018-09-04T08:09:51Z,192.0.2.7,Udp,Cached,,NoError,"
		       "a.example,A,IN,\n"
		       "2,,192.0.2.7,Udp,Cached,,NoError,a.example,A,IN,\n"
		       "3,2018-09-04T08:09:51Z,192.0.2.7,Udp,Cached,,NoError,"
		       "a b,A,IN,\n"
		       "4,2018-09-04T08:09:51Z,192.0.2.7,Udp,,,NoError,"
		       "a.example,A,IN,\n"
		       "5,2018-09-04T08:09:51Z,192.0.2.7,Udp",
		1,
		"no time|no host name|no response type|fewer fields than the "
		"heading has");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(exported),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
