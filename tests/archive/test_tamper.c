/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One byte changed in a place of constat.db: whatever changes in a dump of
 * the file, verify must report; and it must report nothing of a file that
 * nobody touched. CONSTAT_FLIPS sets how many places (200).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/wait.h>

#include "archive/attempt.h"
#include "archive/judgement.h"
#include "archive/schema.h"
#include "archive/stamp.h"
#include "archive/validator.h"
#include "archive/verify.h"
#include "base/digest.h"
#include "base/file.h"
#include "sample.h"
#include "tsa.h"

enum { FLIPS = 200 };

/* The command that prints all tables but the operational ones and those of
 * passages, which may change: ".dump meta head …". */
static void dump_command(struct str *out)
{
	static const char create[] = "CREATE TABLE ";

	str_puts(out, ".dump");
	for (size_t i = 0; schema_statement(i) != NULL; i++) {
		const char *name = schema_statement(i) + sizeof(create) - 1;
		int len = (int)strcspn(name, "(");
		bool operational = strncmp(name, "passage_", 8) == 0;

		if (strncmp(schema_statement(i), create, sizeof(create) - 1))
			continue;
		for (size_t k = 0; schema_operational[k] != NULL; k++)
			operational |= strncmp(schema_operational[k], name,
					       (size_t)len) == 0;
		if (!operational)
			str_printf(out, " %.*s", len, name);
	}
}

/* What sqlite3 prints of a database; false when it fails. */
static bool dump(const char *path, struct digest *out)
{
	struct digest_stream *hash = digest_stream_new();
	struct str command = { 0 };
	char buffer[65536];
	int ends[2], status = 0;
	ssize_t n;
	pid_t pid;

	dump_command(&command);
	assert_int_equal(pipe(ends), 0);
	pid = fork();
	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);

		dup2(null, 0);
		dup2(ends[1], 1);
		dup2(null, 2);
		close(ends[0]);
		execlp("sqlite3", "sqlite3", path, command.p, (char *)NULL);
		_exit(127);
	}
	close(ends[1]);
	while ((n = read(ends[0], buffer, sizeof(buffer))) > 0)
		digest_stream_add(hash, buffer, (size_t)n);
	close(ends[0]);
	waitpid(pid, &status, 0);
	digest_stream_end(hash, out);
	str_release(&command);
	assert_int_not_equal(WEXITSTATUS(status), 127);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void show(const char *where, const char *what, void *ctx)
{
	if (ctx != NULL)
		print_message("%s: %s\n", where, what);
}

/* How much verify has to say; -1 when the archive cannot even be opened. */
static int findings(const char *dir, bool loud)
{
	struct verify_result r = { 0 };
	struct store *s = NULL;
	int n = -1, rc = store_open(&s, dir, STORE_READ);

	if (rc == 0)
		rc = verify_store(&r, s, show, loud ? &n : NULL, NULL);
	if (rc == 0)
		n = (int)r.findings;
	verify_result_release(&r);
	store_close(s);
	return n;
}

static uint64_t draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

static void put(const char *dir, const char *name, const struct str *content)
{
	struct str path = { 0 };

	file_join(&path, dir, name);
	assert_int_equal(
		file_write(path.p, content->p, content->len, FILE_REPLACE), 0);
	str_release(&path);
}

static void take(const char *dir, const char *name, struct str *content)
{
	struct str path = { 0 };

	file_join(&path, dir, name);
	assert_int_equal(file_read(content, path.p), 0);
	str_release(&path);
}

/* A history of texts, each the difference to the one before, walls and
 * attempts, and what the next capture needs. */
