/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_export.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive_case.h"
#include "base/err.h"
#include "base/instant.h"
#include "base/json.h"
#include "scrapers/past.h"
#include "scrapers/warc_read.h"
#include "warc_case.h"

#define SECOND INT64_C(1000000000)
#define CHAIN "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n"

static void put(struct archive_case *c, const char *text, struct digest *out)
{
	assert_int_equal(object_put(c->store, text, strlen(text), out), 0);
}

static void named(char out[DIGEST_NAME + 1], const char *text)
{
	struct digest d;

	digest_of(&d, text, strlen(text));
	digest_name(out, &d);
}

/* A capture of one hop, as scrapers/record writes it. */
static void capture(struct archive_case *c, int second, int status,
	const char *headers, const char *body)
{
	char service[] = "Exemple", terms[] = "Privacy Policy";
	char url[] = "https://a.test/p", type[] = "text/html", empty[] = "";
	char sent[DIGEST_NAME + 1], chain[DIGEST_NAME + 1], extractor[] = "1";
	struct snapshot snap = { .service = service,
		.terms = terms,
		.url = url,
		.final_url = url,
		.seen_ns = second * SECOND,
		.source = empty,
		.status = status,
		.media_type = type,
		.size = strlen(body) };
	struct version v = {
		.service = service, .terms = terms, .extractor = extractor
	};
	struct str json = { 0 };
	struct digest d;
	bool is_new, first;

	assert_int_equal(store_begin(c->store), 0);
	put(c, CHAIN, &d);
	put(c, body, &snap.body);
	named(sent, status == 304 ? "" : body);
	named(chain, CHAIN);
	str_printf(&json,
		"{\"schema\":\"constat.capture/1\",\"hops\":[{\"url\":"
		"\"https://a.test/p\",\"start\":\"1970-01-01T00:00:%02dZ\","
		"\"status\":%d,\"connection\":{\"peer\":\"192.0.2.1\"},"
		"\"tls\":{\"chain\":\"%s\"},\"request\":\"GET /p HTTP/1.1"
		"\\r\\n\\r\\n\",\"headers\":\"%s\",\"body\":{\"bytes\":%zu,"
		"\"sha256\":\"%s\"}}]}",
		second, status, chain, headers, strlen(body), sent);
	put(c, json.p, &snap.record);
	assert_int_equal(snapshot_add(c->store, &snap), 0);
	put(c, "# Text\n", &v.text);
	put(c, "{\"fetch\":\"https://a.test/p\"}", &v.declaration);
	v.size = 7;
	v.snapshot = snap.id;
	assert_int_equal(version_note(c->store, &v, &is_new, &first), 0);
	assert_int_equal(store_commit(c->store), 0);
	str_release(&json);
}

static int export(struct str *file, struct archive_case *c, const char *service)
{
	struct warc_export_result done = { 0 };
	struct warc_export e = {
		.service = service, .fn = warc_bytes_write, .ctx = file
	};

	return warc_export(&done, c->store, &e);
}

/* The record at that place of a file. */
static const struct warc_record *nth(struct warc_reader **r, struct str *block,
	const struct str *file, int n)
{
	static struct warc_bytes b;
	const struct warc_record *record = NULL;

	b = (struct warc_bytes){ .p = file->p, .len = file->len };
	warc_reader_close(*r);
	*r = warc_reader_new(warc_bytes_read, &b, 0);
	for (int i = 0; i <= n; i++)
		assert_int_equal(warc_reader_next(&record, *r), 0);
	str_clear(block);
	if (record != NULL) {
		assert_int_equal(warc_reader_block(block, *r), 0);
		assert_int_equal(
			warc_digest_fit(warc_get(record, "WARC-Block-Digest"),
				block->p, block->len),
			WARC_FITS);
	}
	return record;
}

#define OK "HTTP/1.1 200 OK\\r\\n"

