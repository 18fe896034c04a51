/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/reading.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"

static int setup(void **state)
{
	return extractor_open((struct extractor **)state);
}

static int teardown(void **state)
{
	extractor_close(*state);
	return 0;
}

static int read_one(struct reading *r, struct extractor *e, const char *page,
	const char *media_type, const char *json)
{
	struct declaration_terms terms = { 0 };
	int rc;

	assert_int_equal(declaration_terms_parse(
				 &terms, "Privacy Policy", json, strlen(json)),
		0);
	rc = reading_page(r, e,
		&(struct reading_page){ .bytes = page,
			.len = strlen(page),
			.media_type = media_type,
			.url = "https://a.test/",
			.part = &terms.parts[0] });
	declaration_terms_release(&terms);
	return rc;
}

static void tells_what_a_page_is(void **state)
{
	(void)state;
	assert_int_equal(reading_kind("text/html", "%PDF-1.4", 8), READING_PDF);
	assert_int_equal(reading_kind("text/html", "<p>", 3), READING_HTML);
	assert_int_equal(reading_kind("text/Markdown; charset=utf-8", "# A", 3),
		READING_MARKDOWN);
	assert_int_equal(reading_kind(NULL, "", 0), READING_HTML);
}

static void pages_make_one_text(void **state)
{
	static const char html[] =
		"{\"fetch\":\"https://a.test/p\",\"select\":\"main\","
		"\"filter\":[\"removeQueryParams\",\"cleanUp\"]}";
	static const char other[] =
		"{\"fetch\":\"https://a.test/p\",\"select\":\"#none\"}";
	struct reading r = { 0 };

	assert_int_equal(
		read_one(&r, *state, "<main>one</main>", "text/html", html), 0);
	assert_string_equal(r.text.p, "one");
	assert_string_equal(r.rules, EXTRACT_VERSION);
	assert_int_equal(
		read_one(&r, *state, "*two*", "text/markdown", html), 0);
	assert_non_null(strstr(r.text.p, "one\n\n- - -\n\n*two*"));
	assert_string_equal(r.rules, EXTRACT_VERSION "; identity");
	assert_true(reading_rules_are_current(r.rules));
	assert_int_equal(cJSON_GetArraySize(r.filters_left_out), 1);
	assert_string_equal(r.filters_left_out->child->valuestring, "cleanUp");
	assert_int_equal(
		read_one(&r, *state, "<p>", "text/html", other), ERR_NOTFOUND);
	reading_release(&r);
}

static void old_rules_are_told(void **state)
{
	(void)state;
	assert_true(reading_rules_are_current(EXTRACT_VERSION));
	assert_false(reading_rules_are_current("0"));
	assert_false(reading_rules_are_current(EXTRACT_VERSION "; 0"));
	assert_false(reading_rules_are_current(""));
	assert_false(reading_rules_are_current(EXTRACT_VERSION "0"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_what_a_page_is),
		cmocka_unit_test_setup_teardown(
			pages_make_one_text, setup, teardown),
		cmocka_unit_test(old_rules_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
