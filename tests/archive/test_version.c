/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "sample.h"

static const int64_t day = INT64_C(86400000000000);

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void show(struct version_at *at, const struct version_spans *spans,
	struct store *s, int64_t ns)
{
	sample_must(version_find(at, spans, s, "Exemple", "Privacy Policy", ns),
		"find");
}

static void shown_by_a_snapshot(void **state)
{
	struct version_reading shown = { 0 };
	struct digest text;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", day, SNAPSHOT_CAPTURED);
	sample_must(version_shown(&shown, s, 1), "shown");
	digest_of(&text, "A", 1);
	assert_int_equal(shown.version, 1);
	assert_int_equal(shown.size, 1);
	assert_true(digest_equal(&shown.text, &text));
	sample_must(version_shown(&shown, s, 2), "shown");
	assert_int_equal(shown.version, 0);
	store_close(s);
	sample_remove(dir);
}

/* A, B, A are three spans, whatever the order they came in. */
static void spans_by_date(void **state)
{
	struct version_spans spans = { 0 };
	struct version_at at;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 90 * day, SNAPSHOT_CAPTURED);
	sample_page(s, "A", 10 * day, SNAPSHOT_STATED);
	sample_page(s, "B", 50 * day, SNAPSHOT_THIRD_PARTY);
	sample_page(s, "B", 60 * day, SNAPSHOT_THIRD_PARTY);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 3);
	assert_true(digest_equal(&spans.v[0].text, &spans.v[2].text));
	assert_false(digest_equal(&spans.v[0].text, &spans.v[1].text));
	assert_int_equal(spans.v[1].sightings, 2);
	assert_int_equal(spans.v[1].number, 2);
	assert_int_equal(spans.v[0].first.basis, SNAPSHOT_STATED);
	assert_int_equal(spans.v[2].last.basis, SNAPSHOT_CAPTURED);

	show(&at, &spans, s, 5 * day);
	assert_null(at.span);
	assert_true(at.has_after && at.after.seen_ns == 10 * day);
	show(&at, &spans, s, 30 * day);
	assert_ptr_equal(at.span, &spans.v[0]);
	assert_true(at.before.seen_ns == 10 * day);
	assert_true(at.after.seen_ns == 50 * day && !at.after_same);
	show(&at, &spans, s, 55 * day);
	assert_ptr_equal(at.span, &spans.v[1]);
	assert_true(at.after.seen_ns == 60 * day && at.after_same);
	show(&at, &spans, s, 90 * day);
	assert_ptr_equal(at.span, &spans.v[2]);
	assert_false(at.has_after);
	version_spans_release(&spans);
	store_close(s);
	sample_remove(dir);
}

static int count_terms(const char *service, const char *terms, void *ctx)
{
	assert_string_equal(service, "Exemple");
	assert_string_equal(terms, "Privacy Policy");
	++*(int *)ctx;
	return 0;
}

static void same_text_makes_no_version(void **state)
{
	struct version_spans spans = { 0 };
	int64_t versions = 0;
	int terms = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (int i = 1; i <= 5; i++)
		sample_page(s, "A", i * day, SNAPSHOT_CAPTURED);
	sample_must(db_int(&versions, store_db(s),
			    "SELECT count(*) FROM version", ""),
		"count");
	assert_int_equal(versions, 1);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 1);
	assert_int_equal(spans.v[0].sightings, 5);
	version_spans_release(&spans);
	sample_must(
		version_spans(&spans, s, "Autre", "Privacy Policy"), "none");
	assert_int_equal(spans.n, 0);
	sample_must(version_each_terms(s, count_terms, &terms), "terms");
	assert_int_equal(terms, 1);
	store_close(s);
	sample_remove(dir);
}

/* The same page read by newer rules: another text, but no other span. */
static void technical_upgrade(void **state)
{
	struct version v = { .service = "Exemple",
		.terms = "Privacy Policy",
		.snapshot = 1,
		.size = 1,
		.extractor = "2",
		.technical = true };
	struct version_spans spans = { 0 };
	struct version_at at;
	bool is_new, first;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10 * day, SNAPSHOT_CAPTURED);
	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, "a", 1, &v.text), "text");
	sample_must(object_put(s, "{}", 2, &v.declaration), "declaration");
	sample_must(version_note(s, &v, &is_new, &first), "note");
	sample_must(store_commit(s), "commit");
	assert_true(is_new);
	sample_page(s, "a", 20 * day, SNAPSHOT_CAPTURED);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 1);
	assert_int_equal(spans.v[0].sightings, 2);
	assert_false(spans.v[0].technical);
	assert_string_equal(spans.v[0].extractor, "2");
	version_spans_release(&spans);
	/* The last page alone read by still newer rules. */
	v.snapshot = 2;
	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, "@", 1, &v.text), "text");
	sample_must(version_note(s, &v, &is_new, &first), "note");
	sample_must(store_commit(s), "commit");
	sample_page(s, "B", 30 * day, SNAPSHOT_CAPTURED);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 3);
	assert_true(spans.v[1].technical);
	assert_false(spans.v[2].technical);
	assert_int_equal(spans.v[1].number, 1);
	assert_int_equal(spans.v[2].number, 2);
	sample_must(version_find(&at, &spans, s, "Exemple", "Privacy Policy",
			    15 * day),
		"find");
	assert_true(at.has_after && at.after_same);
	sample_must(version_find(&at, &spans, s, "Exemple", "Privacy Policy",
			    25 * day),
		"find");
	assert_true(at.has_after && !at.after_same);
	version_spans_release(&spans);
	store_close(s);
	sample_remove(dir);
}

