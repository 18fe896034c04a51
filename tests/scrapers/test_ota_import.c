/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <dirent.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "ota_case.h"
#include "scrapers/history.h"

static void import(struct ota_import_result *r, struct archive_case *a,
	const char *dir, const char *service)
{
	struct ota_import i = {
		.dir = dir, .folder = a->declarations.p, .service = service
	};

	assert_int_equal(ota_import_run(r, a->store, &i), 0);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

/* "00_2020-10-08T06-01-43Z_7fe10cfa.md" */
static bool read_date(char out[INSTANT_TEXT], const char *name)
{
	const char *at = strchr(name, '_');

	if (at == NULL || strstr(name, ".md") == NULL || strlen(at) < 21)
		return false;
	memcpy(out, at + 1, 20);
	out[20] = '\0';
	out[13] = out[16] = ':';
	return true;
}

static void commit_history(
	struct ota_case *c, struct str *dates, const char *folder)
{
	struct dirent **entries = NULL;
	int n = scandir(folder, &entries, NULL, by_name);

	for (int i = 0; i < n; i++) {
		struct str path = { 0 }, text = { 0 };
		char date[INSTANT_TEXT];

		if (read_date(date, entries[i]->d_name)) {
			file_join(&path, folder, entries[i]->d_name);
			assert_int_equal(file_read(&text, path.p), 0);
			ota_case_mode(c, "100644", date,
				dates->len == 0 ? "First record of E P"
						: "Record new changes of E P",
				"E/P.md", text.p, text.len);
			str_printf(dates, "%s\n", date);
		}
		str_release(&path);
		str_release(&text);
		free(entries[i]);
	}
	free(entries);
}

/* Before, at and between the dates of the commits, the archive tells the
 * version of the last commit, and names the one behind. */
static void expect_dates(struct archive_case *a, char *dates)
{
	struct history h = { 0 };
	size_t n = 0;
	char *date, *rest = dates;

	assert_int_equal(history_open(&h, a->store, "E", "P"), 0);
	while ((date = strsep(&rest, "\n")) != NULL && date[0] != '\0') {
		struct version_at at = { 0 };
		int64_t ns = 0;

		assert_true(n < h.spans.n);
		assert_int_equal(
			instant_parse(&ns, NULL, date, strlen(date)), 0);
		assert_int_equal(h.spans.v[n].first.seen_ns, ns);
		assert_int_equal(history_at(&at, &h, ns), 0);
		assert_ptr_equal(at.span, &h.spans.v[n]);
		assert_int_equal(history_at(&at, &h, ns + 1), 0);
		assert_ptr_equal(at.span, &h.spans.v[n]);
		assert_int_equal(at.has_after, n + 1 < h.spans.n);
		if (n == 0) {
			assert_int_equal(
				history_at(&at, &h, ns - 1), ERR_NOTFOUND);
		} else {
			assert_int_equal(history_at(&at, &h, ns - 1), 0);
			assert_ptr_equal(at.span, &h.spans.v[n - 1]);
			assert_int_equal(at.after.seen_ns, ns);
		}
		n++;
	}
	assert_int_equal(n, h.spans.n);
	history_close(&h);
}

static void a_real_history_keeps_its_dates(void **state)
{
	struct archive_case *a = *state;
	const char *shared = getenv("CONSTAT_SHARED");
	char *dir;
	struct ota_case c = { 0 };
	struct str folder = { 0 }, dates = { 0 };
	struct ota_import_result r = { 0 };

	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: no shared sample data\n");
		skip();
	}
	dir = ota_case_folder();
	file_join(&folder, shared,
		"policies/histories/contrib__Google_Privacy_Policy");
	ota_case_begin(&c, dir);
	commit_history(&c, &dates, folder.p);
	ota_case_end(&c);
	import(&r, a, dir, NULL);
	assert_true(r.versions);
	assert_true(r.count.kept > 20);
	assert_int_equal(r.count.kept, r.commits);
	ota_import_release(&r);
	import(&r, a, dir, "e");
	assert_int_equal(r.count.kept, 0);
	assert_int_equal(r.count.known, r.commits);
	ota_import_release(&r);
	expect_dates(a, dates.p);
	str_release(&folder);
	str_release(&dates);
	ota_case_remove(dir);
}

static void kinds_are_told_apart(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct ota_import_result r = { 0 };

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of K P",
		"K/P.html", "<p>x</p>");
	ota_case_commit(
		&c, "2020-01-02T00:00:00Z", "Add a README", "README.md", "x");
	ota_case_end(&c);
	import(&r, a, dir, NULL);
	assert_false(r.versions);
	assert_int_equal(r.foreign, 1);
	assert_int_equal(r.count.undeclared, 1);
	ota_import_release(&r);
	ota_case_remove(dir);
}

static void expect_refusal(
	struct archive_case *a, const struct ota_import *i, const char *words)
{
	struct ota_import_result r = { 0 };

	assert_int_equal(ota_import_run(&r, a->store, i), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), words));
	assert_null(r.repository);
}

static void what_is_not_of_the_robot(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "by hand", "A/P.md", "x");
	ota_case_commit(
		&c, "2020-01-01T00:00:00Z", "by hand", "README.md", "x");
	ota_case_end(&c);
	expect_refusal(a, &(struct ota_import){ .dir = dir },
		"reads as Open Terms Archive writes them");
	expect_refusal(a, &(struct ota_import){ .dir = dir, .service = "B" },
		"has nothing of 'B'");
	expect_refusal(a, &(struct ota_import){ .dir = "/nowhere" },
		"is no git repository");
	ota_case_remove(dir);
}

static void a_dry_run_keeps_nothing(void **state)
{
	struct archive_case *a = *state;
	char *dir = ota_case_folder();
	struct ota_case c = { 0 };
	struct ota_import i = { .dir = dir, .dry_run = true };
	struct ota_import_result r = { 0 };
	struct version_spans spans = { 0 };

	ota_case_begin(&c, dir);
	ota_case_commit(&c, "2020-01-01T00:00:00Z", "First record of D P",
		"D/P.md", "x");
	ota_case_end(&c);
	assert_int_equal(ota_import_run(&r, a->store, &i), 0);
	assert_int_equal(r.count.kept, 1);
	assert_int_equal(version_spans(&spans, a->store, "D", "P"), 0);
	assert_int_equal(spans.n, 0);
	ota_import_release(&r);
	ota_case_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_real_history_keeps_its_dates),
		cmocka_unit_test(kinds_are_told_apart),
		cmocka_unit_test(what_is_not_of_the_robot),
		cmocka_unit_test(a_dry_run_keeps_nothing),
	};

	return cmocka_run_group_tests(
		tests, archive_case_setup, archive_case_teardown);
}
