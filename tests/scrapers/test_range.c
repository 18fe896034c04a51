/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/range.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static const char text[] =
	"<!DOCTYPE html><body><h1>1</h1><div><p id=a>2</p><p id=b>3<i>4</i>"
	"<b id=c>5</b>6</p></div><ul><li>7<li id=d>8<li>9</ul><p id=e>10</p>";

static struct declaration_selector range(
	const char *start, bool start_after, const char *end, bool end_after)
{
	return (struct declaration_selector){ .start = (char *)start,
		.end = (char *)end,
		.start_after = start_after,
		.end_after = end_after };
}

/* "div(p(3))": the elements and texts. */
static void write_copy(struct str *out, const struct markup_tree *t,
	const struct markup_node *n)
{
	for (const struct markup_node *c = n->first; c != NULL; c = c->next) {
		if (c->text) {
			str_add(out, t->text.p + c->at, c->len);
			continue;
		}
		str_printf(out, "%s(", c->source->name);
		write_copy(out, t, c);
		str_putc(out, ')');
	}
}

static void copies(struct declaration_selector s, const char *want)
{
	struct html page = { 0 };
	struct markup_tree tree;
	struct range r;
	struct str got = { 0 };

	str_puts(&got, "");
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	markup_tree_init(&tree);
	assert_int_equal(range_find(&r, &page, &s), 0);
	assert_int_equal(range_copy(&tree, &r), 0);
	write_copy(&got, &tree, tree.root);
	assert_string_equal(got.p, want);
	str_release(&got);
	markup_tree_release(&tree);
	html_release(&page);
}

static void test_copy(void **state)
{
	(void)state;
	copies(range("h1", false, "ul", false), "h1(1)div(p(2)p(3i(4)b(5)6))");
	copies(range("h1", true, "div", true), "div(p(2)p(3i(4)b(5)6))");
	copies(range("#a", true, "#c", false), "p(3i(4))");
	copies(range("#c", false, "#d", false), "div(p(b(5)6))ul(li(7))");
	copies(range("#c", true, "#d", true), "div(p(6))ul(li(7)li(8))");
	copies(range("body", false, "#a", true), "body(h1(1)div(p(2)))");
	copies(range("#a", false, "#a", true), "p(2)");
}

/* An end before the start is an empty range. */
static void test_empty(void **state)
{
	(void)state;
	copies(range("#a", false, "#a", false), "");
	copies(range("#a", true, "#a", true), "");
	copies(range("#d", false, "#a", true), "");
	copies(range("ul", false, "div", false), "");
}

static void page_text(struct str *out, const struct html *page)
{
	const xmlNode *root = (const xmlNode *)page->doc;

	str_puts(out, "");
	for (const xmlNode *n = root; n != NULL; n = html_next(n, root, false))
		if (n->type == XML_TEXT_NODE)
			str_printf(out, "%s ", n->content);
}

static void deletes(struct declaration_selector s, const char *want)
{
	struct html page = { 0 };
	struct range r;
	struct str got = { 0 };

	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	assert_int_equal(range_find(&r, &page, &s), 0);
	range_delete(&r, 1, 0);
	page_text(&got, &page);
	assert_string_equal(got.p, want);
	str_release(&got);
	html_release(&page);
}

static void test_delete(void **state)
{
	(void)state;
	deletes(range("#a", true, "#c", false), "1 2 5 6 7 8 9 10 ");
	deletes(range("#c", true, "#d", false), "1 2 3 4 5 8 9 10 ");
	deletes(range("h1", false, "#e", true), "");
	deletes(range("#d", false, "#a", false), "1 2 3 4 5 6 7 8 9 10 ");
}

/* Boundaries outlive the elements they stood in. */
static void test_detached(void **state)
{
	struct html page = { 0 };
	struct range r[2];
	struct declaration_selector one = range("#c", true, "#d", false);
	struct declaration_selector two = range("#b", false, "#d", true);
	struct str got = { 0 };
	xmlNode *div;

	(void)state;
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	assert_int_equal(range_find(&r[0], &page, &one), 0);
	assert_int_equal(range_find(&r[1], &page, &two), 0);
	div = xmlDocGetRootElement(page.doc)->last->children->next;
	range_detach(r, 2, div);
	range_delete(r, 2, 0);
	range_delete(r, 2, 1);
	page_text(&got, &page);
	assert_string_equal(got.p, "1 9 10 ");
	str_release(&got);
	html_release(&page);
}

static void test_missing(void **state)
{
	struct html page = { 0 };
	struct range r;
	struct declaration_selector s = range("#a", true, "#z", false);

	(void)state;
	assert_int_equal(html_parse(&page, text, strlen(text)), 0);
	assert_int_equal(range_find(&r, &page, &s), ERR_NOTFOUND);
	assert_string_equal(err_message(), "selector '#z' has no match");
	html_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_copy),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_delete),
		cmocka_unit_test(test_detached),
		cmocka_unit_test(test_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
