/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/codec.h"
#include "base/err.h"

static void hex(void **state)
{
	unsigned char bytes[4];
	char text[9];

	(void)state;
	codec_hex(text, "\x00\x7F\xAB\xFF", 4);
	assert_string_equal(text, "007fabff");
	codec_hex(text, NULL, 0);
	assert_string_equal(text, "");
	assert_true(codec_unhex(bytes, "007FaBfF", 8));
	assert_memory_equal(bytes, "\x00\x7F\xAB\xFF", 4);
	assert_true(codec_unhex(bytes, "", 0));
	assert_false(codec_unhex(bytes, "123", 3));
	assert_false(codec_unhex(bytes, "1g", 2));
	assert_false(codec_unhex(bytes, "0x", 2));
	assert_false(codec_unhex(bytes, " 1", 2));
}

static void base64(void **state)
{
	/* RFC 4648, 10, and the two last letters of the alphabet. */
	static const char *const cases[][2] = { { "", "" }, { "f", "Zg==" },
		{ "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foob", "Zm9vYg==" },
		{ "fooba", "Zm9vYmE=" }, { "foobar", "Zm9vYmFy" },
		{ "\xFF\xEF\xBE", "/+++" } };
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_clear(&out);
		assert_int_equal(
			codec_base64(&out, cases[i][0], strlen(cases[i][0])),
			0);
		assert_string_equal(out.p, cases[i][1]);
		str_clear(&out);
		assert_int_equal(
			codec_unbase64(&out, cases[i][1], strlen(cases[i][1])),
			0);
		assert_string_equal(out.p, cases[i][0]);
	}
	str_release(&out);
}

static void base32(void **state)
{
	/* RFC 4648, 10. */
	static const char *const cases[][2] = { { "f", "MY======" },
		{ "fo", "MZXQ====" }, { "foo", "MZXW6===" },
		{ "foob", "MZXW6YQ=" }, { "fooba", "MZXW6YTB" },
		{ "foobar", "MZXW6YTBOI======" } };
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		str_clear(&out);
		assert_int_equal(
			codec_base32(&out, cases[i][0], strlen(cases[i][0])),
			0);
		assert_string_equal(out.p, cases[i][1]);
	}
	str_release(&out);
}

static void round_trip(void **state)
{
	struct str text = { 0 }, back = { 0 };
	char bytes[256];

	(void)state;
	for (int i = 0; i < 256; i++)
		bytes[i] = (char)i;
	for (size_t n = 0; n <= 256; n++) {
		str_clear(&text);
		str_clear(&back);
		assert_int_equal(codec_base64(&text, bytes, n), 0);
		assert_int_equal(codec_unbase64(&back, text.p, text.len), 0);
		assert_int_equal(back.len, n);
		assert_memory_equal(back.p, bytes, n);
	}
	str_release(&text);
	str_release(&back);
}

/* Only what the encoder writes is read. */
static void strict(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{ "Zg=", "a Base64 text is cut short" },
		{ "Zg", "a Base64 text is cut short" },
		{ "Zh==", "character 1 of a Base64 text is wrong" },
		{ "Zm9=", "character 1 of a Base64 text is wrong" },
		{ "Zm9vZ===", "character 5 of a Base64 text is wrong" },
		{ "====", "character 1 of a Base64 text is wrong" },
		{ "Zg==Zg==", "character 1 of a Base64 text is wrong" },
		{ "Zm9v\nZg=", "character 5 of a Base64 text is wrong" },
		{ "Zm-_", "character 1 of a Base64 text is wrong" },
		{ "Zg=v", "character 1 of a Base64 text is wrong" },
	};
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s\n", cases[i].text);
		assert_int_equal(codec_unbase64(&out, cases[i].text,
					 strlen(cases[i].text)),
			ERR_PARSE);
		assert_string_equal(err_message(), cases[i].message);
	}
	assert_int_equal(codec_unbase64(&out, "Zm\0v", 4), ERR_PARSE);
	str_release(&out);
	str_init(&out, 5);
	assert_int_equal(codec_unbase64(&out, "Zm9vYmFy", 8), ERR_LIMIT);
	str_clear(&out);
	assert_int_equal(codec_base64(&out, "foobar", 6), ERR_LIMIT);
	str_release(&out);
}

static void integers(void **state)
{
	unsigned char b[8];

	(void)state;
	codec_put32(b, 0x01020384u);
	assert_memory_equal(b, "\x01\x02\x03\x84", 4);
	assert_true(codec_get32(b) == 0x01020384u);
	codec_put64(b, UINT64_C(0xF1020304A5060708));
	assert_memory_equal(b, "\xF1\x02\x03\x04\xA5\x06\x07\x08", 8);
	assert_true(codec_get64(b) == UINT64_C(0xF1020304A5060708));
	codec_put64(b, UINT64_MAX);
	assert_true(codec_get64(b) == UINT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hex),
		cmocka_unit_test(base64),
		cmocka_unit_test(base32),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(strict),
		cmocka_unit_test(integers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
