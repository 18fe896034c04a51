/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "base/utf8.h"

/* Ill-formed sequences by the rows of Unicode's table 3-7: the text, the
 * first wrong byte, and the text repaired (one U+FFFD for each maximal
 * subpart). R stands for U+FFFD. */
#define R "\xEF\xBF\xBD"

static const struct {
	const char *text;
	size_t bad;
	const char *repaired;
} wrong[] = {
	{ "\x80", 0, R }, /* a tail alone */
	{ "a\xBF", 1, "a" R },
	{ "\xC0\x80", 0, R R }, /* overlong, two bytes */
	{ "\xC1\xBF", 0, R R },
	{ "\xC2", 0, R }, /* cut */
	{ "\xC2"
	  "A",
		0, R "A" },
	{ "\xDF\xC0", 0, R R },
	{ "\xE0\x80\x80", 0, R R R }, /* overlong, three bytes */
	{ "\xE0\x9F\xBF", 0, R R R },
	{ "\xE0\xA0", 0, R },
	{ "\xE1\x80"
	  "A",
		0, R "A" },
	{ "\xE2\x82\xC0", 0, R R },
	{ "\xED\xA0\x80", 0, R R R }, /* surrogates */
	{ "\xED\xBF\xBF", 0, R R R },
	{ "\xEF\xBF", 0, R },
	{ "\xF0\x80\x80\x80", 0, R R R R }, /* overlong, four bytes */
	{ "\xF0\x8F\xBF\xBF", 0, R R R R },
	{ "\xF0\x90\x80", 0, R },
	{ "\xF1\x80\x80"
	  "A",
		0, R "A" },
	{ "\xF3\x80", 0, R },
	{ "\xF4\x90\x80\x80", 0, R R R R }, /* above U+10FFFF */
	{ "\xF5\x80\x80\x80", 0, R R R R }, /* never */
	{ "\xFE\xFF", 0, R R },
	/* The examples of Unicode 15, tables 3-8 to 3-11. */
	{ "\xC0\xAF\xE0\x80\xBF\xF0\x81\x82"
	  "A",
		0, R R R R R R R R "A" },
	{ "\xED\xA0\x80\xED\xBF\xBF\xED\xAF"
	  "A",
		0, R R R R R R R R "A" },
	{ "\xF4\x91\x92\x93\xFF"
	  "A\x80\xBF"
	  "B",
		0, R R R R R "A" R R "B" },
	{ "\xE1\x80\xE2\xF0\x91\x92\xF1\xBF"
	  "A",
		0, R R R R "A" },
	{ "caf\xC3\xA9\xC3", 5, "caf\xC3\xA9" R },
};

static void ill_formed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct str out = { 0 };
		size_t bad = 99, len = strlen(wrong[i].text);

		print_message("case %zu\n", i);
		assert_false(utf8_valid(wrong[i].text, len, &bad));
		assert_int_equal(bad, wrong[i].bad);
		assert_false(utf8_valid(wrong[i].text, len, NULL));
		assert_int_equal(utf8_repair(&out, wrong[i].text, len), 0);
		assert_string_equal(out.p, wrong[i].repaired);
		assert_true(utf8_valid(out.p, out.len, NULL));
		str_release(&out);
	}
}

static void whole_alphabet(void **state)
{
	struct str s = { 0 };
	uint32_t cp = 0, back = 0;

	(void)state;
	for (; cp <= 0x110000; cp++) {
		bool stands = cp <= 0x10FFFF && (cp < 0xD800 || cp > 0xDFFF);

		str_clear(&s);
		utf8_put(&s, cp);
		assert_true(utf8_valid(s.p, s.len, NULL));
		assert_int_equal(utf8_decode(&back, s.p, s.len), s.len);
		assert_int_equal(back, stands ? cp : UTF8_REPLACEMENT);
	}
	utf8_put(&s, UINT32_MAX);
	str_release(&s);
}

/* Every text of two bytes decodes, advancing, and agrees with valid. */
static void two_bytes(void **state)
{
	(void)state;
	for (unsigned v = 0; v < 0x10000; v++) {
		char text[2] = { (char)(v >> 8), (char)(v & 0xFF) };
		bool whole = true;
		uint32_t cp;
		size_t n;

		for (size_t i = 0; i < 2; i += n) {
			n = utf8_decode(&cp, text + i, 2 - i);
			assert_in_range(n, 1, 2 - i);
			whole = whole && cp != UTF8_REPLACEMENT;
		}
		assert_int_equal(whole, utf8_valid(text, 2, NULL));
	}
	assert_true(utf8_valid("", 0, NULL));
	assert_true(utf8_valid("a\0b", 3, NULL));
}

static void assert_nfc(const char *text, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(utf8_nfc(&out, text, strlen(text)), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void composes(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_nfc("plain", "plain");
	assert_nfc("e\xCC\x81", "\xC3\xA9");
	assert_nfc("\xC3\xA9", "\xC3\xA9");
	/* Ångström sign; two marks in either order; Hangul. */
	assert_nfc("\xE2\x84\xAB", "\xC3\x85");
	assert_nfc("q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87");
	assert_nfc("\xE1\x84\x80\xE1\x85\xA1", "\xEA\xB0\x80");
	/* Canonical only: a ligature stays. */
	assert_nfc("\xEF\xAC\x81", "\xEF\xAC\x81");
	assert_int_equal(utf8_nfc(&out, "", 0), 0);
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void lengths(void **state)
{
	static const char text[] = "a\xC3\xA9\xE6\x97\xA5\xF0\x9F\x98\x80"
				   "e\xCC\x81";

	(void)state;
	assert_int_equal(utf8_count(text, strlen(text)), 6);
	assert_int_equal(utf8_utf16_length(text, strlen(text)), 7);
	assert_int_equal(utf8_width(text, strlen(text)), 7);
	assert_int_equal(utf8_count("\xFF\xC3", 2), 2);
	assert_int_equal(utf8_count("", 0), 0);
	assert_int_equal(utf8_width("\x1B\t", 2), 0);
}

static void assert_shown(
	const char *text, size_t len, bool keep_lines, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(utf8_printable(&out, text, len, keep_lines), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void harmless(void **state)
{
	struct str small;

	(void)state;
	assert_shown("caf\xC3\xA9 \xE6\x97\xA5", 9, false,
		"caf\xC3\xA9 \xE6\x97\xA5");
	assert_shown("\x1B[31m\a\0\x7F", 8, false, "\\x1B[31m\\x07\\x00\\x7F");
	assert_shown("a\r\nb\tc", 6, false,
		"a\\x0D\\x0Ab\\x09"
		"c");
	assert_shown("a\r\nb", 4, true, "a\\x0D\nb");
	assert_shown("\xC2\x9B", 2, false, "\\u{9B}");
	assert_shown("\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F\xD8\x9C", 11, false,
		"\\u{202E}\\u{2066}\\u{200F}\\u{61C}");
	assert_shown("\xE2\x80\xA8\xEF\xBB\xBF", 6, true, "\\u{2028}\\u{FEFF}");
	assert_shown("\xFF\xE2\x82x", 4, true, "\\xFF\\xE2\\x82x");
	str_init(&small, 3);
	assert_int_equal(utf8_printable(&small, "ab\x01", 3, true), ERR_LIMIT);
	str_release(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ill_formed),
		cmocka_unit_test(whole_alphabet),
		cmocka_unit_test(two_bytes),
		cmocka_unit_test(composes),
		cmocka_unit_test(lengths),
		cmocka_unit_test(harmless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
