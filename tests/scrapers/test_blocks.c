/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Kinds as letters, then what each block's content is. */
static void expect(const char *text, const char *kinds, const char *contents)
{
	static const char letters[] = "phirc-";
	struct blocks b = { 0 };
	struct str got = { 0 }, all = { 0 };

	blocks_split(&b, text, strlen(text));
	str_puts(&got, "");
	str_puts(&all, "");
	for (size_t i = 0; i < b.n; i++) {
		str_putc(&got, letters[b.v[i].kind]);
		str_add(&all, text + b.v[i].from, b.v[i].to - b.v[i].from);
		str_putc(&all, '/');
	}
	assert_string_equal(got.p, kinds);
	assert_string_equal(all.p, contents);
	str_release(&got);
	str_release(&all);
	blocks_release(&b);
}

static void kinds_are_seen(void **state)
{
	(void)state;
	expect("", "", "");
	expect(" \n\n", "p", "/");
	expect("Title\n=====\n\nOne\ntwo\n\nthree", "hpp",
		"Title/One\ntwo/three/");
	expect("## A\n#no\n- one\n  more\n12. two\n\n    Sub\n", "hpiip",
		"A/#no/one\n  more/two/Sub/");
	expect("| a |\n| --- |\n\n- - -\n\n> quote\n", "rr-p",
		"| a |/| --- |/- - -/quote/");
	expect("```\n# no\n\n* no\n```\nyes\n", "cp",
		"```\n# no\n\n* no\n```/yes/");
}

static void sections_are_linked(void **state)
{
	static const char text[] =
		"# A\n\np\n\n### B\n\n**C**\n\nq\n\n## D\n\nr\n";
	struct blocks b = { 0 };
	struct str path = { 0 };

	(void)state;
	blocks_split(&b, text, strlen(text));
	assert_int_equal(b.n, 7);
	blocks_path(&path, &b, 4);
	assert_string_equal(path.p, "A \u203a B \u203a C");
	str_clear(&path);
	blocks_path(&path, &b, 6);
	assert_string_equal(path.p, "A \u203a D");
	assert_int_equal(b.v[6].line, 13);
	str_release(&path);
	blocks_release(&b);
}

static void long_ones_are_cut(void **state)
{
	struct str text = { 0 };
	struct blocks b = { 0 };

	(void)state;
	while (text.len <= BLOCK_LONG)
		str_puts(&text, "One sentence. Another line\n");
	blocks_split(&b, text.p, text.len);
	assert_true(b.n > 1000);
	assert_int_equal(b.v[1].from, 14);
	assert_int_equal(b.v[0].to, 13);
	assert_int_equal(blocks_end(&b, b.n - 1), text.len);
	str_release(&text);
	blocks_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kinds_are_seen),
		cmocka_unit_test(sections_are_linked),
		cmocka_unit_test(long_ones_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
