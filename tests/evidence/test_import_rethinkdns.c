/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#include "base/file.h"
#include "tests/evidence/pack.h"

#define SCHEMA                                                                 \
	"CREATE TABLE DnsLogs(id INTEGER PRIMARY KEY, appName TEXT,"           \
	" packageName TEXT, queryStr TEXT, time INTEGER, typeName TEXT,"       \
	" isBlocked INTEGER, blockLists TEXT, status TEXT, response TEXT,"     \
	" responseIps TEXT, upstreamBlock INTEGER);"                           \
	"CREATE TABLE ConnectionTracker(id INTEGER PRIMARY KEY, appName TEXT," \
	" packageName TEXT, ipAddress TEXT, port INTEGER, protocol INTEGER,"   \
	" isBlocked INTEGER, blockedByRule TEXT, dnsQuery TEXT, timeStamp"     \
	" INTEGER, downloadBytes INTEGER, uploadBytes INTEGER);"
#define ROWS                                                                   \
	"INSERT INTO DnsLogs VALUES"                                           \
	"(1, 'Watch', 'com.watch', 'push.example', 1531724591000, 'A', 1,"     \
	" 'list', 'COMPLETE', '0.0.0.0', '', 0),"                              \
	"(2, 'Watch', '', 'b.example', 1531724592500, 'HTTPS', 0, '',"         \
	" 'COMPLETE', '', '192.0.2.1,192.0.2.2', 0),"                          \
	"(3, 'Watch', 'com.watch', 'c.example', 1531724593000, 'A', 0, '',"    \
	" 'COMPLETE', 'NXDOMAIN', '', 0),"                                     \
	"(4, 'Watch', 'com.watch', 'd.example', 1531724594000, 'A', 0, '',"    \
	" 'COMPLETE', '', '', 1),"                                             \
	"(5, 'Watch', 'com.watch', 'e.example', 0, 'A', 0, '', '', '', '', "   \
	"0);"                                                                  \
	"INSERT INTO ConnectionTracker VALUES"                                 \
	"(1, 'Watch', 'com.watch', '192.0.2.1', 5222, 6, 0, '',"               \
	" 'b.example', 1531724592600, 2061, 1063),"                            \
	"(3, 'Watch', 'com.watch', '192.0.2.3', 443, 6, 0, '',"                \
	" 'b.example,X.example', 1531724592650, 0, 0),"                        \
	"(2, 'Watch', 'com.watch', '192.0.2.9', 443, 17, 1, 'RULE1', '',"      \
	" 1531724592700, 0, 0)"

static void check(struct scene *s)
{
	assert_string_equal(s->result.importer->name, "rethinkdns");
	assert_int_equal(s->n, 7);
	assert_int_equal(s->n_bad, 1);
	assert_string_equal(s->bad[0].reason, "no time");
	assert_string_equal(s->rows[0].app, "com.watch");
	assert_string_equal(s->rows[0].rule, "list");
	assert_int_equal(s->rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_true(s->rows[0].o.ns == scene_at("2018-07-16T07:03:11Z"));
	assert_string_equal(s->rows[1].app, "Watch");
	assert_string_equal(s->rows[1].answer, "192.0.2.1 192.0.2.2");
	assert_int_equal(s->rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s->rows[2].o.disposition, OBSERVATION_ERROR);
	assert_int_equal(s->rows[3].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s->rows[3].rule, "upstream");
	assert_int_equal(s->rows[4].o.kind, OBSERVATION_CONNECTION);
	assert_string_equal(s->rows[4].host, "b.example");
	assert_string_equal(s->rows[4].type, "tcp");
	assert_int_equal(s->rows[4].o.sent, 1063);
	assert_int_equal(s->rows[4].o.received, 2061);
	assert_string_equal(s->rows[5].host, "192.0.2.9");
	assert_int_equal(s->rows[5].o.disposition, OBSERVATION_BLOCKED);
	assert_string_equal(s->rows[5].rule, "RULE1");
	assert_string_equal(s->rows[5].detail, "");
	/* Two names for one address: which one is not known. */
	assert_string_equal(s->rows[6].host, "192.0.2.3");
	assert_string_equal(s->rows[6].detail,
		"{\"ev.names\":\"b.example x.example\",\"ev.uncertain\":true}");
}

static void alone(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(database_import(&s, SCHEMA ROWS), 0);
	check(&s);
	scene_close(&s);
}

/* In a backup, beside what is nobody's business. */
static void in_a_backup(void **state)
{
	struct archive *a = archive_write_new();
	struct str bytes = { 0 };
	struct scene s;
	char path[512];

	(void)state;
	scene_open(&s);
	str_init(&bytes, 0);
	assert_int_equal(file_read(&bytes, database_make(&s, SCHEMA ROWS)), 0);
	snprintf(path, sizeof(path), "%s/backup.rbk", s.dir);
	archive_write_set_format_zip(a);
	assert_int_equal(archive_write_open_filename(a, path), ARCHIVE_OK);
	pack_put(a, "wireguard/wg0.conf", "PrivateKey = x\n", 15);
	pack_put(a, "rethink_logs.db", bytes.p, bytes.len);
	assert_int_equal(archive_write_free(a), ARCHIVE_OK);
	assert_int_equal(database_import_path(&s, path), 0);
	check(&s);
	str_release(&bytes);
	scene_close(&s);
}

/* Many answers end behind a whole one. */
static void many_answers(void **state)
{
	struct str sql = { 0 };
	struct scene s;
	const char *last;

	(void)state;
	scene_open(&s);
	str_puts(&sql,
		SCHEMA "INSERT INTO DnsLogs VALUES(1, 'Watch', 'com.watch',"
		       " 'a.example', 1531724591000, 'AAAA', 0, '',"
		       " 'COMPLETE', '', '");
	for (int i = 0; i < 200; i++)
		str_printf(
			&sql, "%s2001:db8::1:%x", i > 0 ? "," : "", 0x1000 + i);
	str_puts(&sql, "', 0)");
	assert_int_equal(database_import(&s, sql.p), 0);
	assert_int_equal(s.n, 1);
	last = strrchr(s.rows[0].answer, ' ');
	assert_non_null(last);
	assert_int_equal(strlen(last), strlen(" 2001:db8::1:1000"));
	assert_true(strlen(s.rows[0].answer) > 500);
	str_release(&sql);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alone),
		cmocka_unit_test(in_a_backup),
		cmocka_unit_test(many_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
