/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/rebuild.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/version.h"
#include "archive_case.h"
#include "scrapers/capture.h"
#include "scrapers/keep.h"

#define TERMS(rest)                                                            \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", " rest "}}}"

static int ignore(const struct capture_result *r, void *ctx)
{
	(void)r;
	(void)ctx;
	return 0;
}

static void capture(struct archive_case *c, const char *page)
{
	const struct capture_options o = { .folder = c->declarations.p,
		.fetch = { .send = archive_case_send, .ctx = c },
		.fn = ignore };

	c->page = page;
	assert_int_equal(capture_run(c->store, &o), 0);
}

static int count(const struct rebuild_result *r, void *ctx)
{
	unsigned *by = ctx;

	assert_string_equal(r->service, "Exemple");
	by[r->outcome]++;
	return 0;
}

static void check(
	struct archive_case *c, unsigned same, unsigned other, unsigned rules)
{
	unsigned by[REBUILD_GIVEN + 1] = { 0 };
	const struct rebuild_options o = { .fn = count, .ctx = by };

	assert_int_equal(rebuild_check(c->store, &o), 0);
	assert_int_equal(by[REBUILD_SAME], same);
	assert_int_equal(by[REBUILD_OTHER], other);
	assert_int_equal(by[REBUILD_RULES], rules);
	assert_int_equal(by[REBUILD_UNREADABLE], 0);
}

/* Notes for snapshot 1 a text that its page does not give. */
static void lie(struct archive_case *c, const char *rules)
{
	struct declaration_terms terms = { 0 };
	static const char json[] =
		"{\"fetch\":\"https://a.test/p\",\"select\":\"main\"}";
	struct str text = { 0 };
	struct keep_reading k = { .service = "Exemple",
		.terms = &terms,
		.snapshot = 1,
		.text = &text,
		.rules = rules };
	int64_t version;
	bool is_new;

	str_puts(&text, "another text");
	assert_int_equal(declaration_terms_parse(
				 &terms, "Privacy Policy", json, strlen(json)),
		0);
	assert_int_equal(store_begin(c->store), 0);
	assert_int_equal(keep_reading(&version, &is_new, c->store, &k), 0);
	assert_int_equal(store_commit(c->store), 0);
	declaration_terms_release(&terms);
	str_release(&text);
}

static void every_text_is_what_its_page_gives(void **state)
{
	struct archive_case *c = *state;

	archive_case_declare(c, "Exemple.json", TERMS("\"select\": \"main\""));
	c->etag = "\"1\"";
	capture(c, "<main>one <b>two</b></main>");
	capture(c, "<main>one <b>two</b></main>"); /* a 304 */
	archive_case_declare(c, "Exemple.json",
		TERMS("\"select\": \"main\", \"remove\": \"b\""));
	capture(c, "<main>one <b>two</b></main>");
	c->etag = "\"2\"";
	capture(c, "<main>three</main>");
	check(c, 4, 0, 0);
}

static void a_text_that_is_not_is_found(void **state)
{
	struct archive_case *c = *state;

	archive_case_declare(c, "Exemple.json", TERMS("\"select\": \"main\""));
	capture(c, "<main>one</main>");
	lie(c, EXTRACT_VERSION);
	check(c, 0, 1, 0);
	lie(c, "rules of long ago");
	check(c, 0, 0, 1);
}

/* What the rules changed is the vendor's change nowhere. */
static void an_upgrade_is_no_change(void **state)
{
	struct archive_case *c = *state;
	struct version_spans spans = { 0 };
	unsigned by[REBUILD_GIVEN + 1] = { 0 };
	struct rebuild_options o = { .folder = c->declarations.p,
		.fn = count,
		.ctx = by,
		.dry_run = true };

	archive_case_declare(c, "Exemple.json", TERMS("\"select\": \"main\""));
	capture(c, "<main>one <b>x</b></main>");
	capture(c, "<main>two <b>x</b></main>");
	archive_case_declare(c, "Exemple.json",
		TERMS("\"select\": \"main\", \"remove\": \"b\""));
	assert_int_equal(rebuild_upgrade(c->store, &o), 0);
	assert_int_equal(by[REBUILD_OTHER], 2);
	o.dry_run = false;
	assert_int_equal(rebuild_upgrade(c->store, &o), 0);
	assert_int_equal(by[REBUILD_OTHER], 4);
	assert_int_equal(rebuild_upgrade(c->store, &o), 0);
	assert_int_equal(by[REBUILD_SAME], 2);
	assert_int_equal(
		version_spans(&spans, c->store, "Exemple", "Privacy Policy"),
		0);
	assert_int_equal(spans.n, 2);
	assert_int_equal(spans.v[1].number, 2);
	assert_false(spans.v[1].technical);
	assert_int_equal(spans.v[0].size, 3);
	version_spans_release(&spans);
	check(c, 2, 0, 0);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(every_text_is_what_its_page_gives),
		CASE(a_text_that_is_not_is_found),
		CASE(an_upgrade_is_no_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
