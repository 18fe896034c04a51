/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_keep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive/version.h"
#include "archive_case.h"
#include "base/err.h"
#include "base/json.h"
#include "ota_case.h"
#include "scrapers/ota_import.h"

#define PAGE(words) "<!doctype html><main><p>" words "</p></main>"

static struct ota_keep_count run(
	struct archive_case *a, const char *dir, bool versions)
{
	struct ota_import i = { .dir = dir,
		.folder = a->declarations.p,
		.kind = versions ? OTA_IMPORT_VERSIONS : OTA_IMPORT_SNAPSHOTS };
	struct ota_import_result r = { 0 };
	struct ota_keep_count count;

	assert_int_equal(ota_import_run(&r, a->store, &i), 0);
	count = r.count;
	ota_import_release(&r);
	return count;
}

static void expect_text(
	struct archive_case *a, const struct version_span *v, const char *text)
{
	struct str s = { 0 };

	assert_int_equal(object_get(a->store, &v->text, &s), 0);
	assert_string_equal(s.p, text);
	str_release(&s);
}

static void technical_upgrades_are_marked(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct version_spans spans = { 0 };
	struct ota_keep_count count;

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of E P",
		"E/P.md", "one");
	ota_case_commit(&c, "2020-01-02T00:00:00Z",
		"Apply technical or declaration upgrade on E P", "E/P.md",
		"One");
	ota_case_commit(&c, "2020-01-03T00:00:00Z", "Record new changes of E P",
		"E/P.md", "two");
	ota_case_end(&c);
	count = run(a, dir, true);
	assert_int_equal(count.kept, 3);
	assert_int_equal(count.technical, 1);
	assert_int_equal(count.refused, 0);
	assert_int_equal(version_spans(&spans, a->store, "E", "P"), 0);
	assert_int_equal(spans.n, 3);
	assert_false(spans.v[0].technical);
	assert_true(spans.v[1].technical);
	assert_false(spans.v[2].technical);
	expect_text(a, &spans.v[2], "two");
	version_spans_release(&spans);
	ota_case_remove(dir);
}

static void records_keep_what_the_commit_says(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct version_spans spans = { 0 };
	struct snapshot snap = { 0 };
	struct str json = { 0 };
	cJSON *tree = NULL;
	const cJSON *ota;

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-02-01T10:00:00Z",
		"First record of R P\n\nThis version was recorded after "
		"extracting from snapshot https://x/y\n\nX-engine-version: "
		"1.2.3",
		"R/P.md", "text");
	ota_case_end(&c);
	assert_int_equal(run(a, dir, true).kept, 1);
	assert_int_equal(version_spans(&spans, a->store, "R", "P"), 0);
	assert_int_equal(
		snapshot_get(&snap, a->store, spans.v[0].first.snapshot), 0);
	assert_string_equal(snap.media_type, "text/markdown");
	assert_int_equal(snap.basis, SNAPSHOT_THIRD_PARTY);
	assert_memory_equal(snap.source, "Open Terms Archive, ota", 23);
	assert_non_null(strstr(snap.source, ", commit "));
	assert_int_equal(object_get(a->store, &snap.record, &json), 0);
	assert_int_equal(json_parse(&tree, json.p, json.len, NULL), 0);
	ota = json_member(tree, "ota");
	assert_string_equal(json_string(ota, "path"), "R/P.md");
	assert_string_equal(json_string(ota, "subject"), "First record of R P");
	assert_int_equal(strlen(json_string(ota, "commit")), 40);
	assert_string_equal(
		json_string(json_member(ota, "trailers"), "X-engine-version"),
		"1.2.3");
	assert_string_equal(cJSON_GetStringValue(cJSON_GetArrayItem(
				    json_member(ota, "snapshots"), 0)),
		"https://x/y");
	cJSON_Delete(tree);
	str_release(&json);
	snapshot_release(&snap);
	version_spans_release(&spans);
	ota_case_remove(dir);
}

