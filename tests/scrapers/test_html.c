/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"

/* "p(x,b(y))": the tree below <body>. */
static void write_tree(struct str *out, const xmlNode *n, int depth)
{
	for (const xmlNode *c = n->children; c != NULL; c = c->next) {
		if (c != n->children)
			str_putc(out, ',');
		if (c->type == XML_TEXT_NODE) {
			str_puts(out, (char *)c->content);
			continue;
		}
		str_printf(out, "%s(", c->name);
		if (depth < 20)
			write_tree(out, c, depth + 1);
		str_putc(out, ')');
	}
}

static void gives_bytes(const char *text, size_t len, const char *want)
{
	struct html page = { 0 };
	struct str got = { 0 };
	const xmlNode *body;

	assert_int_equal(html_parse(&page, text, len), 0);
	body = xmlDocGetRootElement(page.doc)->last;
	write_tree(&got, body, 0);
	assert_string_equal(got.p, want);
	str_release(&got);
	html_release(&page);
}

static void gives(const char *text, const char *want)
{
	gives_bytes(text, strlen(text), want);
}

static void test_tree(void **state)
{
	(void)state;
	gives("<p>a<b>b<p>c", "p(a,b(b)),p(b(c))");
	gives("<table><tr><td>x</table>", "table(tbody(tr(td(x))))");
	gives("a<!-- c -->b", "a,b");
	gives("y<noscript><p>x</noscript>", "y,noscript(p(x))");
	gives("a<template><p>x</template>y", "a,template(),y");
	gives("\xEF\xBB\xBFx", "x");
	gives("a\xFF"
	      "b&eacute;",
		"a\xEF\xBF\xBD"
		"b\xC3\xA9");
	gives_bytes("a\0b", 3, "ab");
}

/* What a cut in the middle of a tag leaves. */
static void test_cut(void **state)
{
	(void)state;
	gives("<p>x<", "p(x<\n)");
	gives("<p>x<a", "p(x)");
	gives("<p>x<a href='y", "p(x)");
	gives("<p>x</", "p(x</)");
	gives("<p>x<a href='y<z", "p(x)");
	gives("<p>x<!-- y", "p(x)");
	/* A line end is one, whatever stands between its halves. */
	gives("<p>a\r\nb\rc\n\rd", "p(a\nb\nc\n\nd)");
	gives("<p>a\r&#12;\nb", "p(a\n\f\nb)");
	/* References are none inside <iframe>. */
	gives("<p><iframe>&amp;<b>&#65;</iframe>&amp;",
		"p(iframe(&amp;<b>&#65;),&)");
}

static void test_attributes(void **state)
{
	static const char text[] = "<p ID=a id=b Title='&quot;&amp;' "
				   "hidden>x<svg><a xlink:href=y>";
	struct html page = { 0 };
	const xmlNode *p, *a;

	(void)state;
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	p = xmlDocGetRootElement(page.doc)->last->children;
	assert_int_equal(html_tag(p), HTML_P);
	assert_string_equal(html_attribute(p, "id"), "a");
	assert_string_equal(html_attribute(p, "title"), "\"&");
	assert_string_equal(html_attribute(p, "hidden"), "");
	assert_null(html_attribute(p, "class"));
	html_set_attribute((xmlNode *)p, "id", "c&");
	assert_string_equal(html_attribute(p, "id"), "c&");
	a = p->last->children;
	assert_int_equal(html_tag(a), HTML_OTHER);
	assert_null(html_attribute(a, "href"));
	assert_string_equal(html_attribute(a, "xlink:href"), "y");
	html_release(&page);
}

static void test_quirks(void **state)
{
	struct html page = { 0 };

	(void)state;
	assert_int_equal(html_parse(&page, "<p>", 3), 0);
	assert_true(page.quirks);
	html_release(&page);
	assert_int_equal(html_parse(&page, "<!DOCTYPE html>x", 16), 0);
	assert_false(page.quirks);
	html_release(&page);
}

static size_t depth_of(const struct html *page)
{
	size_t deepest = 0;

	for (const xmlNode *n = (xmlNode *)page->doc; n != NULL;
		n = html_next(n, (xmlNode *)page->doc, false)) {
		size_t depth = 0;

		if (n->type != XML_ELEMENT_NODE)
			continue;
		for (const xmlNode *p = n; p != NULL; p = p->parent)
			depth++;
		if (depth > deepest)
			deepest = depth;
	}
	return deepest - 1;
}

static void test_depth(void **state)
{
	struct html page = { 0 };
	struct str text = { 0 }, got = { 0 };

	(void)state;
	str_puts(&text, "<!DOCTYPE html>");
	for (int i = 0; i < 3000; i++)
		str_puts(&text, "<div>");
	str_puts(&text, "x");
	assert_int_equal(html_parse(&page, text.p, text.len), 0);
	assert_int_equal(page.flattened, 3000 + 2 - HTML_DEPTH);
	assert_int_equal(depth_of(&page), HTML_DEPTH);
	str_release(&got);
	str_release(&text);
	html_release(&page);
}

/* Nothing here may be quadratic. */
static void test_attribute_flood(void **state)
{
	struct html page = { 0 };
	struct str text = { 0 };

	(void)state;
	str_puts(&text, "<p ");
	for (int i = 0; i < 100000; i++)
		str_printf(&text, "a%d=%d a%d ", i, i, i / 2);
	str_puts(&text, ">x");
	assert_int_equal(html_parse(&page, text.p, text.len), 0);
	assert_string_equal(
		html_attribute(xmlDocGetRootElement(page.doc)->last->children,
			"a99999"),
		"99999");
	str_release(&text);
	html_release(&page);
}

static void test_too_large(void **state)
{
	struct html page = { 0 };
	char *text = calloc(HTML_BYTES + 1, 1);

	(void)state;
	assert_non_null(text);
	memset(text, ' ', HTML_BYTES + 1);
	assert_int_equal(html_parse(&page, text, HTML_BYTES + 1), ERR_LIMIT);
	assert_string_equal(
		err_message(), "the page is larger than 33554432 bytes");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tree),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_attributes),
		cmocka_unit_test(test_quirks),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_attribute_flood),
		cmocka_unit_test(test_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
