/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/markup_tree.h"

#include <math.h>

#include "tests/scrapers/markup_case.h"

static void test_build(void **state)
{
	static const char html[] = "a<div id=x><code><b>b</b></code>c</div>";
	struct html page = { 0 };
	struct markup_tree tree;
	const struct markup_node *div;
	struct str text = { 0 };

	(void)state;
	markup_case_tree(&tree, &page, html);
	div = tree.root->last;
	assert_true(tree.root->first->text);
	assert_int_equal(div->tag, HTML_DIV);
	assert_ptr_equal(tree.root->last_element, div);
	assert_ptr_equal(div->last_element, div->first);
	assert_string_equal(markup_tree_attribute(div, "id"), "x");
	assert_null(markup_tree_attribute(div, "class"));
	assert_true(div->first->first->code);
	assert_false(div->last->code);
	markup_tree_text(&text, &tree, div);
	assert_string_equal(text.p, "bc");
	markup_tree_remove(tree.root->first);
	assert_ptr_equal(tree.root->first, div);
	assert_null(markup_tree_next(div, tree.root, true));
	str_release(&text);
	markup_tree_release(&tree);
	html_release(&page);
}

static void test_kinds(void **state)
{
	struct markup_node n = { .tag = HTML_P };

	(void)state;
	assert_true(markup_tree_is_block(&n));
	n.tag = HTML_WBR;
	assert_true(markup_tree_is_void(&n));
	assert_false(markup_tree_is_block(&n));
	n.tag = HTML_OTHER;
	assert_false(markup_tree_is_void(&n));
	assert_false(markup_tree_is_block(&n));
}

static void test_number(void **state)
{
	(void)state;
	assert_true(markup_tree_number(" 12 ") == 12);
	assert_true(markup_tree_number("-3") == -3);
	assert_true(markup_tree_number("0x1f") == 31);
	assert_true(markup_tree_number(" ") == 0);
	assert_true(markup_tree_number("") == 0);
	assert_true(markup_tree_number("1.5") == 1.5);
	assert_true(markup_tree_number("+.5e1") == 5);
	assert_true(markup_tree_number("2.") == 2);
	assert_true(markup_tree_number("\xC2\xA0"
				       "1e3\n") == 1000);
	assert_true(markup_tree_number("0b101") == 5);
	assert_true(markup_tree_number("0O17") == 15);
	assert_true(isinf(markup_tree_number("-Infinity")));
	assert_true(isnan(markup_tree_number("0x")));
	assert_true(isnan(markup_tree_number("-0x1")));
	assert_true(isnan(markup_tree_number("inf")));
	assert_true(isnan(markup_tree_number("1e")));
	assert_true(isnan(markup_tree_number(".")));
	assert_true(isnan(markup_tree_number("1 2")));
	assert_true(isnan(markup_tree_number("a")));
	assert_true(isnan(markup_tree_number("-")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_build),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
