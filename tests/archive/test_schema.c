/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "archive/schema.h"
#include "archive/verify.h"
#include "base/file.h"
#include "sample.h"

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

static void every_fact_is_sealed(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (const char *const *t = schema_facts; *t != NULL; t++) {
		struct str sql = { 0 };

		str_printf(&sql, "SELECT id, salt, entry FROM %s", *t);
		sample_must(db_exec(store_db(s), sql.p), *t);
		str_release(&sql);
	}
	close_store(s, dir);
}

static void pages_are_large_and_strict(void **state)
{
	int64_t n = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(db_int(&n, store_db(s), "PRAGMA page_size", ""), "page");
	assert_int_equal(n, 16384);
	sample_must(db_int(&n, store_db(s), "PRAGMA foreign_keys", ""), "keys");
	assert_int_equal(n, 1);
	sample_must(db_int(&n, store_db(s), "PRAGMA synchronous", ""), "sync");
	assert_int_equal(n, 2);
	sample_must(
		db_int(&n, store_db(s), "PRAGMA trusted_schema", ""), "trust");
	assert_int_equal(n, 0);
	for (size_t i = 0; schema_statement(i) != NULL; i++)
		if (strncmp(schema_statement(i), "CREATE TABLE", 12) == 0)
			assert_non_null(
				strstr(schema_statement(i), ") STRICT"));
	assert_int_equal(db_exec(store_db(s), "INSERT INTO entry(number, body)"
					      " VALUES('x', 5)"),
		ERR_DB);
	close_store(s, dir);
}

static void versions(void **state)
{
	char *dir;
	struct store *s = open_store(&dir);
	struct db *empty = NULL;

	(void)state;
	assert_int_equal(schema_migrate(store_db(s)), 0);
	sample_must(
		db_exec(store_db(s), "UPDATE meta SET value = '0' WHERE key = "
				     "'schema'"),
		"older");
	assert_int_equal(schema_migrate(store_db(s)), ERR_CORRUPT);
	sample_must(db_open(&empty, ":memory:", DB_MEMORY), "open");
	assert_int_equal(schema_migrate(empty), ERR_CORRUPT);
	assert_non_null(strstr(err_message(), "not an archive"));
	db_close(empty);
	close_store(s, dir);
}

/* A folder with the archive that a program of an older format left, as it was
 * dumped (sqlite3 .dump). */
static char *older(int format)
{
	struct str sql = { 0 }, secret = { 0 }, path = { 0 };
	char *dir = sample_folder();
	struct db *db = NULL;

	str_printf(&path, TEST_DIR "/schema/format%d.sql", format);
	sample_must(file_read(&sql, path.p), "sql");
	str_clear(&path);
	str_printf(&path, TEST_DIR "/schema/format%d.secret", format);
	sample_must(file_read(&secret, path.p), "keys");
	str_clear(&path);
	file_join(&path, dir, "secret");
	sample_must(file_write(path.p, secret.p, secret.len, FILE_EXCL), "w");
	str_clear(&path);
	file_join(&path, dir, "constat.db");
	sample_must(db_open(&db, path.p, DB_CREATE), "create");
	sample_must(db_exec(db, sql.p), "fill");
	db_close(db);
	str_release(&sql);
	str_release(&secret);
	str_release(&path);
	return dir;
}

static void tell(const char *where, const char *what, void *ctx)
{
	(void)ctx;
	print_message("%s: %s\n", where, what);
}

/* Everything in it holds; returns how many facts there are. */
static uint64_t holds(struct store *s)
{
	struct verify_result r = { 0 };
	uint64_t facts;

	sample_must(verify_store(&r, s, tell, NULL, NULL), "verify");
	assert_int_equal(r.findings, 0);
	facts = r.facts;
	verify_result_release(&r);
	return facts;
}

static int64_t format_of(struct store *s)
{
	int version = 0;

	sample_must(schema_version(&version, store_db(s)), "version");
	return version;
}

static void an_old_archive_is_brought_up_to_date(void **state)
{
	struct version_spans spans = { 0 };
	char *dir = older(1);
	struct store *s = NULL;
	uint64_t facts;

	(void)state;
	sample_must(store_open(&s, dir, STORE_READ), "read");
	assert_int_equal(format_of(s), 1);
	facts = holds(s);
	assert_int_equal(facts, 9);
	store_close(s);
	s = NULL;
	sample_must(store_open(&s, dir, STORE_WRITE), "write");
	assert_int_equal(format_of(s), SCHEMA_VERSION);
	assert_int_equal(holds(s), facts);
	sample_page(s, "# Confidentialité\n\nTout.\n",
		INT64_C(1560000000000000000), SNAPSHOT_CAPTURED);
	assert_int_equal(holds(s), facts + 3);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 3);
	version_spans_release(&spans);
	store_close(s);
	s = NULL;
	sample_must(store_open(&s, dir, STORE_READ), "read the new format");
	assert_int_equal(holds(s), facts + 3);
	close_store(s, dir);
}

