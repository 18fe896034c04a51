/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/extract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static const char page[] =
	"<!DOCTYPE html><title>t</title><script>x</script>"
	"<nav>menu</nav><main><h1>Privacy</h1><p>We <b>collect</b> "
	"<a href='data?utm=1'>data</a>.<style>y</style></p>"
	"<p class=no>ad</p></main><footer>foot</footer><i id=none> </i>";

/* Reads a terms object with ' for ", so that cases are legible. */
static void declare(struct declaration_terms *t, const char *json)
{
	char *text = strdup(json);

	for (char *p = text; *p != '\0'; p++)
		if (*p == '\'')
			*p = '"';
	if (declaration_terms_parse(t, "Privacy Policy", text, strlen(text)) !=
		0)
		fail_msg("%s", err_message());
	free(text);
}

static int extract(struct str *out, struct extract_notes *notes,
	const char *json, const void *bytes, size_t len)
{
	struct declaration_terms t = { 0 };
	struct extract_job job = { .bytes = bytes, .len = len };
	int rc;

	declare(&t, json);
	job.part = &t.parts[0];
	str_puts(out, "");
	rc = extract_page(out, notes, &job);
	declaration_terms_release(&t);
	return rc;
}

#define FETCH "{'fetch':'https://exemple.test/a/',"

static void gives(const char *json, const char *want)
{
	struct str out = { 0 };

	if (extract(&out, NULL, json, page, strlen(page)) != 0)
		fail_msg("%s", err_message());
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void test_select(void **state)
{
	(void)state;
	gives(FETCH "'select':'main','remove':'.no'}",
		"Privacy\n=======\n\nWe **collect** "
		"[data](https://exemple.test/a/data?utm=1).");
	gives(FETCH "'select':['footer','h1','nav']}",
		"foot\n\nPrivacy\n=======\n\nmenu");
	gives(FETCH "'select':'main, h1','remove':['a, b','main p']}",
		"Privacy\n=======\n\nPrivacy\n=======");
	gives(FETCH "'select':[{'startAfter':'h1','endBefore':'footer'}],"
		    "'remove':[{'startBefore':'a','endAfter':'.no'}]}",
		"We **collect**");
}

static void test_filter(void **state)
{
	struct extract_notes notes = { 0 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(
		extract(&out, &notes,
			FETCH "'select':'a','filter':[{'removeQueryParams':"
			      "['utm','x']},'cleanUrls']}",
			page, strlen(page)),
		0);
	assert_string_equal(out.p, "[data](https://exemple.test/a/data)");
	assert_int_equal(notes.filters, 1);
	assert_string_equal(notes.charset, "UTF-8");
	str_release(&out);
}

static void refuses(const char *json, int code, const char *message)
{
	struct str out = { 0 };

	assert_int_equal(extract(&out, NULL, json, page, strlen(page)), code);
	assert_string_equal(err_message(), message);
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void test_refusals(void **state)
{
	(void)state;
	refuses(FETCH "'select':['#x','.y']}", ERR_NOTFOUND,
		"selector '#x', '.y' has no match; the page may have changed, "
		"or need JavaScript");
	refuses(FETCH "'select':'script + nav','remove':'nav'}", ERR_NOTFOUND,
		"selector 'script + nav' has no match; the page may have "
		"changed, or need JavaScript");
	refuses(FETCH "'select':'#none'}", ERR_NOTFOUND,
		"selector '#none' matches an empty content; the page may have "
		"changed, or need JavaScript");
	refuses(FETCH "'select':'p','remove':"
		      "{'startBefore':'h7','endAfter':'p'}}",
		ERR_NOTFOUND, "selector 'h7' has no match");
}

/* Ends in a message or a result, and soon. */
static void survives(const struct str *text, int code)
{
	struct str out = { 0 };
	int rc = extract(
		&out, NULL, FETCH "'select':'body'}", text->p, text->len);

	if (rc != code)
		fail_msg("code %d, %s", rc, err_message());
	if (rc != 0)
		assert_true(strlen(err_message()) > 0);
	str_release(&out);
}

static void repeat(struct str *s, const char *what, size_t n)
{
	str_clear(s);
	for (size_t i = 0; i < n; i++)
		str_puts(s, what);
	str_puts(s, "x");
}

static void test_floods(void **state)
{
	struct str s = { 0 };

	(void)state;
	repeat(&s, "<", 1000000);
	survives(&s, 0);
	repeat(&s, "&notit;&#x1F600;", 100000);
	survives(&s, 0);
	repeat(&s, "<ul><li>a", 2000);
	survives(&s, 0);
	repeat(&s, "<b></b><i> </i>", 50000);
	survives(&s, 0);
	repeat(&s, "a", 10000000);
	survives(&s, 0);
	repeat(&s, "<table><tr><td>", 300);
	survives(&s, 0);
	str_release(&s);
}

/* What no document does may end at a limit, but must end. */
static void test_depth(void **state)
{
	struct str s = { 0 }, out = { 0 };
	struct extract_notes notes = { 0 };
	int rc;

	(void)state;
	repeat(&s, "<div>", 10000);
	assert_int_equal(
		extract(&out, &notes, FETCH "'select':'body'}", s.p, s.len), 0);
	assert_string_equal(out.p, "x");
	assert_true(notes.flattened > 9000);
	repeat(&s, "<p><font a=1><font b=2><i><u>", 3000);
	str_clear(&out);
	rc = extract(&out, NULL, FETCH "'select':'body'}", s.p, s.len);
	assert_true(rc == 0 || rc == ERR_LIMIT);
	str_release(&s);
	str_release(&out);
}

static void test_bytes(void **state)
{
	static const char nul[] = "<p>a\0b</p>\xC3";
	struct str out = { 0 };
	struct str large = { .max = 40 << 20 };

	(void)state;
	assert_int_equal(extract(&out, NULL, FETCH "'select':'p'}", nul,
				 sizeof(nul) - 1),
		0);
	assert_string_equal(out.p, "ab");
	repeat(&large, "<p>12345", 4500000);
	survives(&large, ERR_LIMIT);
	str_release(&out);
	str_release(&large);
}

static void test_combine(void **state)
{
	struct str whole = { 0 }, part = { 0 };

	(void)state;
	str_puts(&part, "a");
	extract_combine(&whole, &part);
	extract_combine(&whole, &part);
	assert_string_equal(whole.p, "a\n\n- - -\n\na");
	str_release(&whole);
	str_release(&part);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_filter),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_floods),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_combine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
