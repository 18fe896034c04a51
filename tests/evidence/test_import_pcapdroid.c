/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define FRONT "IPProto,SrcIP,SrcPort,DstIp,DstPort,"
#define BACK                                                                   \
	"Proto,Status,Info,BytesSent,BytesRcvd,PktsSent,PktsRcvd,FirstSeen,"   \
	"LastSeen"

static void with_package(void **state)
{
	static const char text[] = FRONT
		"UID,App,PackageName," BACK ",Malicious\n"
		"6,10.215.173.1,40000,192.0.2.80,443,10145,Vendor,"
		"com.vendor.app,TLS,Closed,Push.Vendor.example,2061,1063,8,7,"
		"2018-09-04T10:09:51.222+02:00,2018-09-04T10:10:00.000+02:00,\n"
		"17,10.215.173.1,5000,192.0.2.53,53,10145,Foo, Inc., & Co,"
		"com.vendor.app,DNS,Closed,a.example,60,99,1,1,"
		"2018-09-04T10:09:51.222+0200,2018-09-04T10:09:52.000+0200,\n"
		"6,10.215.173.1,40000,2001:db8::1,443,-1,Weather, Radar,,QUIC,"
		"Unreachable,,60,0,1,0,2018-09-04T10:09:51.222+02:00,"
		"2018-09-04T10:09:52.000+02:00,yes\n"
		"6,10.215.173.1,40000,192.0.2.80,80,10145,Vendor,"
		"com.vendor.app,HTTP,Closed,a.example/p?x=1,2,3,1,2,1,4,"
		"2018-09-04T10:09:51.222+02:00,2018-09-04T10:09:52.000+02:00,"
		"\n"
		"17,10.215.173.1,5000,192.0.2.53,53,10145,Vendor,"
		"com.vendor.app,DNS,Closed,,61,63,1,1,"
		"2018-09-04T10:09:51.222+02:00,2018-09-04T10:09:52.000+02:00,"
		"\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "pcapdroid");
	assert_int_equal(s.n, 5);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].answer, "192.0.2.80");
	assert_string_equal(s.rows[0].client, "10.215.173.1");
	assert_string_equal(s.rows[0].app, "com.vendor.app");
	assert_string_equal(s.rows[0].type, "tls");
	assert_string_equal(s.rows[0].detail,
		"{\"destination.port\":443,\"ev.app_name\":\"Vendor\","
		"\"ev.status\":\"Closed\"}");
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(s.rows[0].o.sent, 2061);
	assert_int_equal(s.rows[0].o.received, 1063);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[1].o.kind, OBSERVATION_LOOKUP);
	assert_string_equal(s.rows[1].host, "a.example");
	assert_string_equal(s.rows[1].type, "");
	assert_non_null(strstr(s.rows[1].detail, "\"Foo, Inc., & Co\""));
	assert_string_equal(s.rows[2].app, "Weather, Radar");
	assert_string_equal(s.rows[2].host, "2001:db8::1");
	assert_string_equal(s.rows[2].answer, "");
	assert_non_null(strstr(s.rows[2].detail, "\"ev.malicious\":\"yes\""));
	/* What is no name is not taken for one. */
	assert_string_equal(s.rows[3].host, "192.0.2.80");
	assert_int_equal(s.rows[3].o.sent, 1);
	assert_int_equal(s.rows[3].o.received, 2);
	/* The resolver's address was not looked up. */
	assert_int_equal(s.rows[4].o.kind, OBSERVATION_CONNECTION);
	assert_string_equal(s.rows[4].host, "192.0.2.53");
	assert_string_equal(s.rows[4].type, "dns");
	assert_int_equal(s.rows[4].o.sent, 61);
	forms_check(&s, "pcapdroid", text, 5, NULL);
	scene_close(&s);
}

static void without_package(void **state)
{
	static const char epoch[] = FRONT
		"Uid,App," BACK "\n"
		"6,10.215.173.1,40000,192.0.2.80,443,10145,TLS, the app,Xiaomi"
		",Closed,push.vendor.example,2061,1063,8,7,1536048591222,"
		"1536048599000\n"
		"6,10.215.173.1,40000,192.0.2.80,443,10145,Vendor,NeverHeard,"
		"Closed,push.vendor.example,2061,1063,8,7,1536048591,"
		"1536048599\n"
		"17,10.215.173.1,40001,192.0.2.53,53,10145,Foo, Inc.,DNS,"
		"Closed,a.example,60,99,1,1,1536048591222,1536048599000\n";
	static const char iso[] = FRONT
		"UID,App," BACK "\n"
		"6,10.215.173.1,40000,192.0.2.80,443,10145,Vendor,TLS,Closed,"
		"push.vendor.example,2061,1063,8,7,"
		"2018-09-04T10:09:51.222+02:00,2018-09-04T10:10:00.000+02:00\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, epoch, NULL), 0);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_string_equal(s.rows[0].app, "TLS, the app");
	assert_string_equal(s.rows[0].type, "xiaomi");
	assert_string_equal(s.rows[1].app, "Vendor");
	assert_string_equal(s.rows[1].type, "neverheard");
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_S);
	assert_string_equal(s.rows[2].app, "Foo, Inc.");
	assert_int_equal(s.rows[2].o.kind, OBSERVATION_LOOKUP);
	forms_check(&s, "pcapdroid", epoch, 3, NULL);
	forms_check(&s, "pcapdroid", iso, 1, NULL);
	assert_int_equal(scene_import(&s, NULL, iso, NULL), 0);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	forms_refuses(&s, "pcapdroid",
		FRONT "UID,App," BACK "\n"
		      "6,c,1,192.0.2.80,443,1,V,TLS,Closed,a.example,1,2,3,4,"
		      "1536048591222,1536048591222\n"
		      "6,c,1,192.0.2.80,443,1,V,TLS,Closed,a.example,x,2,3,4,"
		      "1536048591222,1536048591222\n"
		      "6,c,1,192.0.2.80,443,1,V,TLS,Closed,a.example,1,2,3,4,"
		      "soon,1536048591222\n"
		      "6,c,1,nowhere at all,443,1,V,TLS,Closed,a.example,1,2,3,"
		      "4,1536048591222,1536048591222\n"
		      "6,c,1,192.0.2.80,443,1,V,W,No one knows,Closed,a.example"
		      ",1,2,3,4,1536048591222,1536048591222\n"
		      "6,c,1,192.0.2.80,443,1,V,TLS,Closed",
		1,
		"a count is no number|no valid time|no address|no protocol|"
		"fewer fields than the heading has");
	forms_refuses(&s, "pcapdroid",
		"6,c,1\n" FRONT "UID,App," BACK
		"\n6,c,1,192.0.2.80,443,1,V,TLS,Closed,a.example,1,2,3,4,"
		"1536048591222,1536048591222\n",
		1, "no heading before it");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(with_package),
		cmocka_unit_test(without_package),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
