/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/paragraph.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/err.h"
#include "tests/templates/text_case.h"

/* Characters of 10 points width make the sums easy: mono at 10 / 0.6. */
#define CHAR 10.0
static const struct boxes_style mono = {
	.size = CHAR / 0.6, .width = 100, .mono = true, .lang = "en"
};

static void tell(struct str *out, const struct paragraph *p)
{
	str_puts(out, "");
	for (size_t i = 0; i < p->n; i++) {
		for (size_t k = p->v[i].from; k < p->v[i].to; k++) {
			const struct box *b = &p->boxes.v[k];
			bool inner = k + 1 < p->v[i].to && b->space > 0;

			str_printf(out, "%s%s", b->text, inner ? " " : "");
		}
		str_putc(out, '\n');
	}
}

static void breaks(
	const char *text, const struct boxes_style *style, const char *want)
{
	struct markdown_run run;
	const struct markdown_cell cell = text_case_cell(&run, text);
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct paragraph p = { 0 };
	struct str out = { 0 };

	assert_int_equal(paragraph_break(&p, &fonts, &cell, style), 0);
	tell(&out, &p);
	assert_string_equal(out.p, want);
	for (size_t i = 0; i < p.n; i++)
		assert_true(p.v[i].width <= style->width + 0.1);
	paragraph_release(&p);
	str_release(&out);
	HPDF_Free(doc);
}

static void test_ragged(void **state)
{
	(void)state;
	breaks("aaa bbb ccc ddd", &mono, "aaa bbb\nccc ddd\n");
	breaks("aaaaaaaaaa b", &mono, "aaaaaaaaaa\nb\n");
	breaks("", &mono, "");
	/* Line by line, "aaa bb cc" would come first and leave "ddddd" alone;
	 * seen all at once, the lines are more alike. */
	breaks("aaa bb cc ddddd eeeeeeeee ff", &mono,
		"aaa bb\ncc ddddd\neeeeeeeee\nff\n");
	breaks("aaa bbb cc dddd eeeeeeee f", &mono,
		"aaa bbb\ncc dddd\neeeeeeee f\n");
}

static void test_long_word(void **state)
{
	(void)state;
	breaks("aaaaaaaaaaaaaaaaaaaaaaaaa", &mono,
		"aaaaaaaaa\naaaaaaaaa\naaaaaaa\n");
}

static void test_justified(void **state)
{
	struct boxes_style style = mono;
	struct markdown_run run;
	const struct markdown_cell cell =
		text_case_cell(&run, "aaaa bbbb cccc dddd eeee ff");
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct paragraph p = { 0 };

	(void)state;
	style.justify = true;
	style.width = 155;
	assert_int_equal(paragraph_break(&p, &fonts, &cell, &style), 0);
	assert_int_equal(p.n, 2);
	assert_int_equal(p.v[0].to, 3);
	assert_true(fabs(p.v[0].width - 140) < 0.2);
	assert_true(fabs(p.v[0].stretch - 7.5) < 0.2);
	assert_true(p.v[1].stretch == 0);
	paragraph_release(&p);

	/* Spaces may also shrink a little. */
	style.width = 139;
	assert_int_equal(paragraph_break(&p, &fonts, &cell, &style), 0);
	assert_int_equal(p.v[0].to, 3);
	assert_true(p.v[0].stretch < 0);
	paragraph_release(&p);
	HPDF_Free(doc);
}

/* 10^5 words, and as many places to break without width: no square time. */
static void test_large(void **state)
{
	struct str text = { 0 };
	struct markdown_run run;
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct paragraph p = { 0 };
	struct markdown_cell cell;

	(void)state;
	for (int i = 0; i < 100000; i++)
		str_puts(&text, i % 2 ? "mot " : "\xE2\x80\x8B");
	cell = text_case_cell(&run, text.p);
	assert_int_equal(paragraph_break(&p, &fonts, &cell, &mono), 0);
	assert_int_equal(p.n, 25000);
	paragraph_release(&p);
	str_release(&text);
	HPDF_Free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ragged),
		cmocka_unit_test(test_long_word),
		cmocka_unit_test(test_justified),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
