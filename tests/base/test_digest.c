/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/digest.h"

/* FIPS 180-4 examples. */
static const struct {
	const char *text, *hex;
} known[] = {
	{ "", "e3b0c44298fc1c149afbf4c8996fb924"
	      "27ae41e4649b934ca495991b7852b855" },
	{ "abc", "ba7816bf8f01cfea414140de5dae2223"
		 "b00361a396177a9cb410ff61f20015ad" },
	{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		"248d6a61d20638b8e5c026930c3e6039"
		"a33ce45964ff2167f6ecedd419db06c1" },
};

static void known_answers(void **state)
{
	char hex[DIGEST_HEX + 1], name[DIGEST_NAME + 1];
	struct digest d, again;

	(void)state;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		digest_of(&d, known[i].text, strlen(known[i].text));
		digest_hex(hex, &d);
		assert_string_equal(hex, known[i].hex);
		digest_name(name, &d);
		assert_memory_equal(name, "sha256:", 7);
		assert_string_equal(name + 7, known[i].hex);
		assert_true(digest_parse(&again, name));
		assert_true(digest_equal(&d, &again));
		assert_true(digest_parse(&again, hex));
		assert_true(digest_equal(&d, &again));
	}
}

static void streams(void **state)
{
	struct digest_stream *s = digest_stream_new();
	char block[1000], hex[DIGEST_HEX + 1];
	struct digest d;

	(void)state;
	memset(block, 'a', sizeof(block));
	for (int i = 0; i < 1000; i++)
		digest_stream_add(s, block, sizeof(block));
	digest_stream_add(s, NULL, 0);
	digest_stream_end(s, &d);
	digest_hex(hex, &d);
	assert_string_equal(hex, "cdc76e5c9914fb9281a1c7e284d73e67"
				 "f1809a48a497200e046d39ccc7112cd0");
	digest_stream_free(digest_stream_new());
	digest_stream_free(NULL);
}

static void refuses(void **state)
{
	static const char *const wrong[] = { "", "sha256:",
		"e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b85",
		"e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b8550",
		"e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b85g",
		"SHA256:e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855",
		"sha256:sha256:e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855",
		" e3b0c44298fc1c149afbf4c8996fb924"
		"27ae41e4649b934ca495991b7852b855" };
	struct digest d, before;

	(void)state;
	digest_of(&d, "x", 1);
	before = d;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_false(digest_parse(&d, wrong[i]));
		assert_true(digest_equal(&d, &before));
	}
	assert_true(digest_parse(&d, "E3B0C44298FC1C149AFBF4C8996FB924"
				     "27AE41E4649B934CA495991B7852B855"));
	assert_false(digest_equal(&d, &before));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_answers),
		cmocka_unit_test(streams),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
