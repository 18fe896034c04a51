/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/host.h"

static void normal(const char *text, const char *wanted)
{
	char host[HOST_MAX + 1];

	assert_true(host_normalise(host, text, strlen(text)));
	assert_string_equal(host, wanted);
}

static void normalised(void **state)
{
	(void)state;
	normal("Push.Vendor.EXAMPLE", "push.vendor.example");
	normal("push.vendor.example.", "push.vendor.example");
	normal(".", ".");
	normal("xn--bcher-kva.example", "xn--bcher-kva.example");
	normal("_dmarc.vendor.example", "_dmarc.vendor.example");
	normal("2001:DB8::1", "2001:db8::1");
	normal("fe80::1%eth0", "fe80::1%eth0");
	normal("localhost", "localhost");
}

static void refused(void **state)
{
	static const char *const wrong[] = { "", "..", "a..", "a..b", ".a",
		"a b", "a\nb", "a\x1B[31mb", "a\"b", "<script>", "a\\010b",
		"b\xC3\xBC", "\xC3", "a,b", "a;b" };
	char host[HOST_MAX + 1], longest[300];

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_false(host_normalise(host, wrong[i], strlen(wrong[i])));
	assert_false(host_normalise(host, "a\0b", 3));
	memset(longest, 'a', sizeof(longest));
	assert_true(host_normalise(host, longest, HOST_MAX));
	assert_false(host_normalise(host, longest, HOST_MAX + 1));
}

static void local(void **state)
{
	static const char *const inside[] = { "localhost", "nas", ".",
		"printer.local", "box.lan", "1.2.0.192.in-addr.arpa",
		"8.b.d.0.1.0.0.2.ip6.arpa", "192.0.2.7", "2001:db8::1",
		"router.home.arpa" };

	(void)state;
	for (size_t i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		assert_true(host_is_local(inside[i]));
	assert_false(host_is_local("push.vendor.example"));
	assert_false(host_is_local("local.vendor.example"));
}

static void registrable(void **state)
{
	(void)state;
	assert_string_equal(
		host_registrable("a.b.vendor.co.uk"), "vendor.co.uk");
	assert_string_equal(
		host_registrable("push.vendor.example"), "vendor.example");
	/* A private rule: each balancer is a domain of its own. */
	assert_string_equal(host_registrable("x-1.eu-west-1.elb.amazonaws.com"),
		"x-1.eu-west-1.elb.amazonaws.com");
	assert_null(host_registrable("co.uk"));
	assert_null(host_registrable("nas"));
	assert_null(host_registrable("192.0.2.7"));
}

static void list_version(void **state)
{
	char version[HOST_LIST_VERSION];

	(void)state;
	host_list_version(version);
	assert_int_equal(strncmp(version, "publicsuffix.org 20", 19), 0);
	assert_int_equal(
		strlen(version), strlen("publicsuffix.org 2026-01-01"));
}

static void plain(void **state)
{
	(void)state;
	assert_true(host_is_plain("push.vendor.example"));
	assert_true(host_is_plain("192.0.2.7"));
	assert_true(host_is_plain("2001:db8::1"));
	assert_false(host_is_plain("nas"));
	assert_false(host_is_plain("."));
	assert_false(host_is_plain("*.vendor.example"));
	assert_false(host_is_plain("vendor.example:443"));
	assert_false(host_is_plain("vendor.example/path"));
}

static void patterns(void **state)
{
	(void)state;
	assert_true(host_matches("push.vendor.example", "*"));
	assert_true(host_matches("push.vendor.example", "*.vendor.example"));
	assert_true(host_matches("push.vendor.example", "PUSH.*"));
	assert_true(host_matches("push.vendor.example", "p?sh.*.ex*le"));
	assert_true(host_matches("push.vendor.example", "push.vendor.example"));
	assert_false(host_matches("push.vendor.example", "vendor.example"));
	assert_false(host_matches("vendor.example", "*.vendor.example"));
	assert_false(host_matches("push.vendor.example", ""));
	assert_true(host_matches("", "*"));
	/* No pattern takes exponential time. */
	assert_false(host_matches(
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
		"*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normalised),
		cmocka_unit_test(refused),
		cmocka_unit_test(local),
		cmocka_unit_test(registrable),
		cmocka_unit_test(list_version),
		cmocka_unit_test(plain),
		cmocka_unit_test(patterns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
