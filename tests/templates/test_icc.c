/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/icc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/codec.h"

enum { HEADER = 128, TAGS = 9, ROW = 12 };

static const unsigned char *find_tag(const struct str *s, const char *name)
{
	const unsigned char *p = (const unsigned char *)s->p;

	for (int i = 0; i < TAGS; i++) {
		const unsigned char *row = p + HEADER + 4 + ROW * i;
		uint32_t at = codec_get32(row + 4), len = codec_get32(row + 8);

		assert_int_equal(at % 4, 0);
		assert_true((size_t)at + len <= s->len);
		if (memcmp(row, name, 4) == 0)
			return p + at;
	}
	return NULL;
}

static double fixed(const unsigned char *p)
{
	return (double)(int32_t)codec_get32(p) / 65536;
}

static void test_header(void **state)
{
	struct str s = { 0 };
	const unsigned char *p;

	(void)state;
	assert_int_equal(icc_srgb(&s), 0);
	p = (const unsigned char *)s.p;
	assert_int_equal(codec_get32(p), s.len);
	assert_int_equal(s.len % 4, 0);
	assert_int_equal(p[8], 2);
	assert_memory_equal(p + 12, "mntrRGB XYZ ", 12);
	assert_memory_equal(p + 36, "acsp", 4);
	assert_int_equal(codec_get32(p + HEADER), TAGS);
	str_release(&s);
}

/* The primaries add up to the white of the profile's space, D50. */
static void test_primaries(void **state)
{
	static const double d50[3] = { 0.9642, 1.0, 0.8249 };
	struct str s = { 0 };

	(void)state;
	icc_srgb(&s);
	for (int i = 0; i < 3; i++) {
		double sum = 0;

		sum += fixed(find_tag(&s, "rXYZ") + 8 + 4 * i);
		sum += fixed(find_tag(&s, "gXYZ") + 8 + 4 * i);
		sum += fixed(find_tag(&s, "bXYZ") + 8 + 4 * i);
		assert_true(fabs(sum - d50[i]) < 0.001);
	}
	str_release(&s);
}

/* sRGB's middle, 0.5, is 0.2140 of the light. */
static void test_curve(void **state)
{
	struct str s = { 0 };
	const unsigned char *curve;
	double middle;

	(void)state;
	icc_srgb(&s);
	curve = find_tag(&s, "rTRC");
	assert_ptr_equal(curve, find_tag(&s, "gTRC"));
	assert_ptr_equal(curve, find_tag(&s, "bTRC"));
	assert_int_equal(codec_get32(curve + 8), 1024);
	assert_int_equal(curve[12] << 8 | curve[13], 0);
	middle = (curve[12 + 2 * 512] << 8 | curve[13 + 2 * 512]) / 65535.0;
	assert_true(fabs(middle - 0.2144) < 0.001);
	assert_int_equal(
		curve[12 + 2 * 1023] << 8 | curve[13 + 2 * 1023], 65535);
	str_release(&s);
}

static void test_same_bytes(void **state)
{
	struct str a = { 0 }, b = { 0 };

	(void)state;
	icc_srgb(&a);
	icc_srgb(&b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.p, b.p, a.len);
	str_release(&a);
	str_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_primaries),
		cmocka_unit_test(test_curve),
		cmocka_unit_test(test_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
