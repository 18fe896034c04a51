/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/readable.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void make(struct readable *r, struct blocks *b, const char *markdown)
{
	if (readable_make(r, markdown, strlen(markdown)) != 0)
		fail_msg("%s", err_message());
	blocks_split(b, r->text.p, r->text.len);
}

static void a_line_per_block(void **state)
{
	struct readable r = { 0 };
	struct blocks b = { 0 };

	(void)state;
	make(&r, &b,
		"Title\n=====\n\n**Who we are**\n\nWe *collect*\n[steps](u) "
		"e\xCC\x81.\n\n3. three\n\n| a | b\\|c |\n|--|--|\n| d | |\n\n"
		"\\# no title\n\n\\`\\`\\`\n\n***\n\n![](x)\n");
	assert_string_equal(r.text.p,
		"# Title\n\n###### Who we are\n\nWe collect steps \xC3\xA9.\n\n"
		"- three\n\n| a | b|c |\n\n| d |  |\n\n\\# no title\n\n"
		"\\```\n\n");
	assert_int_equal(b.n, 8);
	blocks_release(&b);
	readable_release(&r);
}

static void words_and_rows(void **state)
{
	struct readable r = { 0 };
	struct blocks b = { 0 };
	const struct markdown_block *row;
	const char *words;
	size_t len;

	(void)state;
	make(&r, &b, "\\- a\n\n- \\- b\n\n| c | d |\n|--|--|\n\n\\| e |\n");
	words = readable_words(&r, &b.v[0], &len);
	assert_memory_equal(words, "- a", len);
	assert_int_equal(len, 3);
	words = readable_words(&r, &b.v[1], &len);
	assert_int_equal(len, 3);
	assert_memory_equal(words, "- b", len);
	row = readable_row(&r, &b.v[2]);
	assert_non_null(row);
	assert_int_equal(row->n_cells, 2);
	assert_null(readable_row(&r, &b.v[3]));
	words = readable_words(&r, &b.v[3], &len);
	assert_memory_equal(words, "| e |", len);
	blocks_release(&b);
	readable_release(&r);
}

static void bytes_that_are_no_text(void **state)
{
	struct readable r = { 0 };
	struct blocks b = { 0 };

	(void)state;
	make(&r, &b,
		"a\xFF"
		"b");
	assert_string_equal(r.text.p, "a\xEF\xBF\xBD"
				      "b\n\n");
	readable_release(&r);
	make(&r, &b, "");
	assert_int_equal(b.n, 0);
	blocks_release(&b);
	readable_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_per_block),
		cmocka_unit_test(words_and_rows),
		cmocka_unit_test(bytes_that_are_no_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