static void snapshots_are_read_as_then_declared(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct version_spans spans = { 0 };
	struct ota_keep_count count;

	archive_case_declare(a, "S.json",
		"{\"name\":\"S\",\"terms\":{\"P\":{\"fetch\":"
		"\"https://s.example/p\",\"select\":\"main\"}}}");
	archive_case_declare(a, "S.history.json",
		"{\"P\":[{\"fetch\":\"https://s.example/p\",\"select\":"
		"\"article\",\"validUntil\":\"2020-01-01T12:00:00Z\"}]}");
	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "Start tracking S P",
		"S/P.html", "<article>old</article>" PAGE("not this"));
	ota_case_commit(&c, "2020-01-02T00:00:00Z", "Update S P", "S/P.html",
		"<article>not this</article>" PAGE("new"));
	ota_case_commit(&c, "2020-01-03T00:00:00Z", "Update S P", "S/P.html",
		"<p>no match</p>");
	ota_case_commit(&c, "2020-01-04T00:00:00Z", "Start tracking U P",
		"U/P.html", PAGE("undeclared"));
	ota_case_end(&c);
	count = run(a, dir, false);
	assert_int_equal(count.kept, 3);
	assert_int_equal(count.unread, 1);
	assert_int_equal(count.undeclared, 1);
	assert_int_equal(version_spans(&spans, a->store, "S", "P"), 0);
	assert_int_equal(spans.n, 2);
	expect_text(a, &spans.v[0], "old");
	expect_text(a, &spans.v[1], "new");
	version_spans_release(&spans);
	ota_case_remove(dir);
}

static void pages_of_one_terms_are_read_together(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct version_spans spans = { 0 };
	struct ota_keep_count count;

	archive_case_declare(a, "M.json",
		"{\"name\":\"M\",\"terms\":{\"P\":{\"combine\":["
		"{\"fetch\":\"https://m.example/a/one.html\"},"
		"{\"fetch\":\"https://m.example/two\"}],"
		"\"select\":\"main\"}}}");
	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z",
		"First record of M P\n\nDocument ID a-one", "M/P #a-one.html",
		PAGE("A1"));
	ota_case_commit(&c, "2020-01-01T00:00:00Z",
		"First record of M P\n\nDocument ID x\n\n"
		"X-source-document-location: https://m.example/two",
		"M/P #x.html", PAGE("B1"));
	ota_case_commit(&c, "2020-01-02T00:00:00Z",
		"Record new changes of M P\n\n"
		"X-source-document-location: https://m.example/two",
		"M/P #x.html", PAGE("B2"));
	ota_case_commit(&c, "2020-01-03T00:00:00Z", "Record new changes of M P",
		"M/P #a-one.html", PAGE("A3"));
	ota_case_commit(&c, "2020-01-03T00:00:00Z",
		"Record new changes of M P\n\n"
		"X-source-document-location: https://m.example/two",
		"M/P #x.html", PAGE("B3"));
	ota_case_end(&c);
	count = run(a, dir, false);
	assert_int_equal(count.kept, 3);
	assert_int_equal(count.unread, 0);
	assert_int_equal(version_spans(&spans, a->store, "M", "P"), 0);
	assert_int_equal(spans.n, 3);
	expect_text(a, &spans.v[0], "A1\n\n- - -\n\nB1");
	expect_text(a, &spans.v[1], "A1\n\n- - -\n\nB2");
	expect_text(a, &spans.v[2], "A3\n\n- - -\n\nB3");
	version_spans_release(&spans);
	count = run(a, dir, false);
	assert_int_equal(count.kept, 0);
	assert_int_equal(count.known, 3);
	ota_case_remove(dir);
}

static void what_cannot_be_kept_is_told(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct ota_import i = { .dir = dir,
		.folder = a->declarations.p,
		.kind = OTA_IMPORT_VERSIONS };
	struct ota_import_result r = { 0 };

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2200-01-01T00:00:00Z", "First record of F P",
		"F/P.md", "from the future");
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of F Q",
		"F/Q.md", "no \xff text");
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of F Q",
		"F/Q.html", "<p>");
	ota_case_end(&c);
	assert_int_equal(ota_import_run(&r, a->store, &i), 0);
	assert_int_equal(r.count.kept, 0);
	assert_int_equal(r.count.refused, 3);
	assert_int_equal(r.problems.n, 3);
	assert_non_null(strstr(r.problems.v[0].words, "lies in the future"));
	assert_non_null(
		strstr(r.problems.v[1].words, "'F/Q.md': it is no UTF-8 text"));
	assert_non_null(
		strstr(r.problems.v[2].words, "'F/Q.html': it is no Markdown"));
	ota_import_release(&r);
	ota_case_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(technical_upgrades_are_marked),
		cmocka_unit_test(records_keep_what_the_commit_says),
		cmocka_unit_test(snapshots_are_read_as_then_declared),
		cmocka_unit_test(pages_of_one_terms_are_read_together),
		cmocka_unit_test(what_cannot_be_kept_is_told),
	};

	return cmocka_run_group_tests(
		tests, archive_case_setup, archive_case_teardown);
}
