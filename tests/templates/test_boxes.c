/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/boxes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "tests/templates/text_case.h"

static const struct boxes_style plain = {
	.size = 10, .width = 400, .lang = "fr-FR"
};

/* The boxes, each with a sign for its end: "_" a space, "|" may end, "/" a
 * cut, "!" must end, "+" joined. */
static void tell(struct str *out, const struct boxes *b)
{
	str_puts(out, "");
	for (size_t i = 0; i < b->n; i++) {
		str_printf(out, "%s%s", b->v[i].text,
			b->v[i].space > 0 ? "_" : "");
		if (b->v[i].end != BOXES_MAY || b->v[i].space <= 0)
			str_putc(out, "+/|!"[b->v[i].end]);
	}
}

static void reads_cell(const struct markdown_cell *cell,
	const struct boxes_style *style, const char *want)
{
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct boxes b = { 0 };
	struct str out = { 0 };

	assert_int_equal(boxes_read(&b, &fonts, cell, style), 0);
	tell(&out, &b);
	assert_string_equal(out.p, want);
	assert_true(boxes_least(&b) <= style->width);
	boxes_release(&b);
	str_release(&out);
	HPDF_Free(doc);
}

static void reads(
	const char *text, const struct boxes_style *style, const char *want)
{
	struct markdown_run run;
	const struct markdown_cell cell = text_case_cell(&run, text);

	reads_cell(&cell, style, want);
}

static void test_words(void **state)
{
	(void)state;
	reads("un  mot de plus", &plain, "un_mot_de_plus|");
	reads("porte-plume", &plain, "porte-|plume|");
	reads("Pièce n° 3 : « oui » !", &plain, "Pièce n° 3 :_« oui »_+!|");
	reads("2018-09-04", &plain, "2018-09-04|");
	reads("", &plain, "");
	reads(" a", &plain, "a|");
}

static void test_long_words(void **state)
{
	(void)state;
	reads("00112233445566778899aabbccddeeff", &plain,
		"0011223344556677/8899aabbccddeeff|");
	reads("aaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbb.example", &plain,
		"aaaaaaaaaaaaaaa./bbbbbbbbbbbbbbbb./example|");
	reads("anticonstitutionnellement", &plain,
		"anticonstitutionnellement|");
}

static void test_narrow(void **state)
{
	const struct boxes_style narrow = {
		.size = 10, .width = 20, .mono = true, .lang = "fr"
	};

	(void)state;
	reads("abcdefgh", &narrow, "abc/def/gh|");
}

/* A word of several runs is one stretch, cut only where it must be. */
static void test_runs(void **state)
{
	struct markdown_run runs[] = { { "ab", 2, 0, NULL },
		{ "cd", 2, MARKDOWN_STRONG, NULL },
		{ "\n", 1, MARKDOWN_BREAK, NULL },
		{ "e", 1, MARKDOWN_MONO, NULL },
		{ "\n", 1, MARKDOWN_BREAK, NULL },
		{ "\n", 1, MARKDOWN_BREAK, NULL } };
	const struct markdown_cell cell = { runs, 6, 0 };
	struct boxes_style narrow = plain;

	(void)state;
	reads_cell(&cell, &plain, "ab+cd!e!!");
	narrow.width = 15;
	reads_cell(&cell, &narrow, "ab/cd!e!!");
}

static void test_code(void **state)
{
	const struct boxes_style code = { .size = 10,
		.width = 400,
		.mono = true,
		.code = true,
		.lang = "fr" };

	(void)state;
	reads("a  b ?\n\n\tc\n", &code, "a  b ?!!        c!");
}

static void test_faces_and_links(void **state)
{
	struct markdown_run runs[] = { { "a", 1,
		MARKDOWN_STRONG | MARKDOWN_EMPHASIS, "https://a.example/" } };
	const struct markdown_cell cell = { runs, 1, 0 };
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct boxes b = { 0 };

	(void)state;
	assert_int_equal(boxes_read(&b, &fonts, &cell, &plain), 0);
	assert_int_equal(b.v[0].face, FONT_SERIF_BOLD_ITALIC);
	assert_ptr_equal(b.v[0].url, runs[0].url);
	boxes_release(&b);
	runs[0].style = MARKDOWN_IMAGE | MARKDOWN_MONO;
	assert_int_equal(boxes_read(&b, &fonts, &cell, &plain), 0);
	assert_int_equal(b.v[0].face, FONT_MONO);
	assert_true(b.v[0].size < plain.size);
	assert_null(b.v[0].url);
	boxes_release(&b);
	HPDF_Free(doc);
}

static void test_widths(void **state)
{
	struct markdown_run runs[] = { { "aa bbb", 6, 0, NULL },
		{ "\n", 1, MARKDOWN_BREAK, NULL }, { "c", 1, 0, NULL } };
	const struct markdown_cell cell = { runs, 3, 0 };
	const struct boxes_style mono = {
		.size = 10, .width = 400, .mono = true, .lang = "fr"
	};
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct boxes b = { 0 };

	(void)state;
	assert_int_equal(boxes_read(&b, &fonts, &cell, &mono), 0);
	assert_int_equal((int)(boxes_least(&b) + 0.5), 18);
	assert_int_equal((int)(boxes_most(&b) + 0.5), 36);
	boxes_release(&b);
	HPDF_Free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_narrow),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_faces_and_links),
		cmocka_unit_test(test_widths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
