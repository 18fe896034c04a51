/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/markup.h"

#include "tests/scrapers/markup_case.h"

#define LINE "\xE2\x80\xA8" /* U+2028, line separator */

static void test_blocks(void **state)
{
	(void)state;
	markup_case("<h1>A\xC3\xA9\xF0\x9F\x98\x80</h1>",
		"A\xC3\xA9"
		"\xF0\x9F\x98\x80\n====");
	markup_case(
		"<h2>b</h2><h3>c</h3><h6>d</h6>", "b\n-\n\n### c\n\n###### d");
	markup_case("<p>a</p><p>b<hr>c", "a\n\nb\n\n* * *\n\nc");
	markup_case("a<div>b</div>c", "a\n\nb\n\nc");
	markup_case("a<br>b", "a  \nb");
	markup_case(
		"<blockquote><p>a</p><p>b</p></blockquote>", "> a\n> \n> b");
	markup_case("<div></div>", "");
}

static void test_lists(void **state)
{
	(void)state;
	markup_case("<ul><li>a</li><li>b</li></ul>", "*   a\n*   b");
	markup_case("<ol start=9><li>a<li>b</ol>", "9.  a\n10.  b");
	markup_case("<ol start=x><li>a</ol>", "NaN.  a");
	markup_case("<ol start=0x10><li>a</ol>", "16.  a");
	markup_case("<ol start=1.5><li>a<li>b</ol>", "1.5.  a\n2.5.  b");
	markup_case("<ol start=-0.25><li>a</ol>", "-0.25.  a");
	markup_case("<ol start=1e21><li>a</ol>", "1e+21.  a");
	markup_case("<ol start=Infinity><li>a</ol>", "Infinity.  a");
	markup_case(
		"<ul><li>a<ul><li>b</ul><li>c</ul>", "*   a\n    *   b\n*   c");
	markup_case("<ul><li><p>a</p><p>b</p></li><li>c</ul>",
		"*   a\n    \n    b\n    \n*   c");
	markup_case("<ul><li><input type=checkbox checked>a"
		    "<li><input type=CHECKBOX>b</ul>",
		"*   [x] a\n*   [ ] b");
}

static void test_inline(void **state)
{
	(void)state;
	markup_case("<b>a</b><i>b</i><s>c</s>", "**a**_b_~c~");
	markup_case("x<b> a </b>y", "x **a** y");
	markup_case("<b></b><i> </i>x", "x");
	markup_case("<b><img src=x></b>", "**![](x)**");
	markup_case("<b><img></b>x", "x");
}

static void test_code(void **state)
{
	(void)state;
	markup_case("<code>a_b</code>", "`a_b`");
	markup_case("<code>a``b`c</code>", "```a``b`c```");
	markup_case("<code>a``b</code>", "`a``b`");
	markup_case("<code>`</code>", "`` ` ``");
	/* A dot of ECMAScript's patterns is no line separator. */
	markup_case(
		"x<code><div>a" LINE "b</div></code>", "x`   a" LINE "b   `");
	markup_case("x<code><div>a" LINE LINE "b</div></code>",
		"x`  a" LINE LINE "b  `");
	markup_case("<pre><code>a\n b</code></pre>", "    a\n     b");
	markup_case("<pre>a\n *</pre>", "a\n \\*");
	markup_case("<div class='x highlight-source-js y'><pre>a\n</pre></div>",
		"```js\na\n\n```");
}

static void test_links(void **state)
{
	(void)state;
	markup_case("<a href='x'>a</a>", "[a](x)");
	markup_case("<a href='x y(z)' title='a\"b\n\n c'><b> d </b></a>",
		"[**d**](<x y\\(z\\)> \"a\\\"b\nc\")");
	markup_case("<a href=x></a>", "[](x)");
	markup_case("<a name=x>a</a>", "a");
	markup_case("<img src=a alt='b*\n\nc' title=d>", "![b\\*\nc](a \"d\")");
	markup_case("a<img alt=b>", "a");
	markup_case("<p>a<a href=x>&nbsp;b </a>c", "a\xC2\xA0[b](x) c");
}

static void test_escapes(void **state)
{
	(void)state;
	markup_case("a*b_c[d]`e\\f", "a\\*b\\_c\\[d\\]\\`e\\\\f");
	markup_case("- a<br>+ b<br>== c<br>## d", "\\- a  \n\\+ b  \n\\== c  "
						  "\n\\## d");
	markup_case("&gt; a<br>~~~ b<br>12. c<br>####### d",
		"\\> a  \n\\~~~ b  \n12\\. c  \n####### d");
	markup_case("+a 1.b a-b", "+a 1.b a-b");
}

static void test_outside(void **state)
{
	(void)state;
	markup_case("<noscript>a</noscript><button>b</button>", "a\n\nb");
	markup_case("<svg><title>a</title><a href=x>b</a></svg>", "ab");
	markup_case("<template>a</template>b", "b");
}

/* Output that grows at every level ends at the ceiling. */
static void test_limit(void **state)
{
	struct str text = { 0 }, out = { 0 };
	struct html page = { 0 };
	struct markup_tree tree;

	(void)state;
	str_puts(&text, "<table><tr><td colspan=99999999>a<td>b</table>");
	markup_case_tree(&tree, &page, text.p);
	assert_int_equal(markup_write(&out, &tree), ERR_LIMIT);
	assert_string_equal(err_message(),
		"the Markdown would be larger than 67108864 bytes");
	markup_tree_release(&tree);
	html_release(&page);
	str_release(&text);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_inline),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_links),
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
