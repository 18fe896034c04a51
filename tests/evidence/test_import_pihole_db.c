/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#define V9                                                                     \
	"CREATE TABLE queries(id INTEGER PRIMARY KEY AUTOINCREMENT,"           \
	" timestamp INTEGER NOT NULL, type INTEGER NOT NULL, status INTEGER"   \
	" NOT NULL, domain TEXT NOT NULL, client TEXT NOT NULL, forward TEXT," \
	" additional_info TEXT);"                                              \
	"CREATE TABLE ftl(id INTEGER PRIMARY KEY NOT NULL, value BLOB);"
#define V12                                                                    \
	"CREATE TABLE ftl(id INTEGER PRIMARY KEY NOT NULL, value BLOB);"       \
	"CREATE TABLE query_storage(id INTEGER PRIMARY KEY AUTOINCREMENT,"     \
	" timestamp INTEGER NOT NULL, type INTEGER NOT NULL, status INTEGER"   \
	" NOT NULL, domain INTEGER NOT NULL, client INTEGER NOT NULL,"         \
	" forward INTEGER, additional_info INTEGER);"                          \
	"CREATE TABLE domain_by_id(id INTEGER PRIMARY KEY, domain TEXT);"      \
	"CREATE TABLE client_by_id(id INTEGER PRIMARY KEY, ip TEXT, name"      \
	" TEXT);"                                                              \
	"CREATE TABLE addinfo_by_id(id INTEGER PRIMARY KEY, type INTEGER,"     \
	" content);"                                                           \
	"INSERT INTO domain_by_id VALUES(1, 'push.example'), (2, "             \
	"'b.example');"                                                        \
	"INSERT INTO client_by_id VALUES(1, '192.0.2.7', 'phone');"            \
	"INSERT INTO addinfo_by_id VALUES(1, 1, 'tracker.example');"

static void old_form(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s,
			V9 "INSERT INTO queries VALUES"
			   "(1, 1531724591, 1, 1, 'Push.Example', '192.0.2.7',"
			   " NULL, NULL),"
			   "(2, 1531724592, 16, 2, 'b.example', '192.0.2.8',"
			   " '9.9.9.9#53', NULL)"),
		0);
	assert_string_equal(s.result.importer->name, "pihole-db");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].client, "192.0.2.7");
	assert_string_equal(s.rows[0].rule, "GRAVITY");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T07:03:11Z"));
	assert_string_equal(s.rows[1].type, "HTTPS");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.rows[1].o.line, 2);
	assert_string_equal(s.rows[1].detail,
		"{\"ev.status\":\"FORWARDED\",\"ev.upstream\":\"9.9.9.9#53\"}");
	scene_close(&s);
}

/* Numbers that name texts, texts that stayed, and every status. */
static void new_form(void **state)
{
	static const enum observation_disposition want[] = {
		OBSERVATION_UNKNOWN, OBSERVATION_BLOCKED, OBSERVATION_ALLOWED,
		OBSERVATION_ALLOWED, OBSERVATION_BLOCKED, OBSERVATION_BLOCKED,
		OBSERVATION_BLOCKED, OBSERVATION_BLOCKED, OBSERVATION_BLOCKED,
		OBSERVATION_BLOCKED, OBSERVATION_BLOCKED, OBSERVATION_BLOCKED,
		OBSERVATION_ALLOWED, OBSERVATION_ALLOWED, OBSERVATION_ALLOWED,
		OBSERVATION_BLOCKED, OBSERVATION_BLOCKED, OBSERVATION_ALLOWED,
		OBSERVATION_BLOCKED, OBSERVATION_UNKNOWN
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s, V12
			"CREATE VIEW queries AS SELECT * FROM "
			"query_storage;"
			"WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT"
			" i + 1 FROM n WHERE i < 19) INSERT INTO"
			" query_storage SELECT i + 1, 1531724591.25, 128,"
			" i, 1, 1, NULL, 1 FROM n;"
			"INSERT INTO query_storage VALUES(21, 1531724600,"
			" 2, 2, 'text.example', '192.0.2.9', 1, NULL),"
			"(22, 1531724600, 2, 2, 'text.example', '0.0.0.0',"
			" NULL, NULL);"
			"CREATE TABLE forward_by_id(id INTEGER PRIMARY KEY,"
			" forward TEXT NOT NULL);"
			"INSERT INTO forward_by_id VALUES(1, '9.9.9.9#53')"),
		0);
	assert_int_equal(s.n, 22);
	for (size_t i = 0; i < 20; i++)
		if (s.rows[i].o.disposition != want[i])
			fail_msg(
				"status %zu is %u", i, s.rows[i].o.disposition);
	assert_string_equal(s.rows[9].answer, "tracker.example");
	assert_string_equal(s.rows[8].answer, "");
	assert_string_equal(s.rows[0].host, "push.example");
	assert_string_equal(s.rows[0].type, "AAAA");
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_US);
	assert_true(s.rows[0].o.ns == scene_at("2018-07-16T07:03:11.25Z"));
	assert_string_equal(s.rows[20].host, "text.example");
	assert_string_equal(s.rows[20].client, "192.0.2.9");
	assert_string_equal(s.rows[20].detail,
		"{\"ev.status\":\"FORWARDED\",\"ev.upstream\":\"9.9.9.9#53\"}");
	assert_string_equal(s.rows[19].detail, "{\"ev.status\":\"19\"}");
	assert_string_equal(s.rows[21].client, "");
	scene_close(&s);
}

