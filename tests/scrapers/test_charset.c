/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/charset.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void gives(const char *bytes, size_t len, const char *header,
	const char *name, enum charset_source source, const char *want)
{
	struct charset c;
	struct str text = { 0 };

	str_puts(&text, "");
	assert_int_equal(charset_open(&c, bytes, len, header), 0);
	assert_string_equal(c.name, name);
	assert_int_equal(c.source, source);
	assert_int_equal(charset_decode(&text, &c, bytes, len), 0);
	assert_string_equal(text.p, want);
	charset_close(&c);
	str_release(&text);
}

static void test_order(void **state)
{
	static const char meta[] = "<meta charset=koi8-r>\xC1";
	static const char bom[] = "\xEF\xBB\xBF<meta charset=koi8-r>\xC3\xA9";

	(void)state;
	gives(bom, sizeof(bom) - 1, "text/html; charset=latin1", "UTF-8",
		CHARSET_BOM, "<meta charset=koi8-r>\xC3\xA9");
	gives(meta, sizeof(meta) - 1, "text/html; charset=\"latin1\"",
		"windows-1252", CHARSET_HEADER,
		"<meta charset=koi8-r>\xC3\x81");
	gives(meta, sizeof(meta) - 1, "text/html", "KOI8-R", CHARSET_META,
		"<meta charset=koi8-r>\xD0\xB0");
	gives("\xC3\xA9", 2, NULL, "UTF-8", CHARSET_GUESS, "\xC3\xA9");
	gives("\xE9\x80", 2, NULL, "windows-1252", CHARSET_GUESS,
		"\xC3\xA9\xE2\x82\xAC");
	gives("", 0, NULL, "UTF-8", CHARSET_GUESS, "");
}

static void meta_is(const char *text, const char *name)
{
	struct charset c;

	assert_int_equal(charset_open(&c, text, strlen(text), NULL), 0);
	if (strcmp(c.name, name) != 0)
		fail_msg("'%s' gave %s", text, c.name);
	charset_close(&c);
}

static void test_meta(void **state)
{
	(void)state;
	meta_is("<META CharSet = 'ISO-8859-2'>", "ISO-8859-2");
	meta_is("<meta http-equiv=content-type content='a;charset=sjis'>",
		"Shift_JIS");
	meta_is("<meta content='a;charset=sjis'>", "UTF-8");
	meta_is("<!-- <meta charset=sjis> --><meta charset=big5>", "Big5");
	meta_is("<a title='<meta charset=sjis>'><meta charset=gbk>", "GBK");
	meta_is("<metal charset=sjis>", "UTF-8");
	meta_is("<meta charset=utf-16le>\xC3\xA9", "UTF-8");
	meta_is("<meta charset=unknown>", "UTF-8");
	meta_is("<meta charset", "UTF-8");
	meta_is("<meta charset='sjis", "Shift_JIS");
	meta_is("</x <meta charset=sjis>", "UTF-8");
	meta_is("<? <meta charset=sjis>", "UTF-8");
}

static void test_nul(void **state)
{
	static const char text[] = "<a \0b><meta charset=big5>";

	(void)state;
	gives(text, 26, NULL, "Big5", CHARSET_META, text);
}

static void test_beyond_prescan(void **state)
{
	struct str text = { 0 };

	(void)state;
	for (int i = 0; i < 1024; i++)
		str_putc(&text, ' ');
	str_puts(&text, "<meta charset=sjis>");
	meta_is(text.p, "UTF-8");
	str_release(&text);
}

static void test_decoding(void **state)
{
	(void)state;
	gives("\xFF\xFE\xE9\x00", 4, NULL, "UTF-16LE", CHARSET_BOM, "\xC3\xA9");
	gives("\xFE\xFF\xD8\x3D\xDE\x00", 6, NULL, "UTF-16BE", CHARSET_BOM,
		"\xF0\x9F\x98\x80");
	gives("\xFF\xFE\xE9", 3, NULL, "UTF-16LE", CHARSET_BOM, "\xEF\xBF\xBD");
	gives("\x81", 1, "a;charset=ascii", "windows-1252", CHARSET_HEADER,
		"\xC2\x81");
	gives("\x82\xA0\x82", 3, "a;charset=sjis", "Shift_JIS", CHARSET_HEADER,
		"\xE3\x81\x82\xEF\xBF\xBD");
	gives("a\xC3z", 3, "a;charset=utf8", "UTF-8", CHARSET_HEADER,
		"a\xEF\xBF\xBDz");
}

static void test_labels(void **state)
{
	(void)state;
	assert_string_equal(charset_find(" Latin1\t", 8), "windows-1252");
	assert_string_equal(charset_find("UTF8", 4), "UTF-8");
	assert_null(charset_find("utf", 3));
	assert_null(charset_find("", 0));
}

static void test_refusal(void **state)
{
	struct charset c;

	(void)state;
	assert_int_equal(
		charset_open(&c, "x", 1, "a;charset=hz-gb-2312"), ERR_PARSE);
	charset_close(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_meta),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_beyond_prescan),
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
