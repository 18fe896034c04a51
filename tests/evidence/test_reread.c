/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/database.h"

#include "archive/exhibit.h"
#include "evidence/reread.h"

#define TABLE                                                                  \
	"CREATE TABLE dns_logs(dlid INTEGER PRIMARY KEY, timestamp DATETIME, " \
	"client_ip TEXT, response_type, rcode, qname TEXT, qtype, answer "     \
	"TEXT);"
#define ROW(n, host)                                                           \
	"INSERT INTO dns_logs VALUES (" n ", '2026-07-16 07:22:40', "          \
	"'192.0.2.7', 4, 3, '" host "', 1, NULL);"

struct again {
	const struct scene *s;
	size_t n;
};

static int compare(const struct observation *o, void *ctx)
{
	struct again *a = ctx;
	const struct scene_row *r = &a->s->rows[a->n++];

	assert_int_equal(o->row, a->n);
	assert_string_equal(o->host, r->host);
	assert_string_equal(o->member, r->member);
	assert_int_equal(o->line, r->o.line);
	assert_int_equal(o->ns, r->o.ns);
	assert_int_equal(o->disposition, r->o.disposition);
	return 0;
}

/* Out of the archive alone, the same records. */
static void check(struct scene *s, size_t rows)
{
	struct exhibit e = { 0 };
	struct again a = { s, 0 };
	struct kept k;

	assert_int_equal(exhibit_get(&e, s->store, s->result.exhibit.id), 0);
	assert_int_equal(kept_open(&k, s->store, &e.content), 0);
	assert_int_equal(reread_each(s->store, &e, &k, compare, &a), 0);
	assert_int_equal(a.n, rows);
	kept_close(&k);
	exhibit_release(&e);
}

static void database(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(database_import(&s, TABLE ROW("3", "a.example")
						     ROW("9", "b.example")),
		0);
	unlink(database_make(&s, "CREATE TABLE other(a)"));
	check(&s, 2);
	scene_close(&s);
}

/* Rows that stood in the -wal file alone; its exhibit is laid beside. */
static void in_use(void **state)
{
	struct scene s;
	struct str wal = { 0 };
	const char *path;
	sqlite3 *db;

	(void)state;
	scene_open(&s);
	path = database_make(
		&s, TABLE ROW("1", "a.example") "PRAGMA journal_mode = WAL;");
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				 "PRAGMA wal_autocheckpoint = 0;" ROW(
					 "2", "wal.example"),
				 NULL, NULL, NULL),
		SQLITE_OK);
	assert_int_equal(database_import_path(&s, path), 0);
	assert_int_equal(s.n, 2);
	str_printf(&wal, "%s-wal", path);
	unlink(path);
	unlink(wal.p);
	sqlite3_close(db);
	check(&s, 2);
	str_release(&wal);
	scene_close(&s);
}

/* The options of the import count again. */
static void options(void **state)
{
	const struct importer_options given = { .zone = scene_paris() };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "[2026-07-16 09:22:40]\t192.0.2.7\t"
				 "x.example\tA\tREJECT\n",
				 &given),
		0);
	check(&s, 1);
	scene_close(&s);
}

static int stop(const struct observation *o, void *ctx)
{
	(void)o;
	++*(int *)ctx;
	return ERR_LIMIT;
}

static void ends(void **state)
{
	struct exhibit e = { 0 };
	struct scene s;
	struct kept k;
	int n = 0;

	(void)state;
	scene_open(&s);
	assert_int_equal(database_import(&s, TABLE ROW("3", "a.example")
						     ROW("9", "b.example")),
		0);
	assert_int_equal(exhibit_get(&e, s.store, s.result.exhibit.id), 0);
	assert_int_equal(kept_open(&k, s.store, &e.content), 0);
	assert_int_equal(reread_each(s.store, &e, &k, stop, &n), ERR_LIMIT);
	assert_int_equal(n, 1);
	e.id = 99;
	assert_int_equal(reread_each(s.store, &e, &k, stop, &n), ERR_NOTFOUND);
	kept_close(&k);
	exhibit_release(&e);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(database),
		cmocka_unit_test(in_use),
		cmocka_unit_test(options),
		cmocka_unit_test(ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
