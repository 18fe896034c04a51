/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/css.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"
#include "scrapers/html.h"

static const char text[] =
	"<!DOCTYPE html><body class='Page wide'>"
	"<div id=one class='a b'><p>1<p class=a>2<p title='A\"b' lang=en-GB>3"
	"</div><div id='two:x'><ul><li>4<li>5<li>6<li>7</ul>"
	"<a href=/x?y=1 TYPE=Text>8</a><a href=/z>9</a></div>"
	"<section><div><p "
	"id=\xC3\xA9>10</p></div><h2>11</h2><p>12</p></section>";

/* The texts of what matches, "1 2 3". */
static void matches(const char *selector, const char *want)
{
	struct html page = { 0 };
	struct css_matches found = { 0 };
	struct str got = { 0 };

	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	if (css_select(&found, page.doc, selector, page.quirks) != 0)
		fail_msg("%s", err_message());
	str_puts(&got, "");
	for (size_t i = 0; i < found.n; i++)
		str_printf(&got, "%s%s", i > 0 ? " " : "",
			found.v[i]->children->type == XML_TEXT_NODE
				? (char *)found.v[i]->children->content
				: (char *)found.v[i]->name);
	if (strcmp(got.p, want) != 0)
		fail_msg("'%s': got '%s', want '%s'", selector, got.p, want);
	str_release(&got);
	css_matches_release(&found);
	html_release(&page);
}

static void refuses(const char *selector, const char *message)
{
	assert_int_equal(css_check(selector), ERR_INVALID);
	assert_string_equal(err_message(), message);
}

static void test_simple(void **state)
{
	(void)state;
	matches("p", "1 2 3 10 12");
	matches("P.a", "2");
	matches(".a", "div 2");
	matches(".a.b", "div");
	matches("#one", "div");
	matches("#two\\:x", "div");
	matches("#\\74wo\\3a x", "div");
	matches("#\xC3\xA9", "10");
	matches(".page", "");
	matches("h2, .a , li:first-child", "div 2 4 11");
}

static void test_attributes(void **state)
{
	(void)state;
	matches("[title]", "3");
	matches("[title='A\"b']", "3");
	matches("a[href^='/x']", "8");
	matches("a[href$=z]", "9");
	matches("a[href*=\"y=\"]", "8");
	matches("[class~=b]", "div");
	matches("[class~='a b']", "");
	matches("[lang|=en]", "3");
	matches("[title='a\"B' i]", "3");
	matches("[type=text]", "8");
	matches("[href^='']", "");
	matches("a[href='/z", "9");
}

static void test_combinators(void **state)
{
	(void)state;
	matches("div p", "1 2 3 10");
	matches("body > div > p", "1 2 3");
	matches("p + p", "2 3");
	matches("h2 ~ p", "12");
	matches("section div > p", "10");
	matches("section>div>p", "10");
}

static void test_pseudo_classes(void **state)
{
	(void)state;
	matches("li:nth-child(2n+1)", "4 6");
	matches("li:nth-child(-n + 2)", "4 5");
	matches("li:nth-child(even)", "5 7");
	matches("li:nth-last-child(1)", "7");
	matches("li:last-child", "7");
	matches("section > p:first-of-type", "12");
	matches("a:nth-of-type(2)", "9");
	matches("p:not(.a):not([title])", "1 10 12");
	matches("li:not(:first-child)", "5 6 7");
	matches("div:has(> p.a)", "div");
	matches("div:has(> [href]) a:is(:last-of-type)", "9");
	matches(":root", "html");
}

static void test_quirks(void **state)
{
	struct html page = { 0 };
	struct css_matches found = { 0 };

	(void)state;
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	assert_int_equal(css_select(&found, page.doc, ".pAGe", true), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(css_select(&found, page.doc, "#oNe", true), 0);
	assert_int_equal(found.n, 1);
	assert_int_equal(css_select(&found, page.doc, "#oNe", false), 0);
	assert_int_equal(found.n, 0);
	css_matches_release(&found);
	html_release(&page);
}

static void test_refusals(void **state)
{
	(void)state;
	refuses("", "selector '' ends where there should be a selector");
	refuses("div >", "selector 'div >' ends where there should be a "
			 "selector");
	refuses("div, ,p", "selector 'div, ,p': column 6: expected a selector");
	refuses("p..a", "selector 'p..a': column 3: expected the name of a "
			"class");
	refuses("\xC3\xA9[=x]", "selector '\xC3\xA9[=x]': column 3: expected "
				"the name of an attribute");
	refuses("[a?b]", "selector '[a?b]': column 3: expected ']' or one of "
			 "= ~= |= ^= $= *=");
	refuses("a:hover", "selector 'a:hover': column 8: 'hover' is not "
			   "supported");
	refuses("p::before", "selector 'p::before': column 3: 'a "
			     "pseudo-element' is not supported");
	refuses("p)", "selector 'p)': column 2: expected a combinator, ',' or "
		      "the end");
	refuses("li:nth-child(x)", "selector 'li:nth-child(x)': column 14: "
				   "expected a number like 2n+1");
}

static void test_limits(void **state)
{
	struct str deep = { 0 };

	(void)state;
	for (int i = 0; i < 1000; i++)
		str_puts(&deep, ":not(");
	assert_int_equal(css_check(deep.p), ERR_INVALID);
	str_clear(&deep);
	for (int i = 0; i < CSS_LENGTH; i++)
		str_puts(&deep, "aa");
	assert_int_equal(css_check(deep.p), ERR_LIMIT);
	assert_int_equal(css_check("\xFF"), ERR_INVALID);
	str_clear(&deep);
	for (int i = 0; i < 10000; i++)
		str_puts(&deep, "a ");
	assert_int_equal(css_check(deep.p), ERR_INVALID);
	str_clear(&deep);
	for (int i = 0; i < 10000; i++)
		str_puts(&deep, "#x,");
	str_puts(&deep, "h2");
	matches(deep.p, "11");
	str_release(&deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_simple),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_combinators),
		cmocka_unit_test(test_pseudo_classes),
		cmocka_unit_test(test_quirks),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
