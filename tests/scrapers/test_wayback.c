/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wayback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive_case.h"
#include "base/err.h"

#define DECLARED                                                               \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p?a=1\", \"select\": \"main\"},"          \
	"\"Imprint\": {\"combine\": [{\"fetch\": \"https://a.test/1\"},"       \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}"

/* sha1 of "<main>one</main>". */
#define ONE "4GUAIJECMPTDMKECOZMKRTUKDI26MGHF"

static const char *listing;

/* An archive: the listing, an original that says when it was captured, one
 * that is there at another second only, one that asks to wait once, and none
 * else. */
static int answer(
	struct http_response *out, const struct http_request *q, void *ctx)
{
	struct archive_case *c = ctx;
	const char *url = q->url;

	c->requests++;
	out->status = 200;
	str_puts(&out->headers, "");
	if (strstr(url, "/cdx/search/cdx?url=https%3A%2F%2Fa.test%2Fp%3Fa%3D1"
			"&output=json") != NULL)
		return str_puts(&out->body, listing);
	if (strstr(url, "/web/20180101000000id_/https://a.test/p") != NULL) {
		str_puts(&out->headers,
			"HTTP/1.1 200 OK\r\n"
			"Memento-Datetime: Mon, 01 Jan 2018 00:00:00 GMT\r\n"
			"x-archive-orig-content-type: text/html\r\n\r\n");
		return str_puts(&out->body, "<main>one</main>");
	}
	if (strstr(url, "/web/20190101000000id_/") != NULL) {
		out->status = 302;
		return str_puts(&out->headers,
			"HTTP/1.1 302 Found\r\nLocation: /web/20190202000000"
			"id_/https://a.test/q\r\n\r\n");
	}
	if (strstr(url, "/web/20190202000000id_/") != NULL)
		return str_puts(&out->body, "<main>two</main>");
	out->status = strstr(url, "/web/20200101000000id_/") != NULL &&
				      c->status == 200
			      ? 429
			      : 404;
	c->status = 429;
	return str_puts(
		&out->headers, "HTTP/1.1 429 Later\r\nRetry-After: 1\r\n\r\n");
}

static int import(
	struct wayback_result *out, struct archive_case *c, struct wayback w)
{
	struct past_target t = { 0 };
	const struct past_wanted wanted = { .folder = c->declarations.p,
		.service = "exemple" };
	int rc;

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(past_target_find(&t, &wanted), 0);
	w.target = &t;
	w.fetch.send = answer;
	w.fetch.ctx = c;
	rc = wayback_import(out, c->store, &w);
	past_target_release(&t);
	return rc;
}

#define HEAD                                                                   \
	"[[\"timestamp\",\"original\",\"mimetype\",\"statuscode\","            \
	"\"digest\"]"
#define ROW(stamp, status, digest)                                             \
	",[\"" stamp "\",\"https://a.test/p\",\"text/html\",\"" status         \
	"\",\"" digest "\"]"

static void captures(void **state)
{
	struct archive_case *c = *state;
	struct wayback_result r = { 0 };
	struct snapshot snap = { 0 };
	struct str json = { 0 };

	listing = HEAD ROW("20180101000000", "200", ONE) ROW(
		"20180201000000", "-", ONE) ROW("20180301000000", "200", ONE)
		ROW("20180401000000", "301", "RRRR")
			ROW("20190101000000", "200", "WRONG")
				ROW("20200101000000", "200", "BBBB")
					ROW("20990101000000", "200", "CCCC")
						ROW("soon", "200", "CCCC") "]";
	assert_int_equal(import(&r, c, (struct wayback){ .pause_s = 0 }), 0);
	assert_int_equal(r.rows, 8);
	assert_int_equal(r.fetched, 2);
	assert_int_equal(r.sightings, 3);
	assert_int_equal(r.kept, 3);
	assert_int_equal(r.versions, 2);
	assert_int_equal(r.differing, 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_SAME], 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_STATUS], 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_MISSING], 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_DATE], 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_BAD], 1);
	assert_int_equal(snapshot_get(&snap, c->store, 1), 0);
	assert_true(snap.seen_ns == INT64_C(1514764800000000000));
	assert_string_equal(snap.source, "Internet Archive, Wayback Machine");
	assert_string_equal(snap.url, "https://a.test/p?a=1");
	assert_int_equal(object_get(c->store, &snap.record, &json), 0);
	assert_non_null(strstr(json.p, "\"payload\":\"fits\""));
	assert_non_null(strstr(json.p, "\"fetched\":true"));
	assert_non_null(strstr(json.p, "x-archive-orig-content-type"));
	snapshot_release(&snap);
	str_clear(&json);
	assert_int_equal(snapshot_get(&snap, c->store, 2), 0);
	assert_true(snap.seen_ns == INT64_C(1519862400000000000));
	assert_int_equal(object_get(c->store, &snap.record, &json), 0);
	assert_non_null(strstr(json.p, "\"same_as\":\"20180101000000\""));
	assert_non_null(strstr(json.p, "\"fetched\":false"));
	snapshot_release(&snap);
	/* The capture that came, not the one that was asked for. */
	assert_int_equal(snapshot_get(&snap, c->store, 3), 0);
	assert_true(snap.seen_ns == INT64_C(1549065600000000000));
	assert_string_equal(snap.final_url, "https://a.test/q");
	snapshot_release(&snap);
	str_release(&json);
}

