/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/wait.h>

#include "archive/fact.h"
#include "archive/verify.h"
#include "base/file.h"
#include "sample.h"

/* What verify said first. */
struct said {
	char where[200], what[400];
};

static void note(const char *where, const char *what, void *ctx)
{
	struct said *said = ctx;

	if (said->where[0] != '\0')
		return;
	snprintf(said->where, sizeof(said->where), "%s", where);
	snprintf(said->what, sizeof(said->what), "%s", what);
}

static uint64_t check(struct store *s, struct said *said)
{
	struct verify_result r = { 0 };
	uint64_t n;

	*said = (struct said){ "", "" };
	sample_must(verify_store(&r, s, note, said, NULL), "verify");
	n = r.findings;
	verify_result_release(&r);
	return n;
}

static struct store *filled(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	sample_fill(s);
	return s;
}

static void counts(void **state)
{
	struct verify_result r = { 0 };
	char *dir;
	struct store *s = filled(&dir);

	(void)state;
	sample_must(verify_store(&r, s, NULL, NULL, NULL), "verify");
	assert_int_equal(r.findings, 0);
	assert_int_equal(r.rows, SAMPLE_ROWS);
	assert_int_equal(r.stamps, 0);
	assert_null(r.proved_by);
	assert_int_equal(r.entries, store_tree(s)->size);
	verify_result_release(&r);
	store_close(s);
	sample_remove(dir);
}

/* Each statement changes one thing; where verify must say so. */
static void each_change_has_its_place(void **state)
{
	static const struct {
		const char *sql, *where;
	} changes[] = {
		{ "UPDATE snapshot SET source = 'x' WHERE id = 2",
			"snapshot 2" },
		{ "UPDATE exhibit SET device = CAST('x' AS TEXT)",
			"exhibit 1" },
		{ "UPDATE version SET technical = 1 WHERE id = 1",
			"version 1" },
		{ "DELETE FROM reading WHERE id = 3", "ledger" },
		{ "UPDATE import SET rows = rows + 1", "import 1" },
		{ "UPDATE host_total SET blocked = blocked + 1"
		  " WHERE host = 'cdn.test'",
			"import 1" },
		{ "DELETE FROM bad_line WHERE line = 20001", "import 1" },
		{ "UPDATE bad_line SET reason = 'x'", "import 1" },
		{ "UPDATE block SET last_ns = last_ns + 1 WHERE number = 1",
			"import 1" },
		{ "DELETE FROM block WHERE number = 2", "import 1" },
		{ "UPDATE entry SET body = replace(body, 'capture', 'attach')",
			"head" },
		{ "DELETE FROM entry WHERE number ="
		  " (SELECT max(number) FROM entry)",
			"head" },
		{ "UPDATE head SET size = size - 1", "head" },
		{ "UPDATE meta SET value = 'z' || substr(value, 2)"
		  " WHERE key = 'public_key'",
			"meta" },
		{ "UPDATE chunk SET data = CAST(data || x'00' AS BLOB)"
		  " WHERE object = 1",
			"content" },
		{ "UPDATE object SET size = size + 1 WHERE id = 2", "content" },
		{ "CREATE TABLE mine(x)", "tables" },
		{ "DROP INDEX snapshot_terms", "tables" },
		{ "CREATE TRIGGER t AFTER INSERT ON entry BEGIN"
		  " DELETE FROM head; END",
			"tables" },
	};
	char *dir;
	struct store *s = filled(&dir);
	struct said said;

	(void)state;
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sample_must(db_begin(store_db(s)), "begin");
		if (db_exec(store_db(s), changes[i].sql) != 0)
			fail_msg("%s: %s", changes[i].sql, err_message());
		if (check(s, &said) == 0)
			fail_msg("%s: not seen", changes[i].sql);
		if (strncmp(said.where, changes[i].where,
			    strlen(changes[i].where)) != 0)
			fail_msg("%s: told of '%s' (%s)", changes[i].sql,
				said.where, said.what);
		db_rollback(store_db(s));
	}
	assert_int_equal(check(s, &said), 0);
	store_close(s);
	sample_remove(dir);
}

