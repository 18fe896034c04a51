/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/watch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "archive_case.h"
#include "base/err.h"
#include "base/json.h"
#include "scrapers/service.h"

#define LONG                                                                   \
	"<p>We collect such data as steps, weight and pulse, and we keep "     \
	"them "                                                                \
	"as long as the service needs them, which we alone decide.</p>"

static int look(struct watch_found *out, struct archive_case *c,
	const char *const *select)
{
	const struct watch w = { .url = "https://a.test/p",
		.service = "Exemple",
		.type = "Privacy Policy",
		.select = select,
		.fetch = { .send = archive_case_send, .ctx = c } };

	return watch_look(out, &w);
}

static void guesses(struct archive_case *c, const char *page, const char *want)
{
	struct watch_found found = { 0 };

	c->page = page;
	assert_int_equal(look(&found, c, NULL), 0);
	assert_string_equal(found.guessed, want);
	assert_string_equal(json_string(found.terms, "select"), want);
	watch_found_release(&found);
}

static void finds_the_part_that_counts(void **state)
{
	guesses(*state, "<nav>x</nav><main>" LONG "</main>", "main");
	guesses(*state, "<article>" LONG "</article>", "article");
	guesses(*state, "<main>short</main><article>" LONG "</article>",
		"article");
	guesses(*state, LONG, "body");
}

static void takes_what_was_said(void **state)
{
	static const char *const select[] = { "h1", "p", NULL };
	static const char *const absent[] = { "#absent", NULL };
	static const char *const wrong[] = { "h1 >", NULL };
	struct archive_case *c = *state;
	struct watch_found found = { 0 };

	c->page = "<h1>a</h1><p>b</p>";
	assert_int_equal(look(&found, c, select), 0);
	assert_null(found.guessed);
	assert_int_equal(
		cJSON_GetArraySize(json_member(found.terms, "select")), 2);
	watch_found_release(&found);
	assert_int_equal(look(&found, c, absent), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "#absent"));
	c->requests = 0;
	assert_int_equal(look(&found, c, wrong), ERR_INVALID);
	assert_int_equal(c->requests, 0);
}

static void keeps_the_declaration(void **state)
{
	struct archive_case *c = *state;
	struct watch_found found = { 0 };
	struct declaration d = { 0 };
	struct watch w = { .folder = c->declarations.p,
		.url = "https://a.test/p",
		.service = "Exemple",
		.type = "Privacy Policy",
		.fetch = { .send = archive_case_send, .ctx = c } };

	c->page = LONG;
	assert_int_equal(watch_look(&found, &w), 0);
	assert_int_equal(watch_keep(&w, &found), 0);
	assert_int_equal(watch_keep(&w, &found), 0);
	assert_int_equal(service_find(&d, c->declarations.p, "Exemple"), 0);
	assert_string_equal(d.terms[0].parts[0].fetch, "https://a.test/p");
	declaration_release(&d);
	watch_found_release(&found);
}

static void failures_come_through(void **state)
{
	struct archive_case *c = *state;
	struct watch_found found = { 0 };

	c->page = "gone";
	c->status = 410;
	assert_int_equal(look(&found, c, NULL), ERR_NET);
	assert_non_null(strstr(err_message(), "status 410"));
	assert_int_equal(c->requests, 1);
}

int main(void)
{
#define CASE(test)                                                             \
	cmocka_unit_test_setup_teardown(                                       \
		test, archive_case_setup, archive_case_teardown)
	const struct CMUnitTest tests[] = {
		CASE(finds_the_part_that_counts),
		CASE(takes_what_was_said),
		CASE(keeps_the_declaration),
		CASE(failures_come_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
