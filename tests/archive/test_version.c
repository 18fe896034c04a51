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
	assert_true(spans.v[0].technical);
	assert_string_equal(spans.v[0].extractor, "2");
	version_spans_release(&spans);
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
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