static bool file_holds(const char *dir, const char *name, const char *words)
{
	struct str path = { 0 }, content = { 0 };
	bool found;

	file_join(&path, dir, name);
	sample_must(file_read(&content, path.p), "read");
	found = memmem(content.p, content.len, words, strlen(words)) != NULL;
	str_release(&path);
	str_release(&content);
	return found;
}

static void destroyed_words_are_told(void **state)
{
	struct verify_result r = { 0 };
	struct said said;
	struct str out = { 0 };
	struct exhibit e = { 0 };
	char *dir;
	struct store *s = filled(&dir);

	(void)state;
	store_close(s);
	assert_true(file_holds(dir, "constat.db", "Journal du t"));
	s = NULL;
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	sample_must(fact_destroy(s, "exhibit", 1), "destroy");
	sample_must(fact_destroy(s, "casefile", 1), "destroy");
	assert_int_equal(fact_destroy(s, "exhibit", 1), ERR_EXISTS);
	assert_int_equal(fact_destroy(s, "exhibit", 9), ERR_NOTFOUND);
	assert_int_equal(fact_destroy(s, "version", 1), ERR_INVALID);
	sample_must(verify_store(&r, s, note, &said, NULL), "verify");
	assert_int_equal(r.findings, 0);
	assert_int_equal(r.destroyed, 2);
	assert_true(r.destroyed_ns != 0);
	verify_result_release(&r);
	sample_must(exhibit_get(&e, s, 1), "get");
	assert_string_equal(e.title, "");
	assert_int_equal(object_get(s, &e.content, &out), ERR_CORRUPT);
	sample_must(db_begin(store_db(s)), "begin");
	sample_must(db_exec(store_db(s), "UPDATE exhibit SET title = 'x'"),
		"put words back");
	assert_true(check(s, &said) > 0);
	db_rollback(store_db(s));
	exhibit_release(&e);
	store_close(s);
	assert_false(file_holds(dir, "constat.db", "Journal du t"));
	str_release(&out);
	sample_remove(dir);
}

/* Killed while it writes, an archive is whole, and holds what was told to be
 * done. */
static void killed_at_any_moment(void **state)
{
	char *dir = sample_folder();
	struct store *s = NULL;
	struct said said;
	uint64_t seed = 12345;

	(void)state;
	sample_must(store_create(dir), "create");
	for (int round = 0; round < 50; round++) {
		int ends[2];
		int64_t told = 0, kept = 0;
		pid_t pid;

		assert_int_equal(pipe(ends), 0);
		pid = fork();
		if (pid == 0) {
			int64_t n = 0;

			sample_must(store_open(&s, dir, STORE_WRITE), "open");
			db_int(&n, store_db(s), "SELECT count(*) FROM import",
				"");
			for (;;) {
				sample_must(sample_import(s, 300, 3), "import");
				n++;
				if (write(ends[1], &n, sizeof(n)) < 0)
					_exit(1);
			}
		}
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		usleep((unsigned)(seed >> 33) % 60000);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(ends[1]);
		while (read(ends[0], &told, sizeof(told)) == sizeof(told))
			;
		close(ends[0]);
		sample_must(store_open(&s, dir, STORE_WRITE), "open again");
		sample_must(db_int(&kept, store_db(s),
				    "SELECT count(*) FROM import", ""),
			"count");
		assert_true(kept >= told);
		if (round % 10 == 9 || round < 5)
			assert_int_equal(check(s, &said), 0);
		store_close(s);
		s = NULL;
	}
	sample_remove(dir);
}

