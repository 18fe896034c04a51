/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css_match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"
#include "scrapers/css.h"
#include "scrapers/html.h"

/* Ids of what matches among ten siblings, with texts and comments between. */
static void places(const char *selector, const char *want)
{
	struct str text = { 0 }, got = { 0 };
	struct html page = { 0 };
	struct css_matches found = { 0 };

	str_puts(&text, "<p>");
	for (int i = 1; i <= 10; i++)
		str_printf(
			&text, "%s<i id=n%d></i>", i % 2 ? "" : "<!--x-->t", i);
	assert_int_equal(html_parse(&page, text.p, text.len), 0);
	if (css_select(&found, page.doc, selector, false) != 0)
		fail_msg("%s", err_message());
	str_puts(&got, "");
	for (size_t i = 0; i < found.n; i++)
		str_printf(&got, "%s%s", i > 0 ? " " : "",
			html_attribute(found.v[i], "id") + 1);
	if (strcmp(got.p, want) != 0)
		fail_msg("%s: got '%s', want '%s'", selector, got.p, want);
	css_matches_release(&found);
	html_release(&page);
	str_release(&text);
	str_release(&got);
}

static void test_nth(void **state)
{
	(void)state;
	places("i:nth-child(0)", "");
	places("i:nth-child(-1)", "");
	places("i:nth-child(3)", "3");
	places("i:nth-child(11)", "");
	places("i:nth-child(n)", "1 2 3 4 5 6 7 8 9 10");
	places("i:nth-child(n+9)", "9 10");
	places("i:nth-child(n-3)", "1 2 3 4 5 6 7 8 9 10");
	places("i:nth-child(-n+2)", "1 2");
	places("i:nth-child(-n-2)", "");
	places("i:nth-child(-n)", "");
	places("i:nth-child(3n)", "3 6 9");
	places("i:nth-child(3n-1)", "2 5 8");
	places("i:nth-child(3n-4)", "2 5 8");
	places("i:nth-child(3n+8)", "8");
	places("i:nth-child(-3n+8)", "2 5 8");
	places("i:nth-child(0n+4)", "4");
	places("i:nth-last-child(2)", "9");
	places("i:nth-last-child(-n + 2)", "9 10");
	places("i:nth-last-of-type(odd)", "2 4 6 8 10");
	places("i:only-child", "");
	places("i:nth-of-type(2):nth-last-of-type(9)", "2");
}

static void test_walking(void **state)
{
	(void)state;
	places("i + i + i + i:nth-last-child(-n+2)", "9 10");
	places("#n2 ~ i ~ i:not(#n5):not([id='n6'], #n7)", "4 8 9 10");
	places("i:has(+ #n4)", "3");
	places("i:has(~ #n4)", "1 2 3");
	places("i:has(+ i + #n4)", "2");
	places("p:has(> i) > #n1", "1");
	places("html:has(i#n9) #n9", "9");
	places("i:has(i)", "");
	places("i:is(#n1, #n3, b)", "1 3");
	places(":is(p, body) > :where(#n1)", "1");
	places("body i:empty:first-child", "1");
	places("html > i", "");
}

/* At the bound nothing matches any more, and that is told. */
static void test_bound(void **state)
{
	static const char text[] = "<div><div><div><div><b>";
	struct css_selector s = { 0 };
	struct css_match m = { 0 };
	struct html page = { 0 };
	const xmlNode *n;

	(void)state;
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	for (n = (const xmlNode *)page.doc; n->children != NULL;)
		n = n->last;
	assert_int_equal(css_selector_read(&s, "div div div div b", false), 0);
	assert_true(css_match(&m, s.list, n));
	m.steps = CSS_MATCH_STEPS - m.steps;
	assert_true(css_match(&m, s.list, n));
	assert_false(m.spent);
	assert_false(css_match(&m, s.list, n));
	assert_true(m.spent);
	css_selector_release(&s);
	assert_int_equal(css_selector_read(&s, ":not(div)", false), 0);
	assert_false(css_match(&m, s.list, n));
	css_selector_release(&s);
	html_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nth),
		cmocka_unit_test(test_walking),
		cmocka_unit_test(test_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
