/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/extractor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"
#include "scrapers/html.h"

static struct extractor *extractor;

/* Reads a terms object with ' for ", so that cases are legible. */
static void declare(struct declaration_terms *t, const char *json)
{
	char *text = mem_strdup(json);

	for (char *p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	if (declaration_terms_parse(t, "Privacy Policy", text, strlen(text)) !=
		0)
		fail_msg("%s", err_message());
	free(text);
}

/* Both ways give the same: result, notes, code and message. */
static int both(struct str *out, struct extract_notes *notes, const char *json,
	const char *page, const char *content_type)
{
	struct declaration_terms t = { 0 };
	struct extract_job job = {
		.bytes = page, .len = strlen(page), .content_type = content_type
	};
	struct str alone = { 0 }, message = { 0 };
	struct extract_notes other = { 0 };
	int rc;

	declare(&t, json);
	job.part = &t.parts[0];
	str_puts(&alone, "");
	rc = extract_page(&alone, &other, &job);
	str_puts(&message, rc != 0 ? err_message() : "");
	str_clear(out);
	assert_int_equal(extractor_page(extractor, out, notes, &job), rc);
	if (rc != 0)
		assert_string_equal(err_message(), message.p);
	assert_string_equal(out->p, alone.p);
	assert_int_equal(notes->flattened, other.flattened);
	assert_int_equal(notes->filters, other.filters);
	if (rc == 0)
		assert_string_equal(notes->charset, other.charset);
	str_release(&alone);
	str_release(&message);
	declaration_terms_release(&t);
	return rc;
}

static void gives(
	const char *json, const char *page, const char *type, const char *want)
{
	struct extract_notes notes = { 0 };
	struct str out = { 0 };

	if (both(&out, &notes, json, page, type) != 0)
		fail_msg("%s", err_message());
	assert_string_equal(out.p, want);
	str_release(&out);
}

#define FETCH "{'fetch':'https://exemple.test/a/',"

static void whole_declarations_travel(void **state)
{
	static const char page[] =
		"<main><h1>Title</h1><p>We <a href='x?utm=1&a=2'>link</a>."
		"<p class=no>ad<div id=a>1</div>2<div id=b>3</div></main>";

	(void)state;
	gives(FETCH "'select':'main','remove':['.no',{'startBefore':'#a',"
		    "'endAfter':'#b'}],'filter':[{'removeQueryParams':"
		    "['utm']},'other']}",
		page, NULL,
		"Title\n=====\n\nWe [link](https://exemple.test/a/x?a=2).");
	gives(FETCH "'select':[{'startAfter':'#a','endBefore':'#b'},'h1']}",
		page, NULL, "2\n\nTitle\n=====");
}

static void refusals_are_the_same(void **state)
{
	struct extract_notes notes = { 0 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(
		both(&out, &notes, FETCH "'select':'main'}", "<p>x", NULL),
		ERR_NOTFOUND);
	assert_int_equal(both(&out, &notes, FETCH "'select':'p'}", "", NULL),
		ERR_NOTFOUND);
	assert_int_equal(
		both(&out, &notes, FETCH "'select':'p'}", "%PDF-1.4", NULL),
		ERR_INVALID);
	assert_string_equal(
		err_message(), "the page is a PDF; this reads HTML");
	assert_int_equal(both(&out, &notes, FETCH "'select':'p'}", "x",
				 "text/html; charset=hz-gb-2312"),
		ERR_PARSE);
	str_release(&out);
}

/* Encodings that are met later than the child started. */
static void encodings_are_met_one_by_one(void **state)
{
	static const struct {
		const char *bytes, *type, *want;
	} pages[] = {
		{ "<p>caf\xC3\xA9", NULL, "caf\xC3\xA9" },
		{ "\xEF\xBB\xBF<p>\xC3\xA9", NULL, "\xC3\xA9" },
		{ "<p>caf\xE9\x80", NULL, "caf\xC3\xA9\xE2\x82\xAC" },
		{ "<p>\x83\x65", "text/html; charset=shift_jis",
			"\xE3\x83\x86" },
		{ "<p>\xD4", "text/html; charset=koi8-r", "\xD1\x82" },
		{ "<p>a\xFF\x62", "text/html; charset=utf-8",
			"a\xEF\xBF\xBD"
			"b" },
	};

	(void)state;
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++)
			gives(FETCH "'select':'p'}", pages[i].bytes,
				pages[i].type, pages[i].want);
}

/* A page past a bound between good ones. */
static void errors_are_a_page_s_own(void **state)
{
	size_t len = 3 * (HTML_NODES + 1);
	char *large = mem_new(len, 1);
	struct declaration_terms t = { 0 };
	struct extract_job job = { .bytes = large };
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < len; i += 3)
		memcpy(large + i, "<p>", 3);
	declare(&t, FETCH "'select':'p'}");
	job.part = &t.parts[0];
	gives(FETCH "'select':'p'}", "<p>1", NULL, "1");
	job.len = len;
	assert_int_equal(
		extractor_page(extractor, &out, NULL, &job), ERR_LIMIT);
	assert_non_null(strstr(err_message(), "more than"));
	gives(FETCH "'select':'p'}", "<p>2", NULL, "2");
	declaration_terms_release(&t);
	str_release(&out);
	free(large);
}

static void thousand_pages(void **state)
{
	struct declaration_terms t = { 0 };
	struct extract_job job = { 0 };
	struct str page = { 0 }, out = { 0 }, want = { 0 };

	(void)state;
	declare(&t, FETCH "'select':'p'}");
	job.part = &t.parts[0];
	for (int i = 0; i < 1000; i++) {
		str_clear(&page);
		str_clear(&want);
		str_clear(&out);
		str_printf(&page, "<p>page <b>%d</b>", i);
		str_printf(&want, "page **%d**", i);
		job.bytes = page.p;
		job.len = page.len;
		assert_int_equal(
			extractor_page(extractor, &out, NULL, &job), 0);
		assert_string_equal(out.p, want.p);
	}
	declaration_terms_release(&t);
	str_release(&page);
	str_release(&out);
	str_release(&want);
}

static int open_extractor(void **state)
{
	(void)state;
	return extractor_open(&extractor);
}

static int close_extractor(void **state)
{
	(void)state;
	extractor_close(extractor);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_declarations_travel),
		cmocka_unit_test(refusals_are_the_same),
		cmocka_unit_test(encodings_are_met_one_by_one),
		cmocka_unit_test(errors_are_a_page_s_own),
		cmocka_unit_test(thousand_pages),
	};

	return cmocka_run_group_tests(tests, open_extractor, close_extractor);
}
