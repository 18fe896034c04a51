/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_import.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive_case.h"
#include "base/err.h"
#include "warc_case.h"

#define DECLARED                                                               \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", \"select\": \"main\"},"              \
	"\"Imprint\": {\"combine\": [{\"fetch\": \"https://a.test/1\"},"       \
	"{\"fetch\": \"https://a.test/2\"}], \"select\": \"main\"}}}"
#define PAGE(text) "HTTP/1.1 200 OK\r\n\r\n<main>" text "</main>"

/* A record with these further head lines. */
static void record(struct str *file, const char *type, const char *uri,
	const char *more, const char *block)
{
	str_printf(file,
		"WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\n%s"
		"Content-Length: %zu\r\n\r\n%s\r\n\r\n",
		type, uri, more, strlen(block), block);
}

#define DATE(day) "WARC-Date: 2018-09-" day "T10:00:00Z\r\n"

struct notes {
	char last[200];
	size_t n;
};

static void note(const char *where, const char *what, void *ctx)
{
	struct notes *notes = ctx;

	snprintf(notes->last, sizeof(notes->last), "%s: %s", where, what);
	notes->n++;
}

static int import(struct warc_import_result *out, struct archive_case *c,
	const struct str *file, const char *type, struct warc_import i)
{
	struct past_target t = { 0 };
	const struct past_wanted wanted = {
		.folder = c->declarations.p, .service = "exemple", .type = type
	};
	struct str path = { 0 };
	const char *paths[1];
	int rc;

	archive_case_declare(c, "Exemple.json", DECLARED);
	file_join(&path, c->dir, "x.warc");
	assert_int_equal(
		file_write(path.p, file->p, file->len, FILE_REPLACE), 0);
	assert_int_equal(past_target_find(&t, &wanted), 0);
	paths[0] = path.p;
	i.paths = paths;
	i.n = 1;
	i.target = &t;
	rc = warc_import(out, c->store, &i);
	past_target_release(&t);
	str_release(&path);
	return rc;
}

static void sightings(void **state)
{
	struct archive_case *c = *state;
	struct warc_import_result r = { 0 };
	struct snapshot snap = { 0 };
	struct str file = { 0 }, json = { 0 };

	record(&file, "warcinfo", "", DATE("03"), "software: Wget/1\r\n");
	record(&file, "request", "https://a.test/p", DATE("03"), "GET /p");
	record(&file, "response", "<https://a.test/p>",
		DATE("03") "WARC-Record-ID: <urn:1>\r\n", PAGE("one"));
	record(&file, "response", "https://a.test/other", DATE("03"),
		PAGE("other"));
	record(&file, "revisit", "https://a.test/p",
		DATE("04") "WARC-Refers-To: <urn:1>\r\n",
		"HTTP/1.1 304 Not Modified\r\n\r\n");
	record(&file, "response", "https://a.test/p", DATE("05"),
		"HTTP/1.1 302 Found\r\nLocation: /q\r\n\r\n");
	record(&file, "response", "https://a.test/q", DATE("05"), PAGE("two"));
	assert_int_equal(import(&r, c, &file, "Privacy Policy",
				 (struct warc_import){ 0 }),
		0);
	assert_int_equal(r.records, 7);
	assert_int_equal(r.used, 3);
	assert_int_equal(r.kept, 3);
	assert_int_equal(r.versions, 2);
	assert_int_equal(r.skipped[WARC_SKIP_KIND], 2);
	assert_int_equal(r.skipped[WARC_SKIP_ADDRESS], 1);
	assert_int_equal(r.skipped[WARC_SKIP_REDIRECT], 1);
	assert_int_equal(snapshot_get(&snap, c->store, 2), 0);
	assert_int_equal(snap.status, 304);
	assert_int_equal(snap.basis, SNAPSHOT_THIRD_PARTY);
	assert_string_equal(snap.source, "x.warc (WARC, Wget/1)");
	snapshot_release(&snap);
	assert_int_equal(snapshot_get(&snap, c->store, 3), 0);
	assert_string_equal(snap.url, "https://a.test/p");
	assert_string_equal(snap.final_url, "https://a.test/q");
	assert_int_equal(object_get(c->store, &snap.record, &json), 0);
	assert_non_null(strstr(json.p, "\"software\":\"Wget/1\""));
	assert_non_null(strstr(json.p, "\"headers\":\"HTTP/1.1 200 OK"));
	snapshot_release(&snap);
	/* Again: all is there. */
	assert_int_equal(import(&r, c, &file, "privacy policy",
				 (struct warc_import){ 0 }),
		0);
	assert_int_equal(r.sightings, 3);
	assert_int_equal(r.kept, 0);
	str_release(&file);
	str_release(&json);
}

