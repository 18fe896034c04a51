/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define HEADER                                                                 \
	"date,direction,uid,ipAddress,remoteHostname,protocol,port,"           \
	"connectCount,denyCount,byteCountIn,byteCountOut,"                     \
	"connectingExecutable,parentAppExecutable\n"

static void traffic(void **state)
{
	static const char text[] = HEADER
		"2018-09-04T08:09:00Z,out,501,192.0.2.80,Push.Vendor.example,"
		"6,443,2,0,1284,199,\"/Applications/A, "
		"B.app\",/Applications/C\n"
		"2018-09-04T08:10:00Z,out,501,,tracker.example,17,443,0,3,0,0,"
		"/Applications/A.app,\n"
		"2018-09-04T08:11:00Z,in,501,2001:db8::1,,200,0,5,2,10,20,,\n"
		"2018-09-04T08:12:00Z,out,501,,c.example,6,443,0,0,7,0,,\n"
		"2018-09-04T08:12:00Z,out,501,,d.example,6,443,2,2,0,0,,\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "littlesnitch");
	assert_int_equal(s.n, 6);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].answer, "192.0.2.80");
	assert_string_equal(s.rows[0].type, "tcp");
	assert_string_equal(s.rows[0].app, "/Applications/A, B.app");
	assert_string_equal(s.rows[0].detail,
		"{\"destination.port\":443,\"process.parent.executable\":"
		"\"/Applications/C\"}");
	assert_int_equal(s.rows[0].o.received, 1284);
	assert_int_equal(s.rows[0].o.sent, 199);
	assert_int_equal(s.rows[0].o.count, 2);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MIN);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[1].o.count, 3);
	assert_string_equal(s.rows[2].host, "2001:db8::1");
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[2].o.count, 2);
	assert_int_equal(s.rows[2].o.received, 0);
	assert_string_equal(
		s.rows[2].detail, "{\"network.direction\":\"inbound\"}");
	assert_string_equal(s.rows[3].host, "2001:db8::1");
	assert_int_equal(s.rows[3].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[3].o.count, 3);
	assert_int_equal(s.rows[3].o.received, 10);
	assert_int_equal(s.rows[4].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[4].o.count_kind, OBSERVATION_COUNT_LOWER_BOUND);
	assert_int_equal(s.rows[5].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[5].o.count, 2);
	forms_check(&s, "littlesnitch", text, 6, NULL);
	forms_refuses(&s, "littlesnitch",
		HEADER "2018-09-04T08:09:00Z,out,501,,a.example,6,1,1,0,0,0,,\n"
		       "2018-09-04T08:09:00Z,up,501,,a.example,6,1,1,0,0,0,,\n"
		       "2018-09-04T08:09:00Z,out,501,,,6,1,1,0,0,0,,\n"
		       "2018-09-04T08:09:00Z,out,1,,a.example,6,1,x,0,0,0,,\n"
		       "yesterday,out,501,,a.example,6,1,1,0,0,0,,\n"
		       "2018-09-04T08:09:00Z,out,501,,a.ex",
		1,
		"no direction|no host name|a count is no number|no valid time|"
		"fewer fields than the heading has");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(traffic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
