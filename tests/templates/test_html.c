/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

/* What stands between <body> and </body>, lines joined. */
static void assert_body(const char *markdown, const char *want)
{
	static const char open[] = "<body>\n", close[] = "</body>";
	const struct html_options o = { "t", "fr" };
	struct str page = { 0 }, body = { 0 };
	const char *from, *to;

	if (html_make(&page, markdown, strlen(markdown), &o) != 0)
		fail_msg("%s", err_message());
	from = strstr(page.p, open) + strlen(open);
	to = strstr(from, close);
	str_puts(&body, "");
	for (; from < to; from++)
		if (*from != '\n')
			str_putc(&body, *from);
	assert_string_equal(body.p, want);
	str_release(&page);
	str_release(&body);
}

static void blocks(void **state)
{
	(void)state;
	assert_body("# A\n\nb *c* **d** `e`\n\n```\nf\n```\n",
		"<h1>A</h1><p>b <em>c</em> <strong>d</strong> "
		"<code>e</code></p><pre>f</pre>");
	assert_body("- a\n- b\n  - c\n\n1. d\n",
		"<ul><li><p>a</p></li><li><p>b</p><ul><li><p>c</p></li></ul>"
		"</li></ul><ol><li value=\"1\"><p>d</p></li></ol>");
	assert_body("> a\n>\n> - b\n\nc\n\n- > d\n",
		"<blockquote><p>a</p><ul><li><p>b</p></li></ul></blockquote>"
		"<p>c</p><ul><li><blockquote><p>d</p></blockquote></li></ul>");
	assert_body("| a | b |\n|:--|--:|\n| c | d |\n\ne\n",
		"<table><tr><th>a</th><th class=\"r\">b</th></tr><tr><td>c"
		"</td><td class=\"r\">d</td></tr></table><p>e</p>");
	assert_body(
		"a\n\n---\n\n---\n\nb\n", "<p>a</p><hr class=\"p\"><p>b</p>");
}

static void marks(void **state)
{
	(void)state;
	assert_body("a <del>b **c**</del><ins>d</ins>",
		"<p>a <del><span class=\"m\">[-</span>b </del><del><strong>c"
		"<span class=\"m\">-]</span></strong></del><ins><span "
		"class=\"m\">{+</span>d<span class=\"m\">+}</span></ins></p>");
}

static void nothing_gets_out(void **state)
{
	(void)state;
	assert_body("\\<b> <b> [x](javascript:a) [y](https://a.example/\"b)",
		"<p>&lt;b&gt; &lt;b&gt; x <a "
		"href=\"https://a.example/&quot;b\">"
		"y</a></p>");
	assert_body("<!-- a -->\n\n<div>\n", "<pre>&lt;div&gt;</pre>");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(blocks),
		cmocka_unit_test(marks),
		cmocka_unit_test(nothing_gets_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
