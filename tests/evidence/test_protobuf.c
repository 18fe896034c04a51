/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/protobuf.h"

static struct protobuf of(const char *bytes, size_t len)
{
	return (struct protobuf){ (const unsigned char *)bytes, len, 0, false };
}

static void fields(void **state)
{
	/* The example of the encoding's description: 150 in field 1; then
	 * "testing" in field 2, and numbers of fixed width. */
	static const char message[] = "\x08\x96\x01\x12\x07testing"
				      "\x19\1\0\0\0\0\0\0\x80\x25\2\0\0\0";
	struct protobuf p = of(message, sizeof(message) - 1);
	struct protobuf_field f;

	(void)state;
	assert_true(protobuf_next(&p, &f));
	assert_int_equal(f.number, 1);
	assert_int_equal(f.kind, PROTOBUF_VARINT);
	assert_int_equal(f.value, 150);
	assert_true(protobuf_next(&p, &f));
	assert_int_equal(f.number, 2);
	assert_int_equal(f.at, 3);
	assert_int_equal(f.end, 12);
	assert_memory_equal(f.bytes, "testing", 7);
	assert_true(protobuf_next(&p, &f));
	assert_int_equal(f.kind, PROTOBUF_FIXED64);
	assert_true(f.value == UINT64_C(0x8000000000000001));
	assert_true(protobuf_next(&p, &f));
	assert_int_equal(f.kind, PROTOBUF_FIXED32);
	assert_int_equal(f.value, 2);
	assert_false(protobuf_next(&p, &f));
	assert_false(p.bad);
}

/* Varints without an end, lengths that lie, kinds that are none. */
static void bad(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
	} cases[] = { { "\x08", 1 }, { "\x08\xFF\xFF", 3 },
		{ "\x08\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1", 12 },
		{ "\x12\x07test", 6 },
		{ "\x12\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1", 11 },
		{ "\x0B", 1 }, { "\x00\x01", 2 }, { "\x19\1\2", 3 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct protobuf p = of(cases[i].bytes, cases[i].len);
		struct protobuf_field f;

		assert_false(protobuf_next(&p, &f));
		assert_true(p.bad);
		assert_int_equal(p.at, 0);
		assert_false(protobuf_next(&p, &f));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