static void bad_rows(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s,
			V12 "INSERT INTO query_storage VALUES"
			    "(1, 1531724591, 1, 1, 1, 1, NULL, NULL),"
			    "(2, 'soon', 1, 1, 1, 1, NULL, NULL),"
			    "(3, 1531724591, 1, 1, 99, 1, NULL, NULL),"
			    "(4, 1531724591, 1, 1, 'hidden', 1, NULL, NULL),"
			    "(5, 1e300, 1, 1, 1, 1, NULL, NULL),"
			    "(6, 1531724591, -4, -1, x'00', 1, NULL, NULL),"
			    "(7, 1531724591, 99999999, 99, 2, 1, NULL, NULL)"),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_UNKNOWN);
	assert_string_equal(s.rows[1].type, "");
	assert_int_equal(s.n_bad, 5);
	assert_string_equal(s.bad[0].reason, "no time");
	assert_int_equal(s.bad[0].line, 2);
	assert_string_equal(s.bad[1].reason, "no host name");
	assert_string_equal(s.bad[2].reason,
		"the name was hidden by Pi-hole's privacy level");
	scene_close(&s);
}

/* Rows that only the -wal file has; and that file is an exhibit too. */
static void in_use(void **state)
{
	const struct importer_options paris = { .zone = scene_paris() };
	const struct intake_about about = { .kind = "log" };
	struct exhibit e = { 0 };
	struct scene s;
	const char *path;
	sqlite3 *db;

	(void)state;
	scene_open(&s);
	path = database_make(&s, V9 "PRAGMA journal_mode = WAL;");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(db,
			"PRAGMA wal_autocheckpoint = 0;"
			"INSERT INTO queries VALUES(1, 1531724591, 1, 1,"
			" 'wal.example', '192.0.2.7', NULL, NULL)",
			NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(database_import_path(&s, path), 0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "wal.example");
	assert_int_equal(exhibit_get(&e, s.store, s.result.exhibit.id + 1), 0);
	assert_string_equal(e.file, "log.sqlite-wal");
	exhibit_release(&e);
	/* The same set again is known, and so it is with no options after
	 * some. */
	assert_int_equal(database_import_path(&s, path), 0);
	assert_true(s.result.known);
	intake_result_release(&s.result);
	assert_int_equal(intake_log(&s.result, s.store,
				 &(struct intake_order){ .path = path,
					 .options = &paris,
					 .about = &about }),
		0);
	assert_false(s.result.known);
	assert_int_equal(database_import_path(&s, path), 0);
	assert_true(s.result.known);
	/* Another file beside it: other rows. */
	assert_int_equal(sqlite3_exec(db,
				 "INSERT INTO queries VALUES(2, 1531724592, "
				 "1, 1, 'more.example', '192.0.2.7', NULL, "
				 "NULL)",
				 NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(database_import_path(&s, path), 0);
	assert_false(s.result.known);
	assert_int_equal(s.n, 2);
	sqlite3_close(db);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(old_form),
		cmocka_unit_test(new_form),
		cmocka_unit_test(bad_rows),
		cmocka_unit_test(in_use),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
