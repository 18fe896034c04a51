/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "archive/version.h"
#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "ota_case.h"
#include "scrapers/ota_import.h"
#include "scrapers/past.h"

#define SECOND(n) ((n)*INSTANT_SECOND + 500)

static struct declaration_terms terms_of(const char *json)
{
	struct declaration_terms t = { 0 };

	assert_int_equal(
		declaration_terms_parse(&t, "P", json, strlen(json)), 0);
	return t;
}

static void keep(struct archive_case *a, const char *service,
	const struct declaration_terms *terms, int64_t ns, const char *one,
	const char *two)
{
	struct past_target target = { .terms = terms,
		.service = strdup(service) };
	struct past_page pages[2] = { { .url = terms->parts[0].fetch,
		.seen_ns = ns,
		.media_type = "text/html",
		.body = one,
		.size = strlen(one) } };
	struct past past = { .target = &target,
		.pages = pages,
		.n = two != NULL ? 2 : 1,
		.basis = SNAPSHOT_STATED,
		.source = "saved by me",
		.must_read = true };
	struct past_result r = { 0 };

	pages[0].day_only = ns % INSTANT_SECOND == 0;
	if (two != NULL) {
		pages[1] = pages[0];
		pages[1].url = terms->parts[1].fetch;
		pages[1].body = two;
		pages[1].size = strlen(two);
	}
	assert_int_equal(past_keep(&r, a->store, &past), 0);
	past_result_release(&r);
	free(target.service);
}

/* One page that changes and comes back, and terms of two pages. */
static void fill(struct archive_case *a)
{
	struct declaration_terms one = terms_of("{\"fetch\":"
						"\"https://e.example/p\","
						"\"select\":\"p\"}"),
				 two = terms_of(
					 "{\"combine\":[{\"fetch\":"
					 "\"https://e.example/x\"},{\"fetch\":"
					 "\"https://e.example/y\"}],"
					 "\"select\":\"p\"}");

	keep(a, "E", &one, SECOND(100), "<p>one</p>", NULL);
	keep(a, "E", &one, SECOND(200), "<p>one</p>", NULL);
	keep(a, "E", &one, 86400 * INSTANT_SECOND, "<p>two</p>", NULL);
	keep(a, "E", &one, SECOND(100000), "<p>one</p>", NULL);
	keep(a, "M", &two, SECOND(150), "<p>x1</p>", "<p>y1</p>");
	keep(a, "M", &two, SECOND(160), "<p>x1</p>", "<p>y2</p>");
	declaration_terms_release(&one);
	declaration_terms_release(&two);
}

static void expect_same(struct store *a, struct store *b, const char *service)
{
	struct version_spans one = { 0 }, two = { 0 };

	assert_int_equal(version_spans(&one, a, service, "P"), 0);
	assert_int_equal(version_spans(&two, b, service, "P"), 0);
	assert_true(one.n > 1);
	assert_int_equal(one.n, two.n);
	for (size_t i = 0; i < one.n; i++) {
		assert_memory_equal(
			&one.v[i].text, &two.v[i].text, sizeof(one.v[i].text));
		assert_int_equal(
			one.v[i].first.seen_ns, two.v[i].first.seen_ns);
		assert_int_equal(
			one.v[i].first.day_only, two.v[i].first.day_only);
		assert_int_equal(two.v[i].first.basis, SNAPSHOT_THIRD_PARTY);
	}
	version_spans_release(&one);
	version_spans_release(&two);
}

