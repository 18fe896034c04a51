/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/dns_wire.h"

/* push.vendor.example is an alias of lb.cloud.example, which has an IPv4 and
 * an IPv6 address. */
static const unsigned char response[] =
	"\x12\x34\x81\x80\0\1\0\3\0\0\0\0"
	"\4push\6vendor\7example\0\0\1\0\1"
	"\xC0\x0C\0\5\0\1\0\0\1\x2C\0\x0B\2lb\5cloud\xC0\x18"
	"\xC0\x31\0\1\0\1\0\0\0\x3C\0\4\xC0\0\2\7"
	"\xC0\x31\0\x1C\0\1\0\0\0\x3C\0\x10\x20\1\x0D\xB8\0\0\0\0\0\0\0\0\0\0\0"
	"\1";

static void whole_message(void **state)
{
	struct dns_wire_record r;
	struct str out = { 0 };
	struct dns_wire w;

	(void)state;
	assert_true(dns_wire_open(&w, response, sizeof(response) - 1));
	assert_int_equal(w.id, 0x1234);
	assert_true(dns_wire_is_response(&w));
	assert_string_equal(dns_wire_rcode(&w), "NOERROR");
	assert_true(dns_wire_question(&w, &r));
	assert_string_equal(r.name, "push.vendor.example");
	assert_int_equal(r.type, 1);
	assert_int_equal(r.class, 1);
	assert_false(dns_wire_question(&w, &r));
	assert_false(w.broken);
	assert_true(dns_wire_answer(&w, &r));
	assert_string_equal(r.name, "push.vendor.example");
	assert_int_equal(r.type, 5);
	assert_int_equal(r.ttl, 300);
	assert_true(dns_wire_values(&w, &out));
	assert_string_equal(out.p, "192.0.2.7 2001:db8::1");
	str_release(&out);
	assert_true(dns_wire_open(&w, response, sizeof(response) - 1));
	assert_true(dns_wire_values(&w, &out));
	assert_string_equal(out.p, "lb.cloud.example 192.0.2.7 2001:db8::1");
	str_release(&out);
}

/* Cut anywhere, it never reads beyond, and what it gives was there. */
static void cut_anywhere(void **state)
{
	(void)state;
	for (size_t len = 0; len < sizeof(response) - 1; len++) {
		unsigned char *copy = test_malloc(len + 1);
		struct str out = { 0 };
		struct dns_wire w;

		memcpy(copy, response, len);
		if (dns_wire_open(&w, copy, len))
			assert_false(dns_wire_values(&w, &out));
		assert_true(w.broken);
		assert_true(out.len == 0 ||
			    strncmp(out.p, "lb.cloud.example", 16) == 0);
		str_release(&out);
		test_free(copy);
	}
}

static bool question(const void *bytes, size_t len, struct dns_wire_record *r)
{
	unsigned char message[800] = { 0, 1, 1, 0, 0, 1 };
	struct dns_wire w;

	memcpy(message + 12, bytes, len);
	return dns_wire_open(&w, message, 12 + len) && dns_wire_question(&w, r);
}

static void hostile_names(void **state)
{
	struct dns_wire_record r;
	unsigned char name[400];
	size_t n = 0;

	(void)state;
	/* A pointer to itself, forwards, behind the end, half a one. */
	assert_false(question("\xC0\x0C\0\1\0\1", 6, &r));
	assert_false(question("\xC0\x10\0\1\0\1\1x\0", 9, &r));
	assert_false(question("\xFF\xFF\0\1\0\1", 6, &r));
	assert_false(question("\xC0", 1, &r));
	/* Two pointers at each other. */
	assert_false(question("\xC0\x0E\xC0\x0C\0\1\0\1", 8, &r));
	/* Lengths that are none. */
	assert_false(question("\x40xx\0\0\1\0\1", 8, &r));
	assert_false(question("\x80xx\0\0\1\0\1", 8, &r));
	assert_true(question("\0\0\1\0\1", 5, &r));
	assert_string_equal(r.name, ".");
	assert_true(question("\7a.b\\\0\xFF"
			     "c\0\0\1\0\1",
		13, &r));
	assert_string_equal(r.name, "a\\046b\\092\\000\\255c");
	/* 255 octets are a name, one more are not. */
	for (int i = 0; i < 3; i++) {
		name[n++] = 63;
		memset(name + n, '.', 63);
		n += 63;
	}
	name[n++] = 61;
	memset(name + n, 'x', 62);
	memcpy(name + n + 61, "\0\0\1\0\1", 5);
	assert_true(question(name, n + 66, &r));
	assert_int_equal(strlen(r.name), 3 * 63 * 4 + 61 + 3);
	name[n - 1] = 62;
	memcpy(name + n + 62, "\0\0\1\0\1", 5);
	name[n + 61] = 'x';
	assert_false(question(name, n + 67, &r));
}

/* Each name a pointer to the one before, 200 times. */
static void long_chain(void **state)
{
	unsigned char m[12 + 3 + 2 * 200 + 4] = { 0, 1, 1, 0, 0, 1 };
	struct dns_wire_record r;
	struct dns_wire w;
	size_t n = 12;

	(void)state;
	memcpy(m + n, "\1a\0", 3);
	n += 3;
	for (int i = 0; i < 200; i++) {
		size_t to = i == 0 ? 12 : n - 2;

		m[n] = (unsigned char)(0xC0 | to >> 8);
		m[n + 1] = (unsigned char)to;
		n += 2;
	}
	memcpy(m + n, "\0\1\0\1", 4);
	assert_true(dns_wire_open(&w, m, n + 4));
	w.at = 15 + 2 * 127;
	assert_true(dns_wire_question(&w, &r));
	assert_string_equal(r.name, "a");
	assert_true(dns_wire_open(&w, m, n + 4));
	w.at = 15 + 2 * 128;
	assert_false(dns_wire_question(&w, &r));
	assert_true(w.broken);
}

static void wrong_values(void **state)
{
	static const unsigned char message[] = "\0\1\x81\x83\0\0\0\2\0\0\0\0"
					       "\0\0\x10\0\1\0\0\0\0\0\2\1x"
					       "\0\0\1\0\1\0\0\0\0\0\3\1\2\3";
	char value[DNS_WIRE_NAME];
	struct dns_wire_record r;
	struct str out = { 0 };
	struct dns_wire w;

	(void)state;
	assert_true(dns_wire_open(&w, message, sizeof(message) - 1));
	assert_string_equal(dns_wire_rcode(&w), "NXDOMAIN");
	assert_true(dns_wire_answer(&w, &r));
	assert_int_equal(r.type, 16);
	assert_int_equal(r.len, 2);
	assert_false(dns_wire_value(&w, &r, value));
	assert_false(dns_wire_values(&w, &out));
	assert_true(w.broken);
	str_release(&out);
	assert_string_equal(dns_wire_rcode_name(15), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_message),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(hostile_names),
		cmocka_unit_test(long_chain),
		cmocka_unit_test(wrong_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
