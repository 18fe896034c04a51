/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#include "evidence/technitium_db.h"

/* The code of the response, by its word as in the CSV; and a type that is
 * none. */
static void codes(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s,
			"CREATE TABLE dns_logs(dlid INTEGER PRIMARY KEY,"
			" timestamp DATETIME, client_ip TEXT, response_type,"
			" rcode, qname TEXT, qtype, answer TEXT);"
			"INSERT INTO dns_logs VALUES"
			"(1, '2018-07-16 07:03:11.413', '192.0.2.7', 2, 3,"
			" 'a.example', 1, NULL),"
			"(2, '2018-07-16 07:03:12', '192.0.2.7', 2, 300,"
			" 'b.example', 65537, ''),"
			"(3, '2018-07-16 07:03:12', '192.0.2.7', 2, NULL,"
			" 'c.example', -1, '')"),
		0);
	assert_string_equal(s.result.importer->name, "technitium");
	assert_int_equal(s.n, 3);
	assert_string_equal(
		s.rows[0].detail, "{\"dns.response_code\":\"NXDOMAIN\"}");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(
		s.rows[1].detail, "{\"dns.response_code\":\"300\"}");
	assert_string_equal(s.rows[1].type, "");
	assert_string_equal(s.rows[2].detail, "");
	assert_string_equal(s.rows[2].type, "");
	scene_close(&s);
}

/* Read as what another importer of that name would hand over. */
static void responses(void **state)
{
	static const struct importer_options none;
	struct importer_job job = { .options = &none };
	struct scene s;

	(void)state;
	scene_open(&s);
	job.path = database_make(&s,
		"CREATE TABLE dns_logs(dlid INTEGER PRIMARY KEY, timestamp"
		" DATETIME, client_ip TEXT, response_type, rcode, qname TEXT,"
		" qtype, answer TEXT);"
		"INSERT INTO dns_logs VALUES"
		"(1, '2018-07-16 07:03:11.413', '192.0.2.7', 4, 3,"
		" 'push.example', 1, NULL),"
		"(2, '2018-07-16 07:03:12', '192.0.2.7', 2, 0, 'b.example',"
		" 65, 'HTTPS 1'),"
		"(3, '2018-07-16 07:03:12', '192.0.2.7', 99, 0, 'c.example',"
		" 1, ''),"
		"(4, 'yesterday', '192.0.2.7', 1, 0, 'c.example', 1, '')");
	assert_int_equal(technitium_db_read(&job), 0);
	assert_int_equal(job.good, 3);
	assert_int_equal(job.bad, 1);
	assert_int_equal(job.by[OBSERVATION_BLOCKED], 1);
	assert_int_equal(job.by[OBSERVATION_ALLOWED], 1);
	assert_int_equal(job.by[OBSERVATION_UNKNOWN], 1);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(codes),
		cmocka_unit_test(responses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
