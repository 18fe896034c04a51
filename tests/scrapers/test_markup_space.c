/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/markup_space.h"

#include "tests/scrapers/markup_case.h"

static void collapses(const char *html, const char *want)
{
	struct html page = { 0 };
	struct markup_tree tree;
	struct str got = { 0 };

	markup_case_tree(&tree, &page, html);
	markup_space_collapse(&tree);
	str_puts(&got, "");
	markup_tree_text(&got, &tree, tree.root);
	assert_string_equal(got.p, want);
	str_release(&got);
	markup_tree_release(&tree);
	html_release(&page);
}

static void test_collapse(void **state)
{
	(void)state;
	collapses(" a \t\r\n b ", "a b");
	collapses("a <b> b</b> c", "a b c");
	collapses("<p> a </p> <p> b </p>", "ab");
	collapses("a <br> b", "ab");
	collapses("a <img> b", "a  b");
	collapses("a <pre>  b\n</pre> c", "a  b\nc");
	collapses("a<span> </span>", "a");
	collapses("\xC2\xA0 a", "\xC2\xA0 a");
}

static void blank(const char *html, bool want)
{
	struct html page = { 0 };
	struct markup_tree tree;

	markup_case_tree(&tree, &page, html);
	assert_int_equal(markup_space_is_blank(&tree, tree.root->last), want);
	markup_tree_release(&tree);
	html_release(&page);
}

static void test_blank(void **state)
{
	(void)state;
	blank("<p> \xC2\xA0\xE2\x80\x83</p>", true);
	blank("<p><b></b></p>", true);
	blank("<p>a</p>", false);
	blank("<p><img></p>", false);
	blank("<a></a>", false);
	blank("<p>\xE2\x80\x8B</p>", false);
}

static void flanks(const char *html, const char *leading, const char *trailing)
{
	struct html page = { 0 };
	struct markup_tree tree;
	struct markup_flank f = { 0 };
	const struct markup_node *n;

	markup_case_tree(&tree, &page, html);
	for (n = tree.root->first; n->tag != HTML_B; n = n->next)
		;
	markup_space_flank(&f, &tree, n);
	assert_true(str_is(&f.leading, leading));
	assert_true(str_is(&f.trailing, trailing));
	str_release(&f.leading);
	str_release(&f.trailing);
	markup_tree_release(&tree);
	html_release(&page);
}

static void test_flanks(void **state)
{
	(void)state;
	flanks("a<b> b </b>c", " ", " ");
	flanks("a <b> b </b> c", "", "");
	flanks("a <b> \xC2\xA0 b</b>", "\xC2\xA0 ", "");
	flanks("x<b><i>a</i> <u> </u></b>y", "", "  ");
	flanks("x<b> <u> </u></b>y", "  ", "");
	flanks("x<b>a\xC2\xA0 </b> y", "", "\xC2\xA0");
	flanks("x<b>a </b><i> y</i>", "", "");
}

static void test_edges(void **state)
{
	(void)state;
	assert_int_equal(markup_space_before(" \xC2\xA0x ", 5), 3);
	assert_int_equal(markup_space_behind(" x\xE3\x80\x80\n", 6), 4);
	assert_int_equal(markup_space_before("", 0), 0);
	assert_int_equal(markup_space_behind("  ", 2), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_collapse),
		cmocka_unit_test(test_blank),
		cmocka_unit_test(test_flanks),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
