/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/snapshot.h"
#include "archive/version.h"
#include "archive_case.h"
#include "base/err.h"

#define ONE                                                                    \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", \"select\": \"main\"}}}"

/* The last result and how many there were. */
struct heard {
	size_t n;
	struct capture_result last;
	char service[80], terms[80], message[512];
};

static int hear(const struct capture_result *r, void *ctx)
{
	struct heard *h = ctx;

	h->n++;
	h->last = *r;
	snprintf(h->service, sizeof(h->service), "%s", r->service);
	snprintf(h->terms, sizeof(h->terms), "%s", r->terms);
	snprintf(h->message, sizeof(h->message), "%s",
		r->message != NULL ? r->message : "");
	return 0;
}

static int capture(struct heard *h, struct archive_case *c, const char *service,
	const char *terms, bool dry_run)
{
	const struct capture_options o = { .folder = c->declarations.p,
		.service = service,
		.terms = terms,
		.fetch = { .send = archive_case_send, .ctx = c },
		.dry_run = dry_run,
		.fn = hear,
		.ctx = h };

	*h = (struct heard){ 0 };
	return capture_run(c->store, &o);
}

static void outcome(
	struct archive_case *c, const char *page, enum capture_outcome want)
{
	struct heard h;

	c->page = page;
	assert_int_equal(capture(&h, c, "exemple", NULL, false), 0);
	assert_int_equal(h.n, 1);
	assert_int_equal(h.last.outcome, want);
	assert_string_equal(h.service, "Exemple");
	assert_string_equal(h.terms, "Privacy Policy");
}

static size_t spans(struct archive_case *c, const char *service)
{
	struct version_spans v = { 0 };
	size_t n;

	assert_int_equal(
		version_spans(&v, c->store, service, "Privacy Policy"), 0);
	n = v.n;
	version_spans_release(&v);
	return n;
}

static void only_another_text_is_another_version(void **state)
{
	struct archive_case *c = *state;

	archive_case_declare(c, "Exemple.json", ONE);
	outcome(c, "<main>one</main>", CAPTURE_NEW);
	outcome(c, "<main>one</main>", CAPTURE_UNCHANGED);
	outcome(c, "<p>around</p><main>one</main>", CAPTURE_UNCHANGED);
	outcome(c, "<main>two</main>", CAPTURE_CHANGED);
	outcome(c, "<main>one</main>", CAPTURE_CHANGED);
	assert_int_equal(spans(c, "Exemple"), 3);
}

static void failures_are_kept_without_version(void **state)
{
	struct archive_case *c = *state;
	struct snapshot snap = { 0 };
	struct heard h;

	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<p>wall</p>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_FAILED);
	assert_non_null(strstr(h.message, "'main'"));
	assert_non_null(strstr(h.message, "another page stands before"));
	assert_int_equal(snapshot_get(&snap, c->store, h.last.snapshot), 0);
	assert_int_equal(snap.size, 11);
	snapshot_release(&snap);
	c->status = 403;
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_non_null(strstr(h.message, "status 403"));
	assert_int_equal(snapshot_get(&snap, c->store, h.last.snapshot), 0);
	assert_int_equal(snap.status, 403);
	snapshot_release(&snap);
	assert_int_equal(spans(c, "Exemple"), 0);
}

static void dry_runs_keep_nothing(void **state)
{
	struct archive_case *c = *state;
	struct heard h;

	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, true), 0);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
	assert_int_equal(h.last.snapshot, 0);
	assert_int_equal(spans(c, "Exemple"), 0);
}

/* The same bytes under another declaration: not the vendor's change. */
static void other_rules_are_no_change(void **state)
{
	struct archive_case *c = *state;
	struct heard h;

	archive_case_declare(c, "Exemple.json", ONE);
	outcome(c, "<main>one <b>two</b></main>", CAPTURE_NEW);
	archive_case_declare(c, "Exemple.json",
		"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"
		"\"fetch\": \"https://a.test/p\", \"select\": \"main\","
		"\"remove\": \"b\"}}}");
	for (int dry = 1; dry >= 0; dry--) {
		assert_int_equal(capture(&h, c, "Exemple", NULL, dry), 0);
		assert_int_equal(h.last.outcome, CAPTURE_UNCHANGED);
		assert_true(h.last.technical);
	}
}

static void parts_become_one_text(void **state)
{
	struct archive_case *c = *state;
	struct heard h;

	archive_case_declare(c, "Two.json",
		"{\"name\": \"Two\", \"terms\": {\"Privacy Policy\": "
		"{\"combine\": [{\"fetch\": \"https://a.test/1\"},"
		"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}");
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, "Two", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
	assert_int_equal(c->requests, 2);
	assert_int_equal(spans(c, "Two"), 1);
}

static void one_failure_stops_no_other(void **state)
{
	struct archive_case *c = *state;
	struct heard h;

	archive_case_declare(c, "A.json", "{\"name\": \"A\"}");
	archive_case_declare(c, "B.json",
		"{\"name\": \"B\", \"terms\": {\"Privacy Policy\": {"
		"\"fetch\": \"https://a.test/p\", \"select\": \"main\","
		"\"executeClientScripts\": true}, \"Imprint\": {"
		"\"fetch\": \"https://a.test/p.pdf\"}}}");
	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, NULL, NULL, false), 0);
	assert_int_equal(h.n, 4);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
	assert_int_equal(capture(&h, c, "B", "privacy policy", false), 0);
	assert_non_null(strstr(h.message, "executeClientScripts"));
	assert_int_equal(capture(&h, c, "B", "imprint", false), 0);
	assert_non_null(strstr(h.message, "PDF"));
	assert_int_equal(capture(&h, c, "A", NULL, false), ERR_PARSE);
	assert_int_equal(capture(&h, c, "C", NULL, false), ERR_NOTFOUND);
	assert_int_equal(capture(&h, c, "B", "x", false), ERR_NOTFOUND);
	assert_int_equal(h.n, 0);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(only_another_text_is_another_version),
		CASE(failures_are_kept_without_version),
		CASE(dry_runs_keep_nothing),
		CASE(other_rules_are_no_change),
		CASE(parts_become_one_text),
		CASE(one_failure_stops_no_other),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
