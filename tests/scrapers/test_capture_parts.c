/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Terms of two pages whose fates differ, and what servers say that must not
 * hide a change: each page of the web here answers for itself.
 */
#include "scrapers/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <zlib.h>

#include <cmocka.h>

#include "archive/judgement.h"
#include "archive/snapshot.h"
#include "archive/version.h"
#include "archive_case.h"
#include "base/err.h"
#include "scrapers/rebuild.h"

#define TWO                                                                    \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"combine\": [{\"fetch\": \"https://a.test/1\"},"                     \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}"

#define TWO_FROM_BODY                                                          \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"combine\": [{\"fetch\": \"https://a.test/1\"},"                     \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"body\"}}}"

#define ONE(more)                                                              \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/1\", \"select\": \"main\"" more "}}}"

enum { PAGES = 2, BODY = 512 };

/* One page of the web. */
struct served {
	int status;
	const char *page, *etag, *coding;
	const char *etag_304; /* that a 304 gives instead; NULL: the same */
	bool dead, asked;     /* asked: the last request had a condition */
};

struct web {
	struct served v[PAGES]; /* https://a.test/1, /2 */
	int64_t now_ns;
};

struct heard {
	size_t n;
	struct capture_result last;
	char message[256], cause[32], language[8];
};

static int hear(const struct capture_result *r, void *ctx)
{
	struct heard *h = ctx;

	h->n++;
	h->last = *r;
	snprintf(h->message, sizeof(h->message), "%s",
		r->message != NULL ? r->message : "");
	snprintf(h->cause, sizeof(h->cause), "%s",
		r->cause != NULL ? r->cause : "");
	return 0;
}

/* The page as a gzip member. */
static void zip(struct str *out, const char *page)
{
	unsigned char bytes[BODY];
	z_stream z = { 0 };

	assert_int_equal(deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED,
				 15 + 16, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	z.next_in = (unsigned char *)(uintptr_t)page;
	z.avail_in = (unsigned)strlen(page);
	z.next_out = bytes;
	z.avail_out = sizeof(bytes);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	assert_int_equal(str_add(out, bytes, z.total_out), 0);
	deflateEnd(&z);
}

static int serve(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	struct web *web = ctx;
	struct served *s = &web->v[q->url[strlen(q->url) - 1] - '1'];
	bool same;

	if (s->dead)
		return err_set(ERR_NET, "'%s': nobody answers", q->url);
	s->asked = q->headers != NULL && q->headers[0] != NULL;
	same = s->etag != NULL && archive_case_asks(q, s->etag);
	web->now_ns += INT64_C(1000000000);
	out->status = same ? 304 : s->status;
	out->start_ns = web->now_ns;
	out->end_ns = out->start_ns + 1;
	str_printf(&out->headers,
		"HTTP/1.1 %d X\r\nContent-Type: text/html; charset=utf-8\r\n",
		out->status);
	if (s->etag != NULL)
		str_printf(&out->headers, "ETag: %s\r\n",
			same && s->etag_304 != NULL ? s->etag_304 : s->etag);
	if (s->coding != NULL && !same)
		str_printf(
			&out->headers, "Content-Encoding: %s\r\n", s->coding);
	str_puts(&out->headers, "\r\n");
	if (same)
		return 0;
	if (s->coding == NULL)
		return str_puts(&out->body, s->page);
	zip(&out->body, s->page);
	return 0;
}

static void begin(struct web *web, struct archive_case *c, const char *json)
{
	*web = (struct web){ .v = { { .status = 200 }, { .status = 200 } } };
	archive_case_declare(c, "Exemple.json", json);
}

static enum capture_outcome capture_as(struct heard *h, struct archive_case *c,
	struct web *web, const char *language, bool dry_run)
{
	const struct capture_options o = { .folder = c->declarations.p,
		.service = "Exemple",
		.fetch = { .send = serve, .ctx = web, .language = language },
		.no_browser = true,
		.dry_run = dry_run,
		.fn = hear,
		.ctx = h };

	*h = (struct heard){ 0 };
	assert_int_equal(capture_run(c->store, &o), 0);
	assert_int_equal(h->n, 1);
	return h->last.outcome;
}

static enum capture_outcome capture(
	struct heard *h, struct archive_case *c, struct web *web)
{
	return capture_as(h, c, web, NULL, false);
}

/* Every kept text is what its pages give. */
static int hear_rebuilt(const struct rebuild_result *r, void *ctx)
{
	if (r->outcome != REBUILD_SAME)
		print_error("snapshot %lld: %s (%s)\n", (long long)r->snapshot,
			rebuild_outcome_name(r->outcome),
			r->message != NULL ? r->message : "");
	*(size_t *)ctx += r->outcome != REBUILD_SAME;
	return 0;
}

static void all_can_be_made_again(struct archive_case *c)
{
	size_t bad = 0;
	const struct rebuild_options o = {
		.folder = c->declarations.p, .fn = hear_rebuilt, .ctx = &bad
	};

	assert_int_equal(rebuild_check(c->store, &o), 0);
	assert_int_equal(bad, 0);
}

static void one_page_is_confirmed_and_one_is_new(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, TWO);
	web.v[0].etag = "\"1\"";
	web.v[0].page = "<main>one</main>";
	web.v[1].page = "<main>two</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_true(web.v[0].asked && !web.v[1].asked);
	/* Not all of it was confirmed. */
	assert_false(h.last.confirmed);
	web.v[1].page = "<main>three</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_CHANGED);
	assert_false(h.last.confirmed);
	assert_true(web.v[0].asked);
	web.v[1].etag = "\"3\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_true(h.last.confirmed);
	all_can_be_made_again(c);
}