/* Reads snapshot 1 again. */
static void read_again(struct store *s, struct version *v, const char *text,
	const char *extractor, bool *is_new)
{
	bool first;

	*v = (struct version){ .service = "Exemple",
		.terms = "Privacy Policy",
		.snapshot = 1,
		.size = strlen(text),
		.extractor = (char *)(uintptr_t)extractor };
	sample_must(store_begin(s), "begin");
	sample_must(object_put(s, text, v->size, &v->text), "text");
	sample_must(object_put(s, "{}", 2, &v->declaration), "declaration");
	sample_must(version_note(s, v, is_new, &first), "note");
	sample_must(store_commit(s), "commit");
	assert_false(first);
}

static int64_t count(struct store *s, const char *sql)
{
	int64_t n = -1;

	sample_must(db_int(&n, store_db(s), sql, ""), "count");
	return n;
}

/* Each reading names the rules it was made by. */
static void rules_make_a_row_of_their_own(void **state)
{
	struct version v, last = { 0 };
	struct version_spans spans = { 0 };
	bool is_new, found = false;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(
		version_latest(&last, &found, s, "Exemple", "Privacy Policy"),
		"none");
	assert_false(found);
	sample_page(s, "A", 10 * day, SNAPSHOT_CAPTURED);
	read_again(s, &v, "A", "1", &is_new);
	assert_false(is_new);
	assert_int_equal(v.id, 1);
	assert_int_equal(count(s, "SELECT count(*) FROM reading"), 1);
	read_again(s, &v, "A", "2", &is_new);
	assert_false(is_new);
	assert_true(v.technical);
	assert_int_equal(v.id, 2);
	assert_int_equal(count(s, "SELECT count(*) FROM reading"), 2);
	sample_page(s, "A", 20 * day, SNAPSHOT_CAPTURED);
	assert_int_equal(count(s, "SELECT count(*) FROM version"), 3);
	sample_must(
		version_latest(&last, &found, s, "Exemple", "Privacy Policy"),
		"latest");
	assert_true(found && last.id == 3 && last.snapshot == 2);
	assert_string_equal(last.extractor, "1");
	version_release(&last);
	sample_must(
		version_spans(&spans, s, "Exemple", "Privacy Policy"), "spans");
	assert_int_equal(spans.n, 1);
	assert_int_equal(spans.v[0].sightings, 2);
	version_spans_release(&spans);
	store_close(s);
	sample_remove(dir);
}

static int see_reading(const struct version *v, void *ctx)
{
	struct str *seen = ctx;

	str_printf(seen, "%lld:%lld:%s ", (long long)v->snapshot,
		(long long)v->id, v->extractor);
	return v->snapshot == 3 ? ERR_PARSE : 0;
}

static void readings_oldest_first(void **state)
{
	struct version v;
	struct str seen = { 0 };
	struct digest near[2], a;
	size_t n = 0;
	bool is_new;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_page(s, "A", 10 * day, SNAPSHOT_CAPTURED);
	sample_page(s, "B", 30 * day, SNAPSHOT_CAPTURED);
	sample_page(s, "C", 50 * day, SNAPSHOT_CAPTURED);
	sample_page(s, "A", 5 * day, SNAPSHOT_STATED);
	read_again(s, &v, "a", "2", &is_new);
	assert_true(is_new);
	assert_int_equal(version_each_reading(s, "Exemple", "Privacy Policy",
				 see_reading, &seen),
		ERR_PARSE);
	assert_string_equal(seen.p, "4:1:1 1:4:2 2:2:1 3:3:1 ");
	sample_must(version_near(near, &n, 2, s, "Exemple", "Privacy Policy"),
		"near");
	digest_of(&a, "a", 1);
	assert_int_equal(n, 2);
	assert_true(digest_equal(&near[0], &a));
	str_release(&seen);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shown_by_a_snapshot),
		cmocka_unit_test(spans_by_date),
		cmocka_unit_test(same_text_makes_no_version),
		cmocka_unit_test(technical_upgrade),
		cmocka_unit_test(rules_make_a_row_of_their_own),
		cmocka_unit_test(readings_oldest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