static void imported_again_it_is_the_same(void **state)
{
	struct archive_case *a = *state, *b = NULL;
	char *folder = ota_case_folder();
	struct ota_export e = { .dir = folder };
	struct ota_export_result r = { 0 };
	struct ota_import_result imported = { 0 };
	struct str dir = { 0 };

	fill(a);
	assert_int_equal(ota_export_run(&r, a->store, &e), 0);
	assert_int_equal(r.versions, 5);
	assert_int_equal(r.snapshots, 6);
	assert_int_equal(r.left_out, 0);
	ota_export_release(&r);
	assert_int_equal(archive_case_setup((void **)&b), 0);
	file_join(&dir, folder, "versions");
	assert_int_equal(ota_import_run(&imported, b->store,
				 &(struct ota_import){ .dir = dir.p }),
		0);
	assert_int_equal(imported.count.kept, 5);
	ota_import_release(&imported);
	expect_same(a->store, b->store, "E");
	expect_same(a->store, b->store, "M");
	archive_case_teardown((void **)&b);
	/* and the snapshots, read by their declarations */
	assert_int_equal(archive_case_setup((void **)&b), 0);
	archive_case_declare(b, "E.json",
		"{\"name\":\"E\",\"terms\":{\"P\":{\"fetch\":"
		"\"https://e.example/p\",\"select\":\"p\"}}}");
	archive_case_declare(b, "M.json",
		"{\"name\":\"M\",\"terms\":{\"P\":{\"combine\":[{\"fetch\":"
		"\"https://e.example/x\"},{\"fetch\":\"https://e.example/y\"}"
		"],\"select\":\"p\"}}}");
	str_clear(&dir);
	file_join(&dir, folder, "snapshots");
	assert_int_equal(ota_import_run(&imported, b->store,
				 &(struct ota_import){ .dir = dir.p,
					 .folder = b->declarations.p }),
		0);
	assert_int_equal(imported.count.kept, 5);
	ota_import_release(&imported);
	expect_same(a->store, b->store, "E");
	expect_same(a->store, b->store, "M");
	archive_case_teardown((void **)&b);
	str_release(&dir);
	ota_case_remove(folder);
}

static void messages_are_theirs(void **state)
{
	static const char *const log[] = { "log", "--reverse", "--format=%B",
		"-2", NULL };
	struct archive_case *a = *state;
	char *folder = ota_case_folder();
	struct ota_export e = { .dir = folder, .service = "m" };
	struct ota_export_result r = { 0 };
	struct str dir = { 0 }, out = { 0 };
	struct ota_git g = { 0 };

	assert_int_equal(ota_export_run(&r, a->store, &e), 0);
	assert_int_equal(r.versions, 2);
	assert_int_equal(r.snapshots, 3);
	ota_export_release(&r);
	file_join(&dir, folder, "versions");
	assert_int_equal(ota_git_open(&g, dir.p), 0);
	assert_int_equal(ota_git_run(&out, &g, log, NULL, 0), 0);
	assert_memory_equal(out.p,
		"First record of M P\n\nThis version was recorded after "
		"extracting from and assembling the following snapshots from 2 "
		"source documents:\n- ",
		132);
	assert_non_null(strstr(out.p, "\nRecord new changes of M P\n"));
	assert_non_null(strstr(out.p,
		"\nX-constat-seen: 1970-01-01T00:02:30.000000500Z\n"
		"X-constat-basis: stated\nX-constat-source: saved by me\n"
		"X-constat-sha256: sha256:"));
	ota_git_close(&g);
	str_clear(&dir);
	str_clear(&out);
	file_join(&dir, folder, "snapshots");
	assert_int_equal(ota_git_open(&g, dir.p), 0);
	assert_int_equal(ota_git_run(&out, &g, log, NULL, 0), 0);
	assert_non_null(strstr(out.p, "\n\nDocument ID y\n\n"));
	assert_non_null(strstr(
		out.p, "X-source-document-location: https://e.example/y\n"));
	ota_git_close(&g);
	str_release(&dir);
	str_release(&out);
	ota_case_remove(folder);
}

static void refusals(void **state)
{
	struct archive_case *a = *state;
	char *folder = ota_case_folder();
	struct ota_export e = { .dir = folder, .service = "none" };
	struct ota_export_result r = { 0 };

	assert_int_equal(ota_export_run(&r, a->store, &e), ERR_NOTFOUND);
	assert_string_equal(
		err_message(), "there is nothing of that to be exported");
	e.service = NULL;
	e.dry_run = true;
	assert_int_equal(ota_export_run(&r, a->store, &e), 0);
	assert_int_equal(r.versions, 5);
	ota_export_release(&r);
	e.dry_run = false;
	assert_int_equal(ota_export_run(&r, a->store, &e), 0);
	ota_export_release(&r);
	assert_int_equal(ota_export_run(&r, a->store, &e), ERR_EXISTS);
	ota_case_remove(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(imported_again_it_is_the_same),
		cmocka_unit_test(messages_are_theirs),
		cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(
		tests, archive_case_setup, archive_case_teardown);
}
