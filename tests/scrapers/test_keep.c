/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/keep.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "archive/judgement.h"
#include "archive/object.h"
#include "archive/schedule.h"
#include "archive/verify.h"
#include "archive_case.h"
#include "base/json.h"

#define ONE                                                                    \
	"{\"name\": \"Exemple\", \"terms\": {\"Privacy Policy\": {"            \
	"\"fetch\": \"https://a.test/p\", \"select\": \"main\"}}}"

/* A page like those that stand before the real one. */
#define BOT                                                                    \
	"<title>Just a moment...</title><main><h1>a.test</h1><p>Checking if "  \
	"the site connection is secure. a.test needs to review the security "  \
	"of your connection before proceeding.</p></main>"                     \
	"<script src=\"/cdn-cgi/challenge-platform/h/b\"></script>"

static int note(const struct capture_result *r, void *ctx)
{
	*(struct capture_result *)ctx = *r;
	return 0;
}

static struct capture_result capture(struct archive_case *c)
{
	struct capture_result result = { 0 };
	const struct capture_options o = { .folder = c->declarations.p,
		.fetch = { .send = archive_case_send, .ctx = c },
		.no_browser = true,
		.fn = note,
		.ctx = &result };

	assert_int_equal(capture_run(c->store, &o), 0);
	return result;
}

static void a_wall_is_judged_and_can_be_accepted(void **state)
{
	struct archive_case *c = *state;
	struct capture_result r;
	struct judgement j = { 0 };
	bool found = false;
	struct capture_options o = { .folder = c->declarations.p,
		.service = "exemple",
		.terms = "privacy policy",
		.fn = note,
		.ctx = &r };

	archive_case_declare(c, "Exemple.json", ONE);
	assert_int_equal(capture_accept(c->store, &o, "x"), ERR_NOTFOUND);
	c->page = BOT;
	c->more = "cf-mitigated: challenge\r\n";
	r = capture(c);
	assert_int_equal(r.outcome, CAPTURE_WALL);
	assert_string_equal(r.wall, "bot-check");
	assert_int_equal(r.version, 0);
	assert_int_equal(judgement_latest(&j, &found, c->store, "Exemple",
				 "Privacy Policy"),
		0);
	assert_true(found && j.snapshot == r.snapshot);
	assert_string_equal(j.kind, "bot-check");
	assert_true(j.score >= WALL_THRESHOLD);
	judgement_release(&j);
	assert_int_equal(capture_accept(c->store, &o, "I looked"), 0);
	assert_true(r.version > 0);
	assert_int_equal(capture_accept(c->store, &o, "again"), ERR_NOTFOUND);
	/* What a person accepted is no wall any more. */
	r = capture(c);
	assert_int_equal(r.outcome, CAPTURE_UNCHANGED);
}

/* How terms stand: what came of them, how often in a row it failed. */
static void failures_are_counted(void **state)
{
	const struct schedule_terms declared = { "Exemple", "Privacy Policy" };
	struct archive_case *c = *state;
	struct schedule_state s = { 0 };
	bool found = false;

	archive_case_declare(c, "Exemple.json", ONE);
	assert_int_equal(schedule_sync(c->store, &declared, 1, 1), 0);
	c->dead = true;
	assert_int_equal(capture(c).failures, 1);
	assert_int_equal(capture(c).failures, 2);
	assert_int_equal(schedule_find(&s, &found, c->store, "Exemple",
				 "Privacy Policy"),
		0);
	assert_true(found);
	assert_string_equal(s.outcome, "failed");
	assert_string_equal(s.cause, "net");
	schedule_state_release(&s);
	c->dead = false;
	c->page = "<main>one</main>";
	assert_int_equal(capture(c).failures, 0);
}

static void told(const char *where, const char *what, void *ctx)
{
	(void)ctx;
	fail_msg("verify: %s: %s", where, what);
}

/* Every content that a record names is there. */
static void what_a_record_names_is_kept(void **state)
{
	struct archive_case *c = *state;
	struct snapshot snap = { 0 };
	struct str json = { 0 }, body = { 0 };
	struct verify_result r = { 0 };
	cJSON *record = NULL;
	const cJSON *hop;
	struct digest d;

	archive_case_declare(c, "Exemple.json", ONE);
	c->page = "<main>one</main>";
	assert_int_equal(snapshot_get(&snap, c->store, capture(c).snapshot), 0);
	assert_int_equal(object_get(c->store, &snap.record, &json), 0);
	assert_int_equal(json_parse(&record, json.p, json.len, NULL), 0);
	cJSON_ArrayForEach(hop, json_member(record, "hops"))
	{
		assert_true(digest_parse(
			&d, json_string(json_member(hop, "body"), "sha256")));
		assert_int_equal(object_get(c->store, &d, &body), 0);
	}
	assert_string_equal(body.p, "<main>one</main>");
	assert_string_equal(
		json_string(json_member(record, "reading"), "rules"),
		EXTRACT_VERSION);
	cJSON_Delete(record);
	str_release(&json);
	str_release(&body);
	snapshot_release(&snap);
	assert_int_equal(verify_store(&r, c->store, told, NULL, NULL), 0);
	assert_int_equal(r.findings, 0);
	verify_result_release(&r);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(a_wall_is_judged_and_can_be_accepted),
		CASE(failures_are_counted),
		CASE(what_a_record_names_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
