/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/body.h"

/* In pieces of every size; bytes -1: refused. */
static void check(const char *text, bool base64, const char *want, int bytes)
{
	size_t len = strlen(text);
	struct digest digest;

	digest_of(&digest, want, bytes > 0 ? (size_t)bytes : 0);
	for (size_t piece = 1; piece <= len + 1; piece++) {
		struct body b = { 0 };

		for (size_t i = 0; i < len; i += piece)
			body_add(&b, text + i,
				len - i < piece ? len - i : piece);
		assert_int_equal(body_end(&b, base64), bytes >= 0);
		if (bytes < 0)
			continue;
		assert_int_equal(b.bytes, bytes);
		assert_true(digest_equal(&b.digest, &digest));
	}
}

static void plain(void **state)
{
	(void)state;
	check("hello, world", false, "hello, world", 12);
	check("aGVsbG8=", false, "aGVsbG8=", 8);
	check("", false, "", -1);
}

static void base64(void **state)
{
	(void)state;
	check("aGVsbG8=", true, "hello", 5);
	check("aGVsbG8", true, "hello", 5);
	check("aGVs\r\nbG8gd29y bGQ=", true, "hello world", 11);
	check("/+8A", true, "\xFF\xEF\x00", 3);
	check("_-8A", true, "\xFF\xEF\x00", 3);
	check("aGVsbA==", true, "hell", 4);
	check("aGVsb", true, "", -1);
	check("aGVsbA=", true, "", -1);
	check("aGVsbG8=x", true, "", -1);
	check("aGVs====", true, "", -1);
	check("a<b>", true, "", -1);
	check("", true, "", -1);
}

/* More than one piece of decoded bytes. */
static void large(void **state)
{
	static char text[40000], bytes[30000];
	struct digest digest;
	struct body b = { 0 };

	(void)state;
	memset(text, 'A', sizeof(text));
	memset(bytes, 0, sizeof(bytes));
	digest_of(&digest, bytes, sizeof(bytes));
	body_add(&b, text, sizeof(text));
	assert_true(body_end(&b, true));
	assert_int_equal(b.bytes, sizeof(bytes));
	assert_true(digest_equal(&b.digest, &digest));
	body_add(&b, text, 5);
	body_release(&b);
	assert_null(b.plain);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(base64),
		cmocka_unit_test(large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