static void skipped_by_reason(void **state)
{
	struct archive_case *c = *state;
	struct warc_import_result r = { 0 };
	struct notes notes = { 0 };
	struct str file = { 0 };
	const char *p = "https://a.test/p";

	record(&file, "response", p, "", PAGE("no date"));
	record(&file, "response", p, "WARC-Date: soon\r\n", PAGE("x"));
	record(&file, "response", p, "WARC-Date: 2218-01-01T00:00:00Z\r\n",
		PAGE("x"));
	record(&file, "response", p, DATE("03"), "no answer");
	record(&file, "response", p,
		DATE("03") "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAA"
			   "AAAAAAAA\r\n",
		PAGE("altered"));
	record(&file, "response", p, DATE("03"),
		"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\ncut");
	record(&file, "response", p, DATE("03") "WARC-Truncated: length\r\n",
		PAGE("cut"));
	record(&file, "revisit", p, DATE("03") "WARC-Refers-To: <urn:9>\r\n",
		PAGE("x"));
	record(&file, "response", p, DATE("04"), "HTTP/1.1 200 OK\r\n\r\nx");
	str_puts(&file, "rubbish");
	assert_int_equal(
		import(&r, c, &file, "Privacy Policy",
			(struct warc_import){ .note = note, .ctx = &notes }),
		0);
	assert_int_equal(r.skipped[WARC_SKIP_DATE], 3);
	assert_int_equal(r.skipped[WARC_SKIP_FORMAT], 1);
	assert_int_equal(r.skipped[WARC_SKIP_DAMAGED], 3);
	assert_int_equal(r.skipped[WARC_SKIP_REVISIT], 1);
	assert_int_equal(r.damages, 1);
	assert_int_equal(r.kept, 1);
	assert_int_equal(r.unread, 1);
	assert_int_equal(notes.n, 2);
	assert_non_null(strstr(notes.last, "no record"));
	str_release(&file);
}

static void pages_of_one_sighting(void **state)
{
	struct archive_case *c = *state;
	struct warc_import_result r = { 0 };
	struct str file = { 0 };

	record(&file, "response", "https://a.test/1", DATE("03"), PAGE("a"));
	record(&file, "response", "https://a.test/1", DATE("04"), PAGE("a"));
	record(&file, "response", "https://a.test/2", DATE("04"), PAGE("b"));
	record(&file, "response", "https://a.test/2", DATE("05"), PAGE("b"));
	assert_int_equal(
		import(&r, c, &file, "Imprint", (struct warc_import){ 0 }), 0);
	assert_int_equal(r.kept, 1);
	assert_int_equal(r.used, 2);
	assert_int_equal(r.skipped[WARC_SKIP_PARTS], 2);
	assert_int_equal(
		import(&r, c, &file, "Imprint",
			(struct warc_import){ .url = "https://a.test/1" }),
		ERR_INVALID);
	str_release(&file);
}

static void elsewhere_and_dry(void **state)
{
	struct archive_case *c = *state;
	struct warc_import_result r = { 0 };
	struct snapshot snap = { 0 };
	struct str file = { 0 };

	record(&file, "response", "http://old.test/",
		DATE("03") "WARC-Record-ID: <urn:1>\r\n", PAGE("a"));
	record(&file, "revisit", "http://old.test/",
		DATE("04") "WARC-Refers-To: <urn:1>\r\n", "");
	record(&file, "resource", "http://old.test/",
		"WARC-Date: 2018-10-01"
		"\r\nContent-Type: text/html\r\n",
		"<main>b</main>");
	assert_int_equal(import(&r, c, &file, "Privacy Policy",
				 (struct warc_import){ .url = "http://old.test",
					 .dry_run = true }),
		0);
	assert_int_equal(r.sightings, 3);
	assert_int_equal(r.used, 3);
	assert_int_equal(snapshot_get(&snap, c->store, 1), ERR_NOTFOUND);
	assert_int_equal(import(&r, c, &file, "Privacy Policy",
				 (struct warc_import){ .url = "http://old.test",
					 .source = "a library" }),
		0);
	assert_int_equal(r.kept, 3);
	assert_int_equal(snapshot_get(&snap, c->store, 3), 0);
	assert_true(snap.day_only);
	assert_int_equal(snap.status, 0);
	assert_string_equal(snap.source, "a library");
	snapshot_release(&snap);
	str_release(&file);
}

static void no_file(void **state)
{
	struct archive_case *c = *state;
	struct past_target t = { 0 };
	struct warc_import_result r = { 0 };
	const struct past_wanted wanted = { .folder = c->declarations.p,
		.service = "Exemple" };
	const char *const paths[] = { "/nonexistent.warc" };
	const struct warc_import i = { .paths = paths, .n = 1, .target = &t };

	archive_case_declare(c, "Exemple.json", DECLARED);
	assert_int_equal(past_target_find(&t, &wanted), 0);
	assert_int_equal(warc_import(&r, c->store, &i), ERR_NOTFOUND);
	past_target_release(&t);
	for (int k = 0; k < WARC_SKIPS; k++)
		assert_true(warc_skip_name(k)[0] != '\0' &&
			    warc_skip_words(k)[0] != '\0');
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(sightings),
		CASE(skipped_by_reason),
		CASE(pages_of_one_sighting),
		CASE(elsewhere_and_dry),
		CASE(no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
