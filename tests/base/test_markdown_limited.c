/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/markdown_limited.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/mem.h"

static const char sample[] =
	"# T\n\na **b** [c](u) `d`\n\n1. x\n   > y\n\n| h | i |\n|--:|---|\n"
	"| 1 |\n\n```\nz\n```\n<p>\n";

/* Equal when their packed forms are. */
static void assert_same(const struct markdown *a, const struct markdown *b)
{
	struct str x = { 0 }, y = { 0 };

	assert_int_equal(markdown_pack(&x, a), 0);
	assert_int_equal(markdown_pack(&y, b), 0);
	assert_int_equal(x.len, y.len);
	assert_memory_equal(x.p, y.p, x.len);
	str_release(&x);
	str_release(&y);
}

static void same_as_here(void **state)
{
	struct markdown here, there;

	(void)state;
	assert_int_equal(markdown_parse(&here, sample, strlen(sample)), 0);
	assert_int_equal(
		markdown_parse_limited(&there, sample, strlen(sample)), 0);
	assert_true(here.n >= 8);
	assert_same(&here, &there);
	assert_string_equal(there.blocks[1].cells[0].runs[3].url, "u");
	assert_null(there.blocks[1].cells[0].runs[0].url);
	markdown_release(&here);
	markdown_release(&there);
	assert_int_equal(markdown_parse_limited(&there, "", 0), 0);
	assert_int_equal(there.n, 0);
	markdown_release(&there);
}

static void brings_messages(void **state)
{
	struct markdown md = { 0 };

	(void)state;
	assert_int_equal(markdown_parse_limited(&md, "\xFF", 1), ERR_PARSE);
	assert_string_equal(
		err_message(), "the Markdown text is not UTF-8 at byte 0");
	assert_null(md.blocks);
}

/* Whatever bytes come back, they are refused or harmless. */
static void refuses_damage(void **state)
{
	struct markdown md;
	struct str packed = { 0 };

	(void)state;
	assert_int_equal(markdown_parse(&md, sample, strlen(sample)), 0);
	assert_int_equal(markdown_pack(&packed, &md), 0);
	markdown_release(&md);
	for (size_t i = 0; i < packed.len; i++) {
		char *copy = mem_dup(packed.p, i);

		/* Cut: never accepted. */
		assert_int_equal(markdown_unpack(&md, copy, i), ERR_PARSE);
		free(copy);
	}
	for (size_t i = 0; i < packed.len * 3; i++) {
		static const char other[] = "\xFF\x01\x80";
		char *copy = mem_dup(packed.p, packed.len);

		copy[i / 3] = other[i % 3];
		if (markdown_unpack(&md, copy, packed.len) == 0)
			markdown_release(&md);
		free(copy);
	}
	str_putc(&packed, 'x');
	assert_int_equal(markdown_unpack(&md, packed.p, packed.len), ERR_PARSE);
	str_release(&packed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_here),
		cmocka_unit_test(brings_messages),
		cmocka_unit_test(refuses_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
