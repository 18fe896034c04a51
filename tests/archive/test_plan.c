/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a capture asks of the archive never walks through a table, so that a
 * long history does not slow the next capture: of each statement, the plan
 * names no scan, and SQLite counts no step of one, not even for the sake of
 * references.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sqlite3.h>

#include "archive/attempt.h"
#include "archive/judgement.h"
#include "archive/validator.h"
#include "base/file.h"
#include "sample.h"

enum { STATEMENTS = 200 };

/* What was run since watching began. A connection's hook has no place for
 * more than a global. */
static struct {
	sqlite3 *sqlite; /* the last connection opened */
	bool on;
	int steps;	       /* of scans */
	char *sql[STATEMENTS]; /* owned; each once */
	size_t n;
} watch;

static int see(unsigned event, void *ctx, void *p, void *x)
{
	sqlite3_stmt *q = p;
	int steps = sqlite3_stmt_status(q, SQLITE_STMTSTATUS_FULLSCAN_STEP, 1);
	const char *sql = sqlite3_sql(q);

	(void)event;
	(void)ctx;
	(void)x;
	if (!watch.on || sql == NULL)
		return 0;
	watch.steps += steps;
	if (steps > 0)
		print_message("%d steps of a scan: %s\n", steps, sql);
	for (size_t i = 0; i < watch.n; i++)
		if (strcmp(watch.sql[i], sql) == 0)
			return 0;
	assert_true(watch.n < STATEMENTS);
	watch.sql[watch.n++] = mem_strdup(sql);
	return 0;
}

/* Called by SQLite for each connection. */
static int hook(sqlite3 *db, const char **message, const void *api)
{
	(void)message;
	(void)api;
	watch.sqlite = db;
	return sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, see, NULL);
}

static void check_plan(const char *sql)
{
	struct str explain = { 0 };
	sqlite3_stmt *q = NULL;

	/* The plan of a change also tells of references that would be looked
	 * for if some were missing; the steps that were counted say more. */
	if (strncmp(sql, "SELECT", 6) != 0)
		return;
	str_printf(&explain, "EXPLAIN QUERY PLAN %s", sql);
	assert_int_equal(
		sqlite3_prepare_v2(watch.sqlite, explain.p, -1, &q, NULL),
		SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW) {
		const char *detail = (const char *)sqlite3_column_text(q, 3);

		if (strncmp(detail, "SCAN", 4) == 0 &&
			strstr(detail, "CONSTANT ROW") == NULL)
			fail_msg("%s: %s", detail, sql);
	}
	sqlite3_finalize(q);
	str_release(&explain);
}

static void text_of(struct str *out, int i)
{
	str_clear(out);
	for (int k = 0; k < 300; k++)
		str_printf(out, "%d: we keep %d.\n", k,
			k == i % 300 ? -i : k * 7919 % 1013);
}

/* One capture of terms, as it is kept. */
static void capture(struct store *s, int i, const char *terms)
{
	struct snapshot snap = { .service = "Exemple",
		.terms = (char *)(uintptr_t)terms,
		.seen_ns = i,
		.status = 200 };
	struct version v = { .service = "Exemple",
		.terms = (char *)(uintptr_t)terms,
		.extractor = "1" };
	struct digest near[4];
	struct str text = { 0 };
	bool is_new, first;
	size_t n = 0;

	text_of(&text, i);
	sample_must(store_begin(s), "begin");
	sample_must(snapshot_near(near, &n, 4, s, "Exemple", terms, 0), "near");
	sample_must(object_put_near(s, text.p, text.len, near, n, &snap.body),
		"body");
	str_puts(&text, "record");
	sample_must(snapshot_near_records(near, &n, 4, s, "Exemple", terms, 0),
		"near");
	sample_must(object_put_near(s, text.p, text.len, near, n, &snap.record),
		"record");
	sample_must(snapshot_add(s, &snap), "snapshot");
	v.snapshot = snap.id;
	str_puts(&text, "text");
	sample_must(version_near(near, &n, 4, s, "Exemple", terms), "near");
	sample_must(
		object_put_near(s, text.p, text.len, near, n, &v.text), "text");
	sample_must(object_put(s, "{}", 2, &v.declaration), "rules");
	sample_must(version_note(s, &v, &is_new, &first), "note");
	sample_must(store_commit(s), "commit");
	str_release(&text);
}

/* What else a capture may ask and keep. */
static void look_around(struct store *s, const char *dir)
{
	struct validator v = {
		.service = "Exemple", .terms = "A", .snapshot = 1
	};
	struct judgement wall = { .snapshot = 1, .kind = "login" };
	struct attempt attempt = { .service = "Exemple", .terms = "A" };
	struct version last = { 0 };
	struct snapshot snap = { 0 };
	struct str path = { 0 }, out = { 0 };
	bool found = false;
	int64_t ids[3];

	sample_must(version_latest(&last, &found, s, "Exemple", "A"), "v");
	sample_must(object_get(s, &last.text, &out), "get");
	sample_must(snapshot_latest(&snap, &found, s, "Exemple", "A", 0), "s");
	sample_must(snapshot_parts(ids, 3, s, 1), "parts");
	sample_must(judgement_add(s, &wall), "judge");
	sample_must(judgement_find(&wall, &found, s, 1), "find");
	sample_must(judgement_accept(s, 1, "x"), "accept");
	attempt.record = snap.record;
	sample_must(attempt_add(s, &attempt), "attempt");
	sample_must(
		attempt_latest(&attempt, &found, s, "Exemple", "A"), "latest");
	sample_must(validator_put(s, &v), "put");
	sample_must(validator_find(&v, &found, s, "Exemple", "A", 0), "find");
	file_join(&path, dir, "file");
	sample_must(file_write(path.p, out.p, out.len - 1, FILE_EXCL), "write");
	sample_must(store_begin(s), "begin");
	sample_must(
		object_put_file(s, path.p, &snap.body, NULL, NULL), "put file");
	sample_must(store_commit(s), "commit");
	version_release(&last);
	snapshot_release(&snap);
	judgement_release(&wall);
	attempt_release(&attempt);
	validator_release(&v);
	str_release(&path);
	str_release(&out);
}

static void no_capture_walks_a_table(void **state)
{
	char *dir = sample_folder();
	struct store *s = NULL;

	(void)state;
	sample_must(store_create(dir), "create");
	sqlite3_auto_extension((void (*)(void))hook);
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	for (int i = 0; i < 20; i++)
		capture(s, i, i % 2 == 0 ? "A" : "B");
	watch.on = true;
	capture(s, 20, "A");
	capture(s, 21, "C");
	look_around(s, dir);
	watch.on = false;
	assert_int_equal(watch.steps, 0);
	assert_true(watch.n > 30);
	for (size_t i = 0; i < watch.n; i++) {
		check_plan(watch.sql[i]);
		free(watch.sql[i]);
	}
	/* Scans are seen, also those for the sake of references. */
	watch.n = 0;
	watch.on = true;
	sample_must(db_exec(store_db(s),
			    "SELECT max(id) FROM snapshot WHERE url = 'x'"),
		"scan");
	assert_true(watch.steps > 0);
	watch.steps = 0;
	sample_must(db_exec(store_db(s),
			    "UPDATE object SET digest = x'00' WHERE id ="
			    " (SELECT max(id) FROM object)"),
		"references");
	assert_true(watch.steps > 0);
	watch.on = false;
	for (size_t i = 0; i < watch.n; i++)
		free(watch.sql[i]);
	sqlite3_cancel_auto_extension((void (*)(void))hook);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_capture_walks_a_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