static void captures(void **state)
{
	static const enum warc_type types[] = { WARC_INFO, WARC_METADATA,
		WARC_REQUEST, WARC_RESPONSE, WARC_RESOURCE, WARC_RESOURCE,
		WARC_CONVERSION, WARC_METADATA, WARC_REQUEST, WARC_REVISIT,
		WARC_METADATA, WARC_REQUEST, WARC_REVISIT };
	struct archive_case *c = *state;
	struct str file = { 0 }, again = { 0 }, block = { 0 };
	struct warc_reader *r = NULL;
	const struct warc_record *record;
	char id[WARC_ID];

	capture(c, 1, 200,
		OK "transfer-encoding: chunked\\r\\nA: b\\r\\n\\r\\n", "body");
	capture(c, 2, 200, OK "\\r\\n", "body");
	capture(c, 3, 304, "HTTP/1.1 304 Not Modified\\r\\n\\r\\n", "body");
	assert_int_equal(export(&file, c, "exemple"), 0);
	assert_int_equal(export(&again, c, NULL), 0);
	assert_int_equal(file.len, again.len);
	assert_memory_equal(file.p, again.p, file.len);
	for (int i = 0; i < 13; i++) {
		record = nth(&r, &block, &file, i);
		assert_non_null(record);
		assert_int_equal(record->type, types[i]);
	}
	assert_null(nth(&r, &block, &file, 13));
	record = nth(&r, &block, &file, 3);
	assert_string_equal(block.p, "HTTP/1.1 200 OK\r\n"
				     "X-Orig-transfer-encoding: chunked\r\n"
				     "A: b\r\n\r\nbody");
	assert_string_equal(warc_get(record, "WARC-IP-Address"), "192.0.2.1");
	assert_string_equal(
		warc_get(record, "WARC-Date"), "1970-01-01T00:00:01Z");
	assert_int_equal(
		warc_digest_fit(
			warc_get(record, "WARC-Payload-Digest"), "body", 4),
		WARC_FITS);
	snprintf(id, sizeof(id), "%s", warc_get(record, "WARC-Record-ID"));
	record = nth(&r, &block, &file, 1);
	assert_string_equal(warc_get(record, "WARC-Concurrent-To"), id);
	assert_non_null(strstr(block.p, "constat.capture/1"));
	nth(&r, &block, &file, 4);
	assert_string_equal(block.p, CHAIN);
	nth(&r, &block, &file, 5);
	assert_string_equal(block.p, "{\"fetch\":\"https://a.test/p\"}");
	record = nth(&r, &block, &file, 6);
	assert_string_equal(block.p, "# Text\n");
	assert_string_equal(warc_get(record, "WARC-Refers-To"), id);
	for (int i = 9; i <= 12; i += 3) {
		record = nth(&r, &block, &file, i);
		assert_string_equal(warc_get(record, "WARC-Refers-To"), id);
		assert_non_null(strstr(warc_get(record, "WARC-Profile"),
			i == 9 ? "identical-payload-digest"
			       : "server-not-modified"));
		assert_null(strstr(block.p, "body"));
	}
	warc_reader_close(r);
	str_release(&file);
	str_release(&again);
	str_release(&block);
}

static void keep_past(struct archive_case *c, const char *day, const char *head)
{
	const char *body = "<main>past</main>";
	struct past_target t = { 0 };
	struct past_result done = { 0 };
	struct past_page page = { .url = "https://a.test/p",
		.seen = day,
		.file = "p.html",
		.day_only = true,
		.body = body,
		.size = strlen(body) };
	const struct past_wanted wanted = { .folder = c->declarations.p,
		.service = "Past" };
	const struct past past = { .target = &t,
		.pages = &page,
		.n = 1,
		.basis = SNAPSHOT_STATED,
		.source = "a neighbour" };
	cJSON *more = json_object();

	archive_case_declare(c, "Past.json",
		"{\"name\":\"Past\",\"terms\":{\"Privacy Policy\":{"
		"\"fetch\":\"https://a.test/p\",\"select\":\"main\"}}}");
	if (head != NULL)
		json_set(more, "headers", head);
	page.record = more;
	assert_int_equal(instant_parse_day(&page.seen_ns, day), 0);
	assert_int_equal(past_target_find(&t, &wanted), 0);
	assert_int_equal(past_keep(&done, c->store, &past), 0);
	past_result_release(&done);
	past_target_release(&t);
	cJSON_Delete(more);
}

static void pages_from_elsewhere(void **state)
{
	struct archive_case *c = *state;
	struct str file = { 0 }, block = { 0 };
	struct warc_reader *r = NULL;
	const struct warc_record *record;

	keep_past(c, "2018-09-03", NULL);
	keep_past(c, "2018-09-04", "HTTP/1.1 200 OK\r\n\r\n");
	assert_int_equal(export(&file, c, "past"), 0);
	nth(&r, &block, &file, 1);
	assert_non_null(strstr(block.p, "\"basis\":\"stated\""));
	assert_non_null(strstr(block.p, "\"source\":\"a neighbour\""));
	record = nth(&r, &block, &file, 2);
	assert_int_equal(record->type, WARC_RESOURCE);
	assert_string_equal(warc_get(record, "WARC-Date"), "2018-09-03");
	assert_string_equal(block.p, "<main>past</main>");
	record = nth(&r, &block, &file, 6);
	assert_int_equal(record->type, WARC_RESPONSE);
	assert_string_equal(
		block.p, "HTTP/1.1 200 OK\r\n\r\n<main>past</main>");
	warc_reader_close(r);
	str_release(&file);
	str_release(&block);
}

static void nothing_kept(void **state)
{
	struct archive_case *c = *state;
	struct str file = { 0 };

	assert_int_equal(export(&file, c, NULL), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "constat capture"));
	assert_int_equal(export(&file, c, "Nobody"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "Nobody"));
	assert_int_equal(file.len, 0);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(captures),
		CASE(pages_from_elsewhere),
		CASE(nothing_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