/* Keeps text i of a history, as the difference to the one before. */
static void keep_text(struct store *s, int64_t i)
{
	struct digest near[4];
	struct str text = { 0 };
	struct snapshot snap = {
		.service = "Exemple", .terms = "Privacy Policy", .seen_ns = i
	};
	struct version v = { .service = "Exemple",
		.terms = "Privacy Policy",
		.extractor = "1" };
	size_t n = 0;
	bool is_new, first;

	for (int k = 0; k < 3000; k++)
		str_printf(&text, "%d ", k * 7919 + (k == i % 3000));
	sample_must(store_begin(s), "begin");
	sample_must(version_near(near, &n, 4, s, v.service, v.terms), "near");
	sample_must(
		object_put_near(s, text.p, text.len, near, n, &v.text), "put");
	snap.body = snap.record = v.declaration = v.text;
	sample_must(snapshot_add(s, &snap), "snapshot");
	v.snapshot = snap.id;
	sample_must(version_note(s, &v, &is_new, &first), "note");
	sample_must(store_commit(s), "commit");
	str_release(&text);
}

/* Killed while it keeps a history: each text that was told to be kept comes
 * back through its chain. */
static void killed_between_differences(void **state)
{
	char *dir = sample_folder();
	struct store *s = NULL;
	struct said said;
	uint64_t seed = 4711;
	int64_t kept = 0;

	(void)state;
	sample_must(store_create(dir), "create");
	for (int round = 0; round < 25; round++) {
		int64_t told = 0;
		int ends[2];
		pid_t pid;

		assert_int_equal(pipe(ends), 0);
		pid = fork();
		if (pid == 0) {
			sample_must(store_open(&s, dir, STORE_WRITE), "open");
			for (int64_t n = kept + 1;; n++) {
				keep_text(s, n);
				if (write(ends[1], &n, sizeof(n)) < 0)
					_exit(1);
			}
		}
		seed = seed * 6364136223846793005u + 1442695040888963407u;
		usleep((unsigned)(seed >> 33) % 80000);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		close(ends[1]);
		while (read(ends[0], &told, sizeof(told)) == sizeof(told))
			;
		close(ends[0]);
		sample_must(store_open(&s, dir, STORE_WRITE), "open again");
		sample_must(db_int(&kept, store_db(s),
				    "SELECT count(*) FROM version", ""),
			"count");
		assert_true(kept >= told);
		assert_int_equal(check(s, &said), 0);
		store_close(s);
		s = NULL;
	}
	print_message("%lld texts kept\n", (long long)kept);
	sample_remove(dir);
}

/* Writes imports into the archive; ends with status 0 when all went in. */
static pid_t start_writer(const char *dir, int imports)
{
	struct store *s = NULL;
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	if (store_open(&s, dir, STORE_WRITE) != 0)
		_exit(1);
	for (int i = 0; i < imports; i++)
		if (sample_import(s, 200, 1) != 0)
			_exit(2);
	store_close(s);
	_exit(0);
}

/* Two processes write, a third checks: nobody is in another's way. */
static void others_write_meanwhile(void **state)
{
	char *dir = sample_folder();
	struct store *s = NULL;
	struct said said;
	int64_t kept = 0;
	pid_t writers[2];

	(void)state;
	sample_must(store_create(dir), "create");
	for (int i = 0; i < 2; i++)
		writers[i] = start_writer(dir, 10);
	sample_must(store_open(&s, dir, STORE_READ), "open");
	for (int i = 0; i < 20; i++)
		if (check(s, &said) != 0)
			fail_msg("%s: %s", said.where, said.what);
	for (int i = 0; i < 2; i++) {
		int status = 0;

		waitpid(writers[i], &status, 0);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	sample_must(
		db_int(&kept, store_db(s), "SELECT count(*) FROM import", ""),
		"count");
	assert_int_equal(kept, 20);
	assert_int_equal(check(s, &said), 0);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts),
		cmocka_unit_test(each_change_has_its_place),
		cmocka_unit_test(destroyed_words_are_told),
		cmocka_unit_test(killed_at_any_moment),
		cmocka_unit_test(killed_between_differences),
		cmocka_unit_test(others_write_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