/* A page that changed while another one was away is a change all the same. */
static void what_changes_meanwhile_is_seen(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, TWO);
	web.v[0].page = "<main>one</main>";
	web.v[1].page = "<main>two</main>";
	web.v[0].etag = "\"1\"";
	web.v[1].etag = "\"2\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	web.v[0].dead = true;
	web.v[1].page = "<main>three</main>";
	web.v[1].etag = "\"3\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_FAILED);
	assert_string_equal(h.cause, "net");
	web.v[0].dead = false;
	assert_int_equal(capture(&h, c, &web), CAPTURE_CHANGED);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	all_can_be_made_again(c);
}

/* Pages of two captures are never read as one. */
static void two_captures_are_not_one(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, ONE(""));
	web.v[0].page = "<main>one</main>";
	web.v[1].page = "<main>two</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	archive_case_declare(c, "Exemple.json", TWO);
	web.v[0].dead = true;
	assert_int_equal(capture(&h, c, &web), CAPTURE_FAILED);
	web.v[0].dead = false;
	assert_int_equal(capture(&h, c, &web), CAPTURE_CHANGED);
	assert_true(h.last.mixed);
	assert_false(h.last.technical);
	all_can_be_made_again(c);
}

static void rules_change_for_all_pages(void **state)
{
	struct archive_case *c = *state;
	struct version_spans spans = { 0 };
	struct web web;
	struct heard h;

	begin(&web, c, TWO);
	web.v[0].page = "<h1>a</h1><main>one</main>";
	web.v[1].page = "<main>two</main>";
	web.v[0].etag = "\"1\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	archive_case_declare(c, "Exemple.json", TWO_FROM_BODY);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_true(h.last.technical);
	assert_false(web.v[0].asked);
	assert_int_equal(
		version_spans(&spans, c->store, "Exemple", "Privacy Policy"),
		0);
	for (size_t i = 1; i < spans.n; i++)
		assert_true(spans.v[i].technical);
	version_spans_release(&spans);
	all_can_be_made_again(c);
}

#define CHECK                                                                  \
	"<html><title>Just a moment...</title><body><div id=\"cf-wrapper\">"   \
	"<h1>Checking your browser</h1><p>Please enable JavaScript and "       \
	"cookies to continue</p></div><script "                                \
	"src=\"/cdn-cgi/challenge-platform/x.js\"></script></body></html>"

/* The wall is the second page; a person says it is the document. */
static void a_wall_on_the_second_page(void **state)
{
	struct archive_case *c = *state;
	struct judgement wall = { 0 };
	struct capture_options o = { .folder = c->declarations.p,
		.service = "Exemple",
		.terms = "Privacy Policy",
		.no_browser = true,
		.fn = hear };
	struct digest before;
	struct web web;
	struct heard h;
	bool found = false;

	begin(&web, c, TWO_FROM_BODY);
	web.v[0].page = "<p>one</p>";
	web.v[1].page = "<p>two</p>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	before = h.last.text;
	web.v[1].page = CHECK;
	assert_int_equal(capture(&h, c, &web), CAPTURE_WALL);
	assert_int_equal(judgement_latest(&wall, &found, c->store, "Exemple",
				 "Privacy Policy"),
		0);
	assert_true(found);
	judgement_release(&wall);
	h = (struct heard){ 0 };
	o.ctx = &h;
	assert_int_equal(capture_accept(c->store, &o, "as it is"), 0);
	assert_int_equal(h.last.outcome, CAPTURE_CHANGED);
	assert_true(digest_equal(&h.last.before, &before));
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_int_equal(
		capture_accept(c->store, &o, "once more"), ERR_NOTFOUND);
	all_can_be_made_again(c);
}