/* The same from the format before this one, which had no full text. */
static void the_format_before_gets_full_text(void **state)
{
	char *dir = older(2);
	struct store *s = NULL;
	int64_t n = -1;
	uint64_t facts;

	(void)state;
	sample_must(store_open(&s, dir, STORE_READ), "read");
	assert_int_equal(format_of(s), 2);
	facts = holds(s);
	sample_must(db_int(&n, store_db(s),
			    "SELECT count(*) FROM passage_words('rien')", ""),
		"lent");
	assert_int_equal(n, 0);
	store_close(s);
	s = NULL;
	sample_must(store_open(&s, dir, STORE_WRITE), "write");
	assert_int_equal(format_of(s), SCHEMA_VERSION);
	sample_must(db_int(&n, store_db(s),
			    "SELECT count(*) FROM main.passage_words", ""),
		"made");
	assert_int_equal(n, 0);
	assert_int_equal(holds(s), facts);
	close_store(s, dir);
}

/* On a read-only disk, or kept as evidence: nothing is written to it. */
static void an_old_archive_can_be_read_where_it_lies(void **state)
{
	struct str before = { 0 }, after = { 0 }, path = { 0 };
	char *dir = older(1);
	struct store *s = NULL;
	struct version v = { 0 };
	bool found = false;

	(void)state;
	file_join(&path, dir, "constat.db");
	sample_must(file_read(&before, path.p), "before");
	assert_int_equal(chmod(path.p, 0400), 0);
	assert_int_equal(chmod(dir, 0500), 0);
	sample_must(store_open(&s, dir, STORE_READ), "read");
	assert_int_equal(holds(s), 9);
	sample_must(version_latest(&v, &found, s, "Exemple", "Privacy Policy"),
		"latest");
	assert_true(found);
	version_release(&v);
	store_close(s);
	assert_int_equal(chmod(dir, 0700), 0);
	sample_must(file_read(&after, path.p), "after");
	assert_true(before.len == after.len &&
		    memcmp(before.p, after.p, after.len) == 0);
	str_release(&before);
	str_release(&after);
	str_release(&path);
	sample_remove(dir);
}

/* Old or new, never between: a step that fails leaves the old format. */
static void a_failed_step_changes_nothing(void **state)
{
	struct str path = { 0 };
	char *dir = older(1);
	struct store *s = NULL;
	struct db *db = NULL;

	(void)state;
	file_join(&path, dir, "constat.db");
	sample_must(db_open(&db, path.p, DB_WRITE), "open");
	sample_must(db_exec(db, "CREATE TABLE validator(x)"), "in the way");
	assert_int_equal(schema_migrate(db), ERR_DB);
	assert_non_null(strstr(err_message(), "cannot bring the archive"));
	sample_must(db_exec(db, "DROP TABLE validator"), "out of the way");
	db_close(db);
	sample_must(store_open(&s, dir, STORE_READ), "read");
	assert_int_equal(format_of(s), 1);
	holds(s);
	str_release(&path);
	close_store(s, dir);
}

/* Killed at any moment of it, an archive is of the old format or of the new,
 * and whole. */
static void killed_while_it_is_brought_up_to_date(void **state)
{
	int migrated = 0;

	(void)state;
	for (int round = 0; round < 20; round++) {
		char *dir = older(1);
		struct store *s = NULL;
		pid_t pid = fork();

		if (pid == 0) {
			store_open(&s, dir, STORE_WRITE);
			_exit(0);
		}
		usleep((unsigned)round * 150);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		sample_must(store_open(&s, dir, STORE_READ), "read");
		migrated += format_of(s) == SCHEMA_VERSION;
		assert_int_equal(holds(s), 9);
		store_close(s);
		s = NULL;
		sample_must(store_open(&s, dir, STORE_WRITE), "write");
		assert_int_equal(format_of(s), SCHEMA_VERSION);
		assert_int_equal(holds(s), 9);
		close_store(s, dir);
	}
	print_message("%d of 20 had been brought up to date\n", migrated);
}

/* Each table is of one kind. */
static void tables_are_told_apart(void **state)
{
	(void)state;
	for (const char *const *o = schema_operational; *o != NULL; o++)
		for (const char *const *f = schema_facts; *f != NULL; f++)
			assert_string_not_equal(*o, *f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_fact_is_sealed),
		cmocka_unit_test(pages_are_large_and_strict),
		cmocka_unit_test(versions),
		cmocka_unit_test(an_old_archive_is_brought_up_to_date),
		cmocka_unit_test(the_format_before_gets_full_text),
		cmocka_unit_test(an_old_archive_can_be_read_where_it_lies),
		cmocka_unit_test(a_failed_step_changes_nothing),
		cmocka_unit_test(killed_while_it_is_brought_up_to_date),
		cmocka_unit_test(tables_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
