/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/coding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <zlib.h>

#include "base/err.h"

enum { GZIP = 15 + 16, ZLIB = 15, BARE = -15 };

static void pack(struct str *out, int format, const char *data, size_t len)
{
	z_stream z = { 0 };

	assert_int_equal(
		deflateInit2(&z, 9, Z_DEFLATED, format, 8, Z_DEFAULT_STRATEGY),
		Z_OK);
	assert_int_equal(str_reserve(out, deflateBound(&z, len)), 0);
	z.next_in = (unsigned char *)data;
	z.avail_in = (unsigned)len;
	z.next_out = (unsigned char *)out->p;
	z.avail_out = (unsigned)deflateBound(&z, len);
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	str_added(out, z.total_out);
	deflateEnd(&z);
}

static void round_trips(void **state)
{
	static const struct {
		const char *name;
		int format;
	} cases[] = { { "gzip", GZIP }, { "X-GZIP", GZIP }, { "deflate", ZLIB },
		{ "deflate", BARE } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct str packed = { 0 }, out = { 0 };

		pack(&packed, cases[i].format, "des donn\u00e9es", 12);
		assert_int_equal(coding_decode(&out, cases[i].name, packed.p,
					 packed.len),
			0);
		assert_int_equal(out.len, 12);
		assert_memory_equal(out.p, "des donn\u00e9es", 12);
		str_release(&packed);
		str_release(&out);
	}
}

static void plain_is_copied(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(coding_decode(&out, NULL, "a\0b", 3), 0);
	assert_int_equal(coding_decode(&out, "identity", "c", 1), 0);
	assert_int_equal(out.len, 4);
	str_release(&out);
}

static void bombs_are_refused(void **state)
{
	size_t len = 16 << 20;
	char *zeros = calloc(1, len);
	struct str packed = { 0 }, out = { 0 };

	(void)state;
	pack(&packed, GZIP, zeros, len);
	assert_int_equal(
		coding_decode(&out, "gzip", packed.p, packed.len), ERR_LIMIT);
	assert_true(out.len < 8 << 20);
	str_release(&packed);
	str_release(&out);
	free(zeros);
}

static void damage_is_told(void **state)
{
	struct str packed = { 0 }, out = { 0 };

	(void)state;
	pack(&packed, GZIP, "some text", 9);
	for (size_t n = 0; n < packed.len; n++)
		assert_int_equal(
			coding_decode(&out, "gzip", packed.p, n), ERR_PARSE);
	assert_string_equal(
		err_message(), "the compressed page is damaged or cut off");
	assert_int_equal(coding_decode(&out, "br", "x", 1), ERR_PARSE);
	assert_non_null(strstr(err_message(), "'br'"));
	assert_int_equal(out.len, 0);
	str_release(&packed);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trips),
		cmocka_unit_test(plain_is_copied),
		cmocka_unit_test(bombs_are_refused),
		cmocka_unit_test(damage_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
