/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>

#include "archive/secret.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/file.h"
#include "sample.h"

static void written_and_read(void **state)
{
	char *dir = sample_folder(), path[300];
	struct secret a, b;
	struct stat st;

	(void)state;
	snprintf(path, sizeof(path), "%s/secret", dir);
	sample_must(secret_make(&a), "make");
	sample_must(secret_write(&a, path), "write");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	sample_must(secret_read(&b, path), "read");
	assert_memory_equal(&a, &b, sizeof(a));
	assert_int_equal(secret_write(&a, path), ERR_EXISTS);
	for (int i = 0; i < 3; i++) {
		static const char *const bad[] = { "", "constat secret 2\n",
			"constat secret 1\narchive 00\n" };

		sample_must(
			file_write(path, bad[i], strlen(bad[i]), FILE_REPLACE),
			"spoil");
		assert_int_equal(secret_read(&b, path), ERR_PARSE);
	}
	secret_release(&a);
	for (size_t i = 0; i < sizeof(a); i++)
		assert_int_equal(((unsigned char *)&a)[i], 0);
	sample_remove(dir);
}

/* RFC 8032, section 7.1, test 2. */
static void known_signature(void **state)
{
	struct secret s = { .id = "" };
	unsigned char public_key[SECRET_KEY], want[SECRET_SIGNATURE];
	unsigned char got[SECRET_SIGNATURE];

	(void)state;
	codec_unhex(s.seed,
		"4ccd089b28ff96da9db6c346ec114e0f"
		"5b8a319f35aba624da8cf6ed4fb8a6fb",
		64);
	codec_unhex(public_key,
		"3d4017c3e843895a92b70aa74d1b7ebc"
		"9c982ccf2ec4968cc0cd55f12af4660c",
		64);
	codec_unhex(want,
		"92a009a9f0d4cab8720e820b5f642540"
		"a2b27b5416503f8fb3762223ebdb69da"
		"085ac1e43e15996e458f3613d0f11d8c"
		"387b2eaeb4302aeeb00d291612bb0c00",
		128);
	sample_must(secret_sign(got, &s, "r", 1), "sign");
	assert_memory_equal(got, want, sizeof(want));
	assert_int_equal(secret_verify(public_key, got, "r", 1), 0);
	assert_int_equal(secret_verify(public_key, got, "s", 1), ERR_CORRUPT);
	got[7] ^= 1;
	assert_int_equal(secret_verify(public_key, got, "r", 1), ERR_CORRUPT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_and_read),
		cmocka_unit_test(known_signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
