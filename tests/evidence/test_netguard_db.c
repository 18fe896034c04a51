/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#include "evidence/netguard_db.h"

#define SCHEMA                                                                 \
	"CREATE TABLE log(ID INTEGER PRIMARY KEY, time INTEGER, protocol"      \
	" INTEGER, saddr TEXT, daddr TEXT, dname TEXT, uid INTEGER, allowed"   \
	" INTEGER);"                                                           \
	"CREATE TABLE access(ID INTEGER PRIMARY KEY, uid INTEGER, protocol"    \
	" INTEGER, daddr TEXT, time INTEGER, allowed INTEGER, sent INTEGER,"   \
	" received INTEGER, connections INTEGER);"                             \
	"CREATE TABLE dns(ID INTEGER PRIMARY KEY, time INTEGER, qname TEXT,"   \
	" aname TEXT, resource TEXT, ttl INTEGER);"

static void tables(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s, SCHEMA
			"INSERT INTO log VALUES(1, 1531724591000, 6,"
			" '10.0.0.2', '192.0.2.1', 'push.example', 10145, 0),"
			"(2, 1531724592000, 17, '10.0.0.2', '192.0.2.2',"
			" NULL, 10145, NULL), (3, NULL, 6, '', '', '', 1, 1);"
			"INSERT INTO access VALUES(1, 10145, 6,"
			" 'push.example', 1531724593000, 1, 12, 34, 5),"
			"(2, 10145, 6, 'b.example', 1531724593000, 1, 0, 0,"
			" NULL);"
			"INSERT INTO dns VALUES(1, 1531724590000,"
			" 'push.example', 'lb.example', '192.0.2.1', 60000)"),
		0);
	assert_string_equal(s.result.importer->name, "netguard");
	assert_int_equal(s.n, 5);
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s.rows[0].app, "uid 10145");
	assert_string_equal(s.rows[0].client, "10.0.0.2");
	assert_string_equal(s.rows[1].host, "192.0.2.2");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[2].o.sent, 12);
	assert_int_equal(s.rows[2].o.received, 34);
	assert_int_equal(s.rows[2].o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_int_equal(s.rows[2].o.count, 5);
	assert_int_equal(s.rows[3].o.count_kind, OBSERVATION_COUNT_LAST);
	assert_int_equal(s.rows[3].o.count, 1);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[4].o.kind, OBSERVATION_LOOKUP);
	assert_string_equal(s.rows[4].answer, "lb.example 192.0.2.1");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(tables) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