static void fill_history(struct store *s)
{
	struct digest d, last = { { 0 } };
	struct str text = { 0 };
	struct judgement wall = { .snapshot = 1, .kind = "login" };
	struct attempt attempt = { .service = "Exemple",
		.terms = "Privacy Policy",
		.cause = "resolve" };
	struct validator v = { .service = "Exemple",
		.terms = "Privacy Policy",
		.etag = "\"1\"",
		.snapshot = 1 };

	sample_must(store_begin(s), "begin");
	for (int i = 0; i < 200; i++) {
		str_clear(&text);
		for (int k = 0; k < 2000; k++)
			str_printf(&text, "%d ", (k + (k % 200 == i)) * 7919);
		sample_must(
			object_put_near(s, text.p, text.len, &last, i > 0, &d),
			"put");
		last = d;
	}
	attempt.record = last;
	sample_must(judgement_add(s, &wall), "judge");
	sample_must(judgement_accept(s, 1, "lue"), "accept");
	sample_must(attempt_add(s, &attempt), "attempt");
	sample_must(validator_put(s, &v), "validator");
	sample_must(db_exec(store_db(s),
			    "INSERT INTO schedule(service, terms, due_ns)"
			    " VALUES('Exemple', 'Privacy Policy', 5)"),
		"due");
	sample_must(store_commit(s), "commit");
	str_release(&text);
}

static void make(const char *dir, struct str *db, struct str *secret)
{
	struct store *s = NULL;
	struct stamp stamp = { 0 };
	struct tsa t;
	char url[64];
	struct str ca = { 0 };

	tsa_open(&t);
	tsa_serve(&t);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", t.port);
	str_puts(&ca, t.ca_pem);
	put(dir, "ca.pem", &ca);
	str_clear(&ca);
	file_join(&ca, dir, "ca.pem");
	sample_must(store_create(dir), "create");
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	sample_fill(s);
	fill_history(s);
	sample_must(
		stamp_make(&stamp, s,
			&(struct stamp_order){ .url = url, .ca_file = ca.p }),
		"stamp");
	sample_must(sample_import(s, 100, 0), "import behind the stamp");
	stamp_release(&stamp);
	store_close(s);
	take(dir, "constat.db", db);
	take(dir, "secret", secret);
	str_release(&ca);
	tsa_close(&t);
}

/* Whether a changed file is harmless: the dump is the same as before. */
static bool harmless(const char *dir, const struct digest *before)
{
	struct str path = { 0 };
	struct digest now;
	bool good;

	file_join(&path, dir, "constat.db");
	good = dump(path.p, &now) && digest_equal(&now, before);
	str_release(&path);
	return good;
}

static void clear(const char *dir)
{
	static const char *const names[] = { "constat.db-wal",
		"constat.db-shm" };

	for (size_t i = 0; i < 2; i++) {
		struct str path = { 0 };

		file_join(&path, dir, names[i]);
		unlink(path.p);
		str_release(&path);
	}
}

static void changes_are_seen(void **state)
{
	const char *wish = getenv("CONSTAT_FLIPS");
	long flips = wish != NULL ? strtol(wish, NULL, 10) : FLIPS;
	uint64_t seed = 88172645463325252u;
	char *dir = sample_folder(), *other = sample_folder();
	struct str db = { 0 }, secret = { 0 }, path = { 0 };
	struct digest before;
	long reported = 0, same = 0, missed = 0;

	(void)state;
	make(dir, &db, &secret);
	put(other, "secret", &secret);
	assert_int_equal(findings(dir, true), 0);
	file_join(&path, dir, "constat.db");
	assert_true(dump(path.p, &before));
	for (long i = 0; i < flips; i++) {
		size_t at = (size_t)(draw(&seed) % db.len);
		char change = (char)(1 + draw(&seed) % 255);

		clear(other);
		db.p[at] ^= change;
		put(other, "constat.db", &db);
		if (findings(other, false) != 0) {
			reported++;
		} else if (harmless(other, &before)) {
			same++;
		} else {
			missed++;
			print_message("missed: byte %zu ^ %d\n", at,
				(unsigned char)change);
		}
		db.p[at] ^= change;
	}
	print_message("%ld places of %zu bytes: %ld reported, %ld change "
		      "nothing, %ld missed\n",
		flips, db.len, reported, same, missed);
	assert_int_equal(missed, 0);
	assert_true(reported > flips / 4);
	str_release(&db);
	str_release(&secret);
	str_release(&path);
	sample_remove(dir);
	sample_remove(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