static void bounds_and_dry_runs(void **state)
{
	struct archive_case *c = *state;
	struct wayback_result r = { 0 };
	struct snapshot snap = { 0 };

	listing = HEAD ROW("20180101000000", "200", ONE)
		ROW("20190101000000", "200", "WRONG") "]";
	assert_int_equal(
		import(&r, c,
			(struct wayback){ .to = "2018-12", .dry_run = true }),
		0);
	assert_int_equal(r.fetched, 1);
	assert_int_equal(r.skipped[WAYBACK_SKIP_DATE], 1);
	assert_int_equal(c->requests, 1);
	assert_int_equal(snapshot_get(&snap, c->store, 1), ERR_NOTFOUND);
	assert_int_equal(
		import(&r, c, (struct wayback){ .from = "soon" }), ERR_INVALID);
	assert_int_equal(
		import(&r, c, (struct wayback){ .from = "201" }), ERR_INVALID);
	listing = "<html>error</html>";
	assert_int_equal(import(&r, c, (struct wayback){ 0 }), ERR_PARSE);
	assert_int_equal(
		import(&r, c, (struct wayback){ .url = "https://b.test/" }),
		ERR_NET);
}

static void from_files(void **state)
{
	struct archive_case *c = *state;
	struct wayback_result r = { 0 };
	struct str cdx = { 0 }, one = { 0 };
	const char *text =
		"k 20180101000000 https://a.test/p text/html 200 " ONE
		" 1\nk 20180201000000 https://a.test/p text/html 200 "
		"MISSING 1\n";

	file_join(&cdx, c->dir, "list.cdx");
	file_join(&one, c->dir, "20180101000000.html");
	assert_int_equal(
		file_write(cdx.p, text, strlen(text), FILE_REPLACE), 0);
	assert_int_equal(
		file_write(one.p, "<main>one</main>", 16, FILE_REPLACE), 0);
	assert_int_equal(
		import(&r, c,
			(struct wayback){ .cdx = cdx.p, .folder = c->dir }),
		0);
	assert_int_equal(r.kept, 1);
	assert_int_equal(r.differing, 0);
	assert_int_equal(r.skipped[WAYBACK_SKIP_MISSING], 1);
	assert_int_equal(c->requests, 0);
	assert_int_equal(import(&r, c,
				 (struct wayback){ .cdx = cdx.p,
					 .folder = "/nonexistent" }),
		ERR_NOTFOUND);
	str_release(&cdx);
	str_release(&one);
}

static void one_page_only(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	const struct past_wanted wanted = { .folder = c->declarations.p,
		.service = "exemple",
		.type = "Imprint" };
	const struct wayback w = { .target = &t };
	struct wayback_result r = { 0 };

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(past_target_find(&t, &wanted), 0);
	assert_int_equal(wayback_import(&r, c->store, &w), ERR_INVALID);
	assert_non_null(strstr(err_message(), "2 pages"));
	past_target_release(&t);
	for (int k = 0; k < WAYBACK_SKIPS; k++)
		assert_true(wayback_skip_name(k)[0] != '\0' &&
			    wayback_skip_words(k)[0] != '\0');
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(captures),
		CASE(bounds_and_dry_runs),
		CASE(from_files),
		CASE(one_page_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
