/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/fonts.h"

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

/* Splits text and tells each piece as "face:length" or its code. */
static void splits(const char *text, enum font_face face, const char *want)
{
	struct str out = { 0 };
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	size_t len = strlen(text);

	while (len > 0) {
		struct fonts_piece p;

		assert_int_equal(fonts_split(&p, &fonts, face, text, len), 0);
		assert_true(p.len > 0 && p.len <= len);
		if (p.hidden)
			str_printf(&out, "hidden ");
		else if (p.code[0] != '\0')
			str_printf(&out, "%s ", p.code);
		else
			str_printf(&out, "%d:%zu ", (int)p.face, p.len);
		text += p.len;
		len -= p.len;
	}
	assert_string_equal(out.p, want);
	str_release(&out);
	HPDF_Free(doc);
}

static void test_split(void **state)
{
	char want[64];

	(void)state;
	splits("abc é œ €", FONT_SERIF, "0:13 ");
	snprintf(want, sizeof(want), "0:1 %d:2 0:1 ", (int)FONT_OTHER_SERIF);
	splits("aԱb", FONT_SERIF, want);
	snprintf(want, sizeof(want), "%d:2 ", (int)FONT_OTHER_SERIF_BOLD);
	splits("Ա", FONT_SERIF_BOLD_ITALIC, want);
	snprintf(want, sizeof(want), "%d:2 ", (int)FONT_OTHER);
	splits("א", FONT_OTHER, want);
	snprintf(want, sizeof(want), "%d:3 ", (int)FONT_OTHER);
	splits("✓", FONT_SERIF, want);
	splits("\xEF\xBF\xBD", FONT_SANS, want);
}

static void test_no_glyph(void **state)
{
	(void)state;
	splits("a\xF0\x9F\x8D\x89z", FONT_SERIF, "0:1 [U+1F349] 0:1 ");
	splits("\xF4\x8F\xBF\xBD", FONT_MONO, "[U+10FFFD] ");
	splits("\xE4\xBD\xA0", FONT_SANS, "[U+4F60] ");
}

static void test_controls(void **state)
{
	(void)state;
	splits("a\007b", FONT_SERIF, "0:1 [U+0007] 0:1 ");
	splits("\xE2\x80\xAE", FONT_SERIF, "[U+202E] ");
	splits("a\xE2\x80\x8B\xC2\xAD", FONT_SERIF, "0:1 hidden hidden ");
}

static void test_width(void **state)
{
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	bool has = false;
	double one;

	(void)state;
	assert_int_equal(fonts_has(&has, &fonts, FONT_MONO, 'a'), 0);
	assert_true(has);
	one = fonts_width(&fonts, FONT_MONO, 10, "a", 1);
	assert_true(fabs(one - 6.0) < 0.01);
	assert_true(fabs(fonts_width(&fonts, FONT_MONO, 10, "aé…", 6) -
			    3 * one) < 0.001);
	assert_int_equal(fonts_has(&has, &fonts, FONT_MONO, 0x1F349), 0);
	assert_false(has);
	assert_non_null(fonts_draw(&fonts, FONT_MONO));
	assert_ptr_equal(
		fonts_draw(&fonts, FONT_MONO), fonts_draw(&fonts, FONT_MONO));
	HPDF_Free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_split),
		cmocka_unit_test(test_no_glyph),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
