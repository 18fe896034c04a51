/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

/* The page's first <a> or <img>. */
static const xmlNode *first(const struct html *page, enum html_tag tag)
{
	const xmlNode *root = (const xmlNode *)page->doc, *n = root;

	while ((n = html_next(n, root, false)) != NULL && html_tag(n) != tag)
		;
	return n;
}

/* And its last. */
static const xmlNode *last(const struct html *page, enum html_tag tag)
{
	const xmlNode *root = (const xmlNode *)page->doc, *n = root, *found;

	for (found = NULL; (n = html_next(n, root, false)) != NULL;)
		if (html_tag(n) == tag)
			found = n;
	return found;
}

static void absolute(const char *html, const char *want)
{
	struct html page = { 0 };
	struct url base = { 0 };

	assert_int_equal(html_parse(&page, html, strlen(html)), 0);
	url_parse(&base, "https://h.test/a/b", 18, NULL);
	links_base(&base, &page);
	links_make_absolute(&page, &base);
	assert_string_equal(html_attribute(first(&page, HTML_A), "href"), want);
	url_release(&base);
	html_release(&page);
}

static void test_absolute(void **state)
{
	(void)state;
	absolute("<a href=c>", "https://h.test/a/c");
	absolute("<a href=' HTTP:c '>", "http://c/");
	absolute("<a href='#x'>", "#x");
	absolute("<a href=''>", "");
	absolute("<a href='mailto:x@y.test'>", "mailto:x@y.test");
	absolute("<a href='http://[x'>", "http://[x");
	absolute("<base href=/q/><base href=/r/><a href=c>",
		"https://h.test/q/c");
	absolute("<base target=x><a href=c>", "https://h.test/a/c");
}

static void test_parameters(void **state)
{
	static const char html[] = "<a href='?u=1&v=2'><img src='x?u=3'>"
				   "<b><a href='y?v=%20'><img src='z'>";
	struct html page = { 0 };
	struct url base = { 0 };

	(void)state;
	assert_int_equal(html_parse(&page, html, strlen(html)), 0);
	url_parse(&base, "https://h.test/a", 16, NULL);
	links_remove_parameter(&page, &base, "u");
	assert_string_equal(html_attribute(first(&page, HTML_A), "href"),
		"https://h.test/a?v=2");
	assert_string_equal(html_attribute(first(&page, HTML_IMG), "src"),
		"https://h.test/x");
	/* What has no such parameter stays as it is. */
	assert_string_equal(
		html_attribute(last(&page, HTML_A), "href"), "y?v=%20");
	assert_string_equal(html_attribute(last(&page, HTML_IMG), "src"), "z");
	url_release(&base);
	html_release(&page);
}

static void test_protected(void **state)
{
	static const char html[] =
		"<a href='/cdn-cgi/l/email-protection#0a' title=t><b>x</b></a>";
	struct html page = { 0 };
	const xmlNode *a;

	(void)state;
	assert_int_equal(html_parse(&page, html, strlen(html)), 0);
	links_hide_protected(&page);
	a = first(&page, HTML_A);
	assert_string_equal(
		html_attribute(a, "href"), "/cdn-cgi/l/email-protection");
	assert_string_equal(html_attribute(a, "title"), "t");
	assert_string_equal(
		(const char *)a->children->content, "[email\xC2\xA0protected]");
	assert_null(a->children->next);
	html_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_absolute),
		cmocka_unit_test(test_parameters),
		cmocka_unit_test(test_protected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
