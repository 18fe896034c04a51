/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "groups_case.h"

static const char old[] = "# H\n\nWe keep your steps <b> for long.\n\nWent.\n";
static const char new[] = "# H\n\nWe keep your \033[1mdata <b> for long.\n\n"
			  "Some other words came.\n";

static void check(const char *a, const char *b, bool side, const char *want)
{
	const struct redline_page page = { 1, side, "<1>", "2", NULL };
	struct redline r = { 0 };
	struct str out = { 0 };

	redline_make(&r, a, strlen(a), b, strlen(b));
	assert_int_equal(redline_html(&out, &r, &page), 0);
	if (strstr(out.p, want) == NULL)
		fail_msg("no '%s' in %s", want, out.p);
	assert_null(strstr(out.p, " <b> for"));
	assert_null(strstr(out.p, "<script"));
	assert_null(strstr(out.p, "\033"));
	assert_null(strstr(out.p, "<1>"));
	redline_release(&r);
	str_release(&out);
}

static void page_is_safe_and_marked(void **state)
{
	(void)state;
	check(old, new, false,
		"<p>We keep your <del>steps</del><ins>\uFFFD[1mdata</ins> "
		"&lt;b&gt; for long.</p>");
	check(old, new, true,
		"<td><p>We keep your <del>steps</del> &lt;b&gt; for long.</p>");
}

static void markdown_is_not_shown(void **state)
{
	(void)state;
	check("See **our [page](/a \"t\")** for one.\n",
		"See **our [page](/a \"t\")** for two.\n", false,
		"<p>See our page for <del>one</del><ins>two</ins>.</p>");
	check("See [page](/a) \\[1\\].\n", "See [page](/b) \\[1\\].\n", false,
		"See page (link: <del>/a</del><ins>/b</ins>) [1].");
	check("See [page](http://x/a/b/?c=1#d) and one.\n",
		"See [page](http://x/e/b/?c=2#f) and two.\n", false,
		"<p>See page (link: <del>http://x/a/b/?c=1#d</del><ins>http://x"
		"/e/b/?c=2#f</ins>) and <del>one</del><ins>two</ins>.</p>");
	check("## H\n\nx\n",
		"## H\n\n##### More\n\n*   one_two _a_<br>b\n\nx\n", false,
		"<ins>More\n\n\u2022   one_two a\nb</ins>");
	check("x\n", "x\n\n| a | b |\n| --- | --- |\n| c | d |\n", false,
		"<ins>| a | b |\n\n| c | d |</ins>");
	check("See [a](http://x/1/b/2/c) and [b](/c)[](/d).\n",
		"See [a](http://x/3/b/4/c) and [b](/c).\n", false,
		"a (link: "
		"<del>http://x/1/b/2/c</del><ins>http://x/3/b/4/c</ins>) "
		"and b (link: ");
	check("## Some heading\n\nx\n", "#### **Some heading**\n\nx\n", false,
		"<h2>form changed: Some heading</h2>\n<p>Some heading</p>");
	check("See our page for more.\n", "See [our page](/x) for more.\n",
		false, "<p>See our page (link: <ins>/x</ins>) for more.</p>");
}

static void lines_are_not_forged(void **state)
{
	(void)state;
	check("We keep s\xCC\xB6 one.\n",
		"We keep s\xCC\xB6 t\xE2\x80\xAEwo.\n", false,
		"We keep s[U+0336] <del>one</del><ins>t[U+202E]wo</ins>.");
}

static void coarse_is_told(void **state)
{
	struct str a = { 0 }, b = { 0 };

	(void)state;
	groups_make(&a, &b);
	check(a.p, b.p, false, "<p><i>marked as a whole: ");
	str_release(&a);
	str_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_is_safe_and_marked),
		cmocka_unit_test(lines_are_not_forged),
		cmocka_unit_test(coarse_is_told),
		cmocka_unit_test(markdown_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
