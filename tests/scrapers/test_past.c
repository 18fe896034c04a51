/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/past.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive_case.h"
#include "base/err.h"
#include "base/json.h"
#include "scrapers/history.h"

#define DECLARED                                                               \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", \"select\": \"main\"},"              \
	"\"Imprint\": {\"combine\": [{\"fetch\": \"https://a.test/1\"},"       \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}"

static struct past_page page_of(const char *body, int64_t s)
{
	return (struct past_page){ .url = "https://a.test/p",
		.seen_ns = s * INSTANT_SECOND,
		.seen = "then",
		.file = "past.file",
		.status = 200,
		.body = body,
		.size = strlen(body) };
}

static void target_of(
	struct archive_case *c, struct past_target *t, const char *type)
{
	const struct past_wanted wanted = {
		.folder = c->declarations.p, .service = "exemple", .type = type
	};

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(past_target_find(t, &wanted), 0);
}

static int keep(struct archive_case *c, struct past_result *r,
	const struct past_target *t, struct past_page page)
{
	const struct past past = { .target = t,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_THIRD_PARTY,
		.source = "a neighbour" };

	past_result_release(r);
	return past_keep(r, c->store, &past);
}

static void kept_once(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct past_result r = { 0 };
	struct history h = { 0 };

	target_of(c, &t, "Privacy Policy");
	assert_int_equal(keep(c, &r, &t, page_of("<main>a</main>", 1)), 0);
	assert_true(r.kept && r.read && r.is_new && r.snapshot == 1);
	assert_int_equal(keep(c, &r, &t, page_of("<main>a</main>", 1)), 0);
	assert_true(!r.kept && r.read && r.snapshot == 1);
	assert_int_equal(r.text_bytes, 1);
	assert_int_equal(keep(c, &r, &t, page_of("<main>a</main>", 2)), 0);
	assert_true(r.kept && !r.is_new && r.snapshot == 2);
	assert_int_equal(keep(c, &r, &t, page_of("<main>b</main>", 2)), 0);
	assert_true(r.kept && r.is_new);
	assert_int_equal(history_open(&h, c->store, "Exemple", NULL), 0);
	assert_int_equal(h.spans.n, 2);
	history_close(&h);
	past_result_release(&r);
	past_target_release(&t);
}

/* Kept without a text, then read by other selectors. */
static void read_later(void **state)
{
	static const char *const select[] = { "p", NULL };
	const struct past_wanted other = { .service = "Exemple",
		.url = "https://a.test/p",
		.select = select };
	struct archive_case *c = *state;
	struct past_target t = { 0 }, o = { 0 };
	struct past_result r = { 0 };

	target_of(c, &t, "privacy policy");
	assert_int_equal(keep(c, &r, &t, page_of("<p>a</p>", 1)), 0);
	assert_true(r.kept && !r.read);
	assert_non_null(strstr(r.message, "'main'"));
	assert_int_equal(keep(c, &r, &t, page_of("<p>a</p>", 1)), 0);
	assert_true(!r.kept && !r.read && r.snapshot == 1);
	assert_int_equal(past_target_find(&o, &other), 0);
	assert_int_equal(keep(c, &r, &o, page_of("<p>a</p>", 1)), 0);
	assert_true(!r.kept && r.read && r.is_new && r.snapshot == 1);
	past_result_release(&r);
	past_target_release(&t);
	past_target_release(&o);
}

static void answers_that_are_no_page(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct past_result r = { 0 };
	struct past_page page = page_of("<main>not here</main>", 1);

	target_of(c, &t, "Privacy Policy");
	page.status = 404;
	assert_int_equal(keep(c, &r, &t, page), 0);
	assert_true(r.kept && !r.read);
	assert_non_null(strstr(r.message, "404"));
	page = page_of("\x1f\x8b broken", 2);
	page.coding = "gzip";
	assert_int_equal(keep(c, &r, &t, page), 0);
	assert_non_null(strstr(r.message, "damaged"));
	past_result_release(&r);
	past_target_release(&t);
}

static void several_pages(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct past_result r = { 0 };
	struct str text = { 0 };
	const struct past_page pages[] = { page_of("<main>a</main>", 1),
		page_of("<main>b</main>", 2) };
	struct past past = { .target = &t, .pages = pages, .n = 1 };

	target_of(c, &t, "Imprint");
	past.basis = SNAPSHOT_THIRD_PARTY;
	assert_int_equal(past_keep(&r, c->store, &past), ERR_INVALID);
	assert_non_null(strstr(err_message(), "2 pages"));
	past.n = 2;
	assert_int_equal(past_keep(&r, c->store, &past), 0);
	assert_int_equal(object_get(c->store, &r.text, &text), 0);
	assert_string_equal(text.p, "a\n\n- - -\n\nb");
	str_release(&text);
	past_result_release(&r);
	past_target_release(&t);
}

static void given_text_and_record(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct past_result r = { 0 };
	struct snapshot snap = { 0 };
	struct str record = { 0 };
	cJSON *more = json_object();
	struct past_page page = page_of("# Text", 1);
	struct past past = { .target = &t,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_THIRD_PARTY,
		.source = "a collection",
		.text = "# Text",
		.text_len = 6 };

	target_of(c, &t, "Privacy Policy");
	json_set(more, "commit", "abc");
	page.media_type = "text/markdown";
	page.record = more;
	assert_int_equal(past_keep(&r, c->store, &past), 0);
	assert_true(digest_equal(&r.page, &r.text));
	assert_int_equal(snapshot_get(&snap, c->store, 1), 0);
	assert_string_equal(snap.source, "a collection");
	assert_int_equal(snap.basis, SNAPSHOT_THIRD_PARTY);
	assert_int_equal(object_get(c->store, &snap.record, &record), 0);
	assert_non_null(strstr(record.p, "\"commit\":\"abc\""));
	assert_non_null(strstr(record.p, "\"file\":\"past.file\""));
	cJSON_Delete(more);
	str_release(&record);
	snapshot_release(&snap);
	past_result_release(&r);
	past_target_release(&t);
}

static void refusals(void **state)
{
	static const char *const select[] = { "p", NULL };
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct past_result r = { 0 };
	struct past_wanted wanted = { .folder = c->declarations.p };

	assert_int_equal(past_target_find(&t, &wanted), ERR_INVALID);
	assert_non_null(strstr(err_message(), "--service"));
	wanted.service = "Exemple";
	wanted.select = select;
	assert_int_equal(past_target_find(&t, &wanted), ERR_INVALID);
	assert_non_null(strstr(err_message(), "--url"));
	target_of(c, &t, "Privacy Policy");
	assert_int_equal(keep(c, &r, &t, page_of("<main>a</main>", 8000000000)),
		ERR_INVALID);
	assert_non_null(strstr(err_message(), "future"));
	past_target_release(&t);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(kept_once),
		CASE(read_later),
		CASE(answers_that_are_no_page),
		CASE(several_pages),
		CASE(given_text_and_record),
		CASE(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
