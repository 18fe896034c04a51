/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/record_page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/object.h"
#include "archive/snapshot.h"
#include "base/err.h"
#include "base/file.h"

/* A fresh archive in a folder of its own. */
struct scene {
	char dir[32], path[64];
	struct store *store;
};

static int setup(void **state)
{
	struct scene *s = calloc(1, sizeof(*s));

	snprintf(s->dir, sizeof(s->dir), "/tmp/recordXXXXXX");
	*state = s;
	if (mkdtemp(s->dir) == NULL || store_create(s->dir) != 0)
		return -1;
	return store_open(&s->store, s->dir, STORE_WRITE);
}

static int teardown(void **state)
{
	static const char *const names[] = { "constat.db", "constat.db-wal",
		"constat.db-shm", "secret", "page.md", "page.pdf" };
	struct scene *s = *state;

	store_close(s->store);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(s->path, sizeof(s->path), "%s/%s", s->dir, names[i]);
		unlink(s->path);
	}
	rmdir(s->dir);
	free(s);
	return 0;
}

static int64_t add_as(struct scene *s, const char *record, int status,
	enum snapshot_basis basis)
{
	char service[] = "Exemple", terms[] = "Privacy Policy";
	char url[] = "https://a.test/p", type[] = "text/html";
	struct snapshot snap = { .service = service,
		.terms = terms,
		.url = url,
		.final_url = url,
		.seen_ns = INT64_C(1500000000000000000),
		.basis = basis,
		.status = status,
		.media_type = type,
		.size = 4 };

	assert_int_equal(store_begin(s->store), 0);
	assert_int_equal(object_put(s->store, "page", 4, &snap.body), 0);
	assert_int_equal(
		object_put(s->store, record, strlen(record), &snap.record), 0);
	assert_int_equal(snapshot_add(s->store, &snap), 0);
	assert_int_equal(store_commit(s->store), 0);
	return snap.id;
}

static int64_t add(struct scene *s, const char *record, int status)
{
	return add_as(s, record, status, SNAPSHOT_CAPTURED);
}

static int make(struct scene *s, int64_t id, const char *lang, const char *name,
	size_t *pages)
{
	snprintf(s->path, sizeof(s->path), "%s/%s", s->dir, name);
	return record_page_make(pages, &(struct record_page){ .store = s->store,
					       .snapshot = id,
					       .lang = lang,
					       .path = s->path });
}

static void must_say(struct scene *s, const char *words)
{
	struct str text = { 0 };

	assert_int_equal(file_read(&text, s->path), 0);
	if (strstr(text.p, words) == NULL)
		fail_msg("the page lacks: %s\n%s", words, text.p);
	str_release(&text);
}

static void must_not_say(struct scene *s, const char *words)
{
	struct str text = { 0 };

	assert_int_equal(file_read(&text, s->path), 0);
	if (strstr(text.p, words) != NULL)
		fail_msg("the page says: %s\n%s", words, text.p);
	str_release(&text);
}

static const char full[] =
	"{\"schema\":\"constat.capture/1\",\"operator\":{\"stated_name\":"
	"\"A. *Martin*\"},\"hops\":[{\"url\":\"https://a.test/p\","
	"\"status\":200,\"request\":\"GET /p HTTP/1.1\\r\\nHost: "
	"a.test\\r\\n\","
	"\"headers\":\"HTTP/1.1 200 OK\\r\\nX: `1` | 2\\r\\n\","
	"\"tls\":{\"version\":\"TLSv1.3\",\"cipher\":\"C\",\"verify\":\"ok\"},"
	"\"body\":{\"bytes\":4,\"sha256\":\"sha256:aa\"}}],"
	"\"clock\":{\"offset\":{\"low_ns\":\"-4000001\","
	"\"high_ns\":\"6000001\"},\"synchronised\":true},"
	"\"oddities\":[\"clock-was-set\"],"
	"\"browser\":{\"product\":\"Chrome/1\",\"resources\":[{},{}],"
	"\"dom\":{\"bytes\":9,\"sha256\":\"sha256:bb\"}},"
	"\"before\":{\"failure\":\"selector 'main' has no match\"}}";

static void says_what_was_noted(void **state)
{
	struct scene *s = *state;
	size_t pages = 9;
	int64_t id = add(s, full, 200);

	assert_int_equal(make(s, id, "fr", "page.md", &pages), 0);
	assert_int_equal(pages, 0);
	must_say(s, "n’est pas un constat de commissaire de justice");
	must_say(s, "A. \\*Martin\\*");
	must_say(s, "entre \\-5 et 7 ms");
	must_say(s, "L’horloge a été réglée pendant la capture.");
	must_say(s, "Chrome/1");
	must_say(s, "selector 'main' has no match");
	assert_int_equal(make(s, id, "en", "page.md", &pages), 0);
	must_say(s, "The clock was set during the capture.");
	must_say(s, "TLSv1.3, C; verification: ok");
	assert_int_equal(make(s, id, "en", "page.pdf", &pages), 0);
	assert_true(pages >= 1);
}

/* Records of older programs, and of pages brought in, have less. */
static void what_was_not_noted_is_said(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "{}", 304);

	assert_int_equal(make(s, id, "en", "page.md", NULL), 0);
	must_say(s, "No request is noted.");
	must_say(s, "The program of then did not note it.");
	must_not_say(s, "“Not modified” (304)");
	id = add(s, "{\"confirmed\":\"sha256:aa\"}", 304);
	assert_int_equal(make(s, id, "en", "page.md", NULL), 0);
	must_say(s, "“Not modified” (304)");
	assert_int_equal(make(s, id, "fr", "page.md", NULL), 0);
	must_say(s, "non indiqué");
}

/* Nothing is said of a network or a clock that saw nothing. */
static void a_page_brought_in_is_no_capture(void **state)
{
	static const char *const unknown[] = { "Proxy", "Cache, cookies",
		"What was odd", "the very moment of the capture", NULL };
	struct scene *s = *state;
	struct str text = { 0 };
	int64_t id = add_as(s, "{\"file\":\"p.html\",\"source\":\"mine\"}", 0,
		SNAPSHOT_STATED);

	assert_int_equal(make(s, id, "en", "page.md", NULL), 0);
	must_say(s, "# Record of a page that was brought in");
	must_say(s, "not the one that saw it");
	must_say(s, "according to: mine");
	assert_int_equal(file_read(&text, s->path), 0);
	for (size_t i = 0; unknown[i] != NULL; i++)
		assert_null(strstr(text.p, unknown[i]));
	str_release(&text);
}

static void refuses(void **state)
{
	struct scene *s = *state;
	int64_t id = add(s, "{}", 200);

	assert_int_equal(make(s, id + 1, "fr", "page.md", NULL), ERR_NOTFOUND);
	assert_int_equal(make(s, id, "xx", "page.md", NULL), ERR_NOTFOUND);
	assert_int_equal(make(s, id, "fr", "page.doc", NULL), ERR_INVALID);
	assert_non_null(strstr(err_message(), ".pdf or .md"));
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(says_what_was_noted),
		CASE(what_was_not_noted_is_said),
		CASE(a_page_brought_in_is_no_capture),
		CASE(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
