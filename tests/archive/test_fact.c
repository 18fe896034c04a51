/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/attempt.h"
#include "archive/fact.h"
#include "archive/judgement.h"
#include "archive/verify.h"
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

static void commit_of(struct digest *out, struct store *s, const char *sql)
{
	struct stmt *q = NULL;
	bool row = false;

	sample_must(db_query(&q, store_db(s), sql, ""), "query");
	sample_must(stmt_step(q, &row), "step");
	assert_true(row);
	sample_must(fact_row(out, q), "row");
	stmt_free(q);
}

/* SHA-256("constat row 1\0" || salt || JSON), by hand. */
static void construction(void **state)
{
	struct str plain = { 0 };
	struct digest got, want;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	str_add(&plain, "constat row 1", 14);
	for (int i = 0; i < FACT_SALT; i++)
		str_putc(&plain, 7);
	str_puts(&plain, "{\"a\":\"i:-5\",\"b\":\"t:\xC3\xA9\\\"\","
			 "\"c\":\"b:00ff\",\"d\":null}");
	digest_of(&want, plain.p, plain.len);
	commit_of(&got, s,
		"SELECT NULL AS d, x'00ff' AS c, 'é\"' AS b, x'"
		"0707070707070707070707070707070707070707070707070707070707"
		"070707' AS salt, -5 AS a");
	assert_true(digest_equal(&got, &want));
	str_release(&plain);
	close_store(s, dir);
}

static void types_count(void **state)
{
	static const char *const values[] = { "'5'", "5", "x'35'", "5.0",
		"NULL", "''", "x''" };
	struct digest seen[7];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		char sql[200];

		snprintf(sql, sizeof(sql),
			"SELECT %s AS v, zeroblob(32) AS salt", values[i]);
		commit_of(&seen[i], s, sql);
		for (size_t k = 0; k < i; k++)
			assert_false(digest_equal(&seen[i], &seen[k]));
	}
	close_store(s, dir);
}

static void salts_differ(void **state)
{
	unsigned char a[FACT_SALT], b[FACT_SALT];
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(fact_salt(a), "salt");
	sample_must(fact_salt(b), "salt");
	assert_memory_not_equal(a, b, sizeof(a));
	assert_int_equal(fact_commitment(&d, s, "exhibit", 1), ERR_NOTFOUND);
	sample_must(sample_import(s, 3, 0), "import");
	sample_must(fact_commitment(&d, s, "exhibit", 1), "commitment");
	close_store(s, dir);
}

/* An exhibit of this content. */
static int64_t add_exhibit(struct store *s, const char *text)
{
	struct exhibit e = {
		.kind = "letter", .title = "Lettre", .size = strlen(text)
	};

	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, text, strlen(text), &e.content), "put");
	sample_must(exhibit_add(s, &e, "attach", false), "add");
	sample_must(store_commit(s), "commit");
	return e.id;
}

static bool is_kept(struct store *s, const char *text)
{
	struct str out = { 0 };
	struct digest d;
	int rc;

	digest_of(&d, text, strlen(text));
	rc = object_get(s, &d, &out);
	str_release(&out);
	return rc == 0;
}

static uint64_t findings(struct store *s)
{
	struct verify_result r = { 0 };
	uint64_t n;

	sample_must(verify_store(&r, s, NULL, NULL, NULL), "verify");
	n = r.findings;
	verify_result_release(&r);
	return n;
}

/* The last row that needs a content takes it along. */
static void the_last_one_takes_it_along(void **state)
{
	struct fact_holders holders = { 0 };
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);
	int64_t a, b;

	(void)state;
	a = add_exhibit(s, "Bonjour");
	b = add_exhibit(s, "Bonjour");
	digest_of(&d, "Bonjour", 7);
	sample_must(fact_destroy(s, "exhibit", a), "destroy");
	assert_true(is_kept(s, "Bonjour"));
	sample_must(fact_holders(&holders, s, &d), "holders");
	assert_true(holders.now == 1 && holders.destroyed == 1);
	assert_int_equal(findings(s), 0);
	sample_must(fact_destroy(s, "exhibit", b), "destroy");
	assert_false(is_kept(s, "Bonjour"));
	assert_int_equal(findings(s), 0);
	add_exhibit(s, "Bonjour");
	assert_true(is_kept(s, "Bonjour"));
	assert_int_equal(findings(s), 0);
	close_store(s, dir);
}

/* A page, a stamp's reply or an attempt's record is not an exhibit's own. */
static void what_others_need_stays(void **state)
{
	static const char chain[] = "-----BEGIN CERTIFICATE-----";
	struct attempt attempt = { .service = "Exemple", .terms = "T" };
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "Une page", 10, SNAPSHOT_CAPTURED);
	sample_must(fact_destroy(s, "exhibit", add_exhibit(s, "Une page")),
		"destroy");
	assert_true(is_kept(s, "Une page"));
	sample_must(object_put(s, chain, sizeof(chain) - 1, &d), "chain");
	sample_must(db_run(store_db(s),
			    "INSERT INTO stamp(size, checkpoint, reply,"
			    " authority, url, ca, gen_ns, accuracy_ns, sent_ns,"
			    " received_ns, salt, entry) VALUES(0, '', $1, '',"
			    " '', $1, 0, 0, 0, 0, zeroblob(32), 0)",
			    "b", (const void *)d.b, sizeof(d.b)),
		"stamp");
	sample_must(
		fact_destroy(s, "exhibit", add_exhibit(s, chain)), "destroy");
	assert_true(is_kept(s, chain));
	sample_must(object_put(s, "{}x", 3, &attempt.record), "record");
	sample_must(attempt_add(s, &attempt), "attempt");
	sample_must(
		fact_destroy(s, "exhibit", add_exhibit(s, "{}x")), "destroy");
	assert_true(is_kept(s, "{}x"));
	close_store(s, dir);
}

static void a_persons_reason_can_go(void **state)
{
	struct judgement j = { .snapshot = 1, .kind = "login" };
	bool found = false;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "Une page", 10, SNAPSHOT_CAPTURED);
	sample_must(judgement_add(s, &j), "judge");
	sample_must(judgement_accept(s, 1, "dit Camille"), "accept");
	sample_must(fact_destroy(s, "acceptance", 1), "destroy");
	sample_must(judgement_find(&j, &found, s, 1), "find");
	assert_true(j.accepted);
	assert_string_equal(j.why, "");
	judgement_release(&j);
	assert_int_equal(findings(s), 0);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(construction),
		cmocka_unit_test(types_count),
		cmocka_unit_test(salts_differ),
		cmocka_unit_test(the_last_one_takes_it_along),
		cmocka_unit_test(what_others_need_stays),
		cmocka_unit_test(a_persons_reason_can_go),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
