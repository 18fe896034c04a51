/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/histimport.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive_case.h"
#include "base/err.h"
#include "scrapers/history.h"

#define DECLARED                                                               \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", \"select\": \"main\"},"              \
	"\"Imprint\": {\"combine\": [{\"fetch\": \"https://a.test/1\"},"       \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}"

/* Imports a page of that content. */
static int import(struct histimport_result *out, struct archive_case *c,
	const char *page, struct histimport i)
{
	struct str path = { 0 };
	int rc;

	file_join(&path, c->dir, "page.html");
	assert_int_equal(
		file_write(path.p, page, strlen(page), FILE_REPLACE), 0);
	i.file = path.p;
	i.wanted.url = "https://a.test/p";
	i.source = "kept by a neighbour";
	i.wanted.folder = c->declarations.p;
	if (i.wanted.service == NULL)
		i.wanted.service = "exemple";
	if (i.wanted.type == NULL)
		i.wanted.type = "privacy policy";
	rc = histimport_file(out, c->store, &i);
	str_release(&path);
	return rc;
}

static void takes_its_place_by_date(void **state)
{
	struct archive_case *c = *state;
	struct histimport_result r = { 0 };
	struct history h = { 0 };

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(import(&r, c, "<main>two</main>",
				 (struct histimport){ .seen = "2019-03-01",
					 .basis = SNAPSHOT_STATED }),
		0);
	assert_string_equal(r.service, "Exemple");
	assert_true(r.is_new);
	assert_true(r.sighting.day_only);
	histimport_result_release(&r);
	assert_int_equal(
		import(&r, c, "<main>one</main>",
			(struct histimport){ .seen = "2018-09-03 10:00",
				.zone = "Europe/Paris",
				.basis = SNAPSHOT_THIRD_PARTY }),
		0);
	assert_false(r.sighting.day_only);
	histimport_result_release(&r);
	assert_int_equal(history_open(&h, c->store, "exemple", NULL), 0);
	assert_int_equal(h.spans.n, 2);
	assert_int_equal(h.spans.v[0].first.basis, SNAPSHOT_THIRD_PARTY);
	assert_int_equal(
		h.spans.v[0].first.seen_ns, INT64_C(1535961600000000000));
	assert_int_equal(h.spans.v[1].first.basis, SNAPSHOT_STATED);
	assert_string_equal(h.spans.v[1].first.source, "kept by a neighbour");
	history_close(&h);
}

static void refused(struct archive_case *c, const char *page,
	struct histimport i, int code, const char *words)
{
	struct histimport_result r = { 0 };
	struct history h = { 0 };

	i.basis = SNAPSHOT_STATED;
	assert_int_equal(import(&r, c, page, i), code);
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' lacks '%s'", err_message(), words);
	assert_int_equal(
		history_open(&h, c->store, "Exemple", NULL), ERR_NOTFOUND);
}

static void refuses_what_it_cannot_place(void **state)
{
	struct archive_case *c = *state;

	archive_case_declare(c, "Exemple.json", DECLARED);
	refused(c, "<p>x</p>", (struct histimport){ .seen = "2018-09-03" },
		ERR_NOTFOUND, "--select");
	refused(c, "<main>x</main>", (struct histimport){ .seen = "soon" },
		ERR_PARSE, "soon");
	refused(c, "<main>x</main>",
		(struct histimport){ .seen = "2199-01-01" }, ERR_INVALID,
		"future");
	refused(c, "<main>x</main>",
		(struct histimport){ .seen = "2018-02-30" }, ERR_PARSE, "");
	refused(c, "<main>x</main>",
		(struct histimport){ .seen = "2018-09-03", .zone = "Mars" },
		ERR_NOTFOUND, "Mars");
	refused(c, "<main>x</main>",
		(struct histimport){
			.seen = "2018-09-03", .wanted.service = "Exmple" },
		ERR_NOTFOUND, "did you mean");
	refused(c, "<main>x</main>",
		(struct histimport){
			.seen = "2018-09-03", .wanted.type = "Imprint" },
		ERR_INVALID, "2 pages");
}

static void old_pages_have_their_own_selectors(void **state)
{
	static const char *const select[] = { ".old", NULL };
	struct archive_case *c = *state;
	struct histimport_result r = { 0 };

	assert_int_equal(import(&r, c, "<div class=old>x</div>",
				 (struct histimport){ .seen = "2018-09-03",
					 .wanted.service = "Undeclared",
					 .wanted.type = "Privacy Policy",
					 .basis = SNAPSHOT_STATED,
					 .wanted.select = select }),
		0);
	assert_string_equal(r.service, "Undeclared");
	histimport_result_release(&r);
}

static void dry_runs_keep_nothing(void **state)
{
	struct archive_case *c = *state;
	struct histimport_result r = { 0 };
	struct history h = { 0 };

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(import(&r, c, "<main>x</main>",
				 (struct histimport){ .seen = "2018-09-03",
					 .basis = SNAPSHOT_STATED,
					 .dry_run = true }),
		0);
	assert_int_equal(r.text_bytes, 1);
	histimport_result_release(&r);
	assert_int_equal(
		history_open(&h, c->store, "Exemple", NULL), ERR_NOTFOUND);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(takes_its_place_by_date),
		CASE(refuses_what_it_cannot_place),
		CASE(old_pages_have_their_own_selectors),
		CASE(dry_runs_keep_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