/* A wall that was there from the beginning becomes the first version. */
static void the_first_text_may_be_an_accepted_one(void **state)
{
	struct archive_case *c = *state;
	struct capture_options o = { .folder = c->declarations.p,
		.service = "Exemple",
		.terms = "Privacy Policy",
		.no_browser = true,
		.fn = hear };
	struct web web;
	struct heard h;

	begin(&web, c, TWO_FROM_BODY);
	web.v[0].page = "<p>one</p>";
	web.v[1].page = CHECK;
	assert_int_equal(capture(&h, c, &web), CAPTURE_WALL);
	h = (struct heard){ 0 };
	o.ctx = &h;
	assert_int_equal(capture_accept(c->store, &o, ""), 0);
	assert_int_equal(h.last.outcome, CAPTURE_NEW);
}

/* A server that compresses unasked, then says that nothing changed: the bytes
 * that a 304 confirms stay compressed. */
static void a_coded_page_is_confirmed(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, TWO);
	web.v[0].page = "<main>one</main>";
	web.v[0].coding = "gzip";
	web.v[0].etag = "\"1\"";
	web.v[1].page = "<main>two</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_true(web.v[0].asked);
	web.v[1].page = "<main>three</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_CHANGED);
	all_can_be_made_again(c);
}

/* A 304 with another tag than the one asked about speaks of another page. */
static void a_tag_belongs_to_its_bytes(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, ONE(""));
	web.v[0].page = "<main>one</main>";
	web.v[0].etag = "\"1\"";
	web.v[0].etag_304 = "\"2\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	capture(&h, c, &web);
	assert_true(web.v[0].asked);
	web.v[0].etag = "\"2\"";
	web.v[0].page = "<main>two</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_CHANGED);
	assert_false(web.v[0].asked);
	/* The same tag, said to be a weak one now, is the same. */
	web.v[0].etag_304 = "W/\"2\"";
	capture(&h, c, &web);
	capture(&h, c, &web);
	assert_true(web.v[0].asked && h.last.confirmed);
}

/* Nothing was asked, so nothing is confirmed. */
static void an_unasked_304_is_no_page(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, ONE(""));
	web.v[0].page = "<main>one</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	web.v[0].status = 304;
	web.v[0].page = "";
	assert_int_equal(capture(&h, c, &web), CAPTURE_FAILED);
	assert_non_null(strstr(h.message, "status 304"));
	assert_false(h.last.confirmed);
	web.v[0].status = 200;
	web.v[0].page = "<main>one</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
}

/* A page is asked about in the language that it was got in, whoever says
 * which. */
static void a_condition_is_for_one_language(void **state)
{
	struct archive_case *c = *state;
	struct web web;
	struct heard h;

	begin(&web, c, ONE(", \"constat\": {\"language\": \"fr\"}"));
	web.v[0].page = "<main>one</main>";
	web.v[0].etag = "\"1\"";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	assert_int_equal(capture(&h, c, &web), CAPTURE_UNCHANGED);
	assert_true(web.v[0].asked && h.last.confirmed);
	capture_as(&h, c, &web, "en", false);
	assert_false(web.v[0].asked);
	capture_as(&h, c, &web, "en", false);
	assert_true(web.v[0].asked);
	capture(&h, c, &web);
	assert_false(web.v[0].asked);
}

/* What is said without keeping anything is what would be said. */
static void a_dry_run_says_the_same(void **state)
{
	struct archive_case *c = *state;
	struct digest before;
	struct web web;
	struct heard h;

	begin(&web, c, ONE(""));
	web.v[0].page = "<main>one</main>";
	assert_int_equal(capture(&h, c, &web), CAPTURE_NEW);
	before = h.last.text;
	web.v[0].page = "<main>two</main>";
	assert_int_equal(capture_as(&h, c, &web, NULL, true), CAPTURE_CHANGED);
	assert_true(digest_equal(&h.last.before, &before));
	web.v[0].dead = true;
	assert_int_equal(capture_as(&h, c, &web, NULL, true), CAPTURE_FAILED);
	assert_string_equal(h.cause, "net");
	web.v[0].dead = false;
	web.v[0].page = CHECK;
	archive_case_declare(c, "Exemple.json", TWO_FROM_BODY);
	web.v[1].page = "<p>two</p>";
	assert_int_equal(capture_as(&h, c, &web, NULL, true), CAPTURE_WALL);
	assert_string_equal(h.cause, "bot-check");
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(one_page_is_confirmed_and_one_is_new),
		CASE(what_changes_meanwhile_is_seen),
		CASE(two_captures_are_not_one),
		CASE(rules_change_for_all_pages),
		CASE(a_wall_on_the_second_page),
		CASE(the_first_text_may_be_an_accepted_one),
		CASE(a_coded_page_is_confirmed),
		CASE(a_tag_belongs_to_its_bytes),
		CASE(an_unasked_304_is_no_page),
		CASE(a_condition_is_for_one_language),
		CASE(a_dry_run_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
