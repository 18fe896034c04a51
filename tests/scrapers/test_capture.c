/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/attempt.h"
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
		.no_browser = true,
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
	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, NULL, NULL, false), 0);
	assert_int_equal(h.n, 2);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
	assert_int_equal(capture(&h, c, "A", NULL, false), ERR_PARSE);
	assert_int_equal(capture(&h, c, "C", NULL, false), ERR_NOTFOUND);
	assert_int_equal(capture(&h, c, "Exemple", "x", false), ERR_NOTFOUND);
	assert_int_equal(h.n, 0);
}

static void a_server_may_say_that_nothing_changed(void **state)
{
	struct archive_case *c = *state;
	struct snapshot first = { 0 }, again = { 0 };
	struct heard h;

	archive_case_declare(c, "Exemple.json", ONE);
	c->etag = "\"one\"";
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
	assert_false(h.last.confirmed);
	assert_int_equal(snapshot_get(&first, c->store, h.last.snapshot), 0);
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_UNCHANGED);
	assert_true(h.last.confirmed);
	assert_int_equal(snapshot_get(&again, c->store, h.last.snapshot), 0);
	assert_int_equal(again.status, 304);
	assert_true(digest_equal(&first.body, &again.body));
	assert_int_equal(again.size, first.size);
	assert_true(again.seen_ns > first.seen_ns);
	snapshot_release(&first);
	snapshot_release(&again);
	/* Another declaration: the page is wanted whole. */
	archive_case_declare(c, "Exemple.json",
		"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"
		"\"fetch\": \"https://a.test/p\", \"select\": \"body\"}}}");
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_false(h.last.confirmed);
	assert_int_equal(h.last.outcome, CAPTURE_UNCHANGED);
	/* The tag stays while the page changes: the server is believed. */
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_true(h.last.confirmed);
	c->etag = "\"two\"";
	c->page = "<main>two</main>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_CHANGED);
	assert_int_equal(spans(c, "Exemple"), 2);
}

static void an_attempt_without_a_page_is_kept(void **state)
{
	struct archive_case *c = *state;
	struct attempt a = { 0 };
	struct heard h;
	bool found = false;

	archive_case_declare(c, "Exemple.json", ONE);
	c->dead = true;
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_FAILED);
	assert_non_null(strstr(h.message, "nobody answers"));
	assert_int_equal(h.last.snapshot, 0);
	assert_int_equal(attempt_latest(&a, &found, c->store, "Exemple",
				 "Privacy Policy"),
		0);
	assert_true(found);
	assert_string_equal(a.cause, "net");
	attempt_release(&a);
}

/* Rules that cannot read the page of then: nobody knows whose change. */
static void a_rebuilt_site_under_new_rules_is_told_apart(void **state)
{
	struct archive_case *c = *state;
	struct heard h;

	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<main>one</main>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	archive_case_declare(c, "Exemple.json",
		"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"
		"\"fetch\": \"https://a.test/p\", \"select\": \"#new\"}}}");
	c->page = "<div id=new>two</div>";
	assert_int_equal(capture(&h, c, "Exemple", NULL, false), 0);
	assert_int_equal(h.last.outcome, CAPTURE_CHANGED);
	assert_true(h.last.mixed);
	assert_false(h.last.technical);
}

/* More terms than a round holds are due at once. */
static void all_that_is_due_is_looked_at(void **state)
{
	enum { MANY = 600 };
	struct archive_case *c = *state;
	struct heard h = { 0 };
	const struct capture_options o = { .folder = c->declarations.p,
		.fetch = { .send = archive_case_send, .ctx = c },
		.dry_run = true,
		.due = true,
		.no_browser = true,
		.fn = hear,
		.ctx = &h };
	struct str text = { 0 };

	c->page = "<main>one</main>";
	str_puts(&text, "{\"name\": \"Exemple\", \"terms\": {");
	for (int i = 0; i < MANY; i++)
		str_printf(&text,
			"%s\"Terms %d\": {\"fetch\": \"https://a.test/%d\","
			"\"select\": \"main\"}",
			i > 0 ? "," : "", i, i);
	str_puts(&text, "}}");
	archive_case_declare(c, "Exemple.json", text.p);
	assert_int_equal(capture_run(c->store, &o), 0);
	assert_int_equal(h.n, MANY);
	str_release(&text);
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
		CASE(a_server_may_say_that_nothing_changed),
		CASE(an_attempt_without_a_page_is_kept),
		CASE(a_rebuilt_site_under_new_rules_is_told_apart),
		CASE(all_that_is_due_is_looked_at),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
