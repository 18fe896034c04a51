/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/addr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>

#include <cmocka.h>

static socklen_t parse(struct sockaddr_storage *out, const char *text)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)out;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)out;

	memset(out, 0, sizeof(*out));
	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		v4->sin_family = AF_INET;
		return sizeof(*v4);
	}
	if (inet_pton(AF_INET6, text, &v6->sin6_addr) != 1)
		fail_msg("%s is no address", text);
	v6->sin6_family = AF_INET6;
	return sizeof(*v6);
}

static const char *why(const char *text)
{
	struct sockaddr_storage a;
	socklen_t len = parse(&a, text);

	return addr_why_private((struct sockaddr *)&a, len);
}

static void public_addresses(void **state)
{
	static const char *const texts[] = { "1.1.1.1", "9.255.255.255",
		"11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
		"128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
		"172.32.0.0", "192.0.0.9", "192.0.0.10", "192.0.1.0",
		"192.31.196.1", "192.52.193.1", "192.175.48.1",
		"192.167.255.255", "192.169.0.0", "198.17.255.255",
		"198.20.0.0", "223.255.255.255", "2001:1::1", "2001:1::2",
		"2001:1::3", "2001:3::1", "2001:4:112::1", "2001:20::1",
		"2001:2f:ffff::1", "2001:30::1", "2001:200::1",
		"2001:4860:4860::8888", "2606:4700:4700::1111",
		"2620:4f:8000::1", "2a00::1", "3ffe::1", "::ffff:8.8.8.8",
		"64:ff9b::808:808", "2002:808:808::1" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (why(texts[i]) != NULL)
			fail_msg("%s is called %s", texts[i], why(texts[i]));
}

static void other_addresses(void **state)
{
	static const struct {
		const char *text, *word;
	} cases[] = {
		{ "0.0.0.0", "this network" },
		{ "0.255.255.255", "this network" },
		{ "10.0.0.0", "private" },
		{ "10.255.255.255", "private" },
		{ "100.64.0.0", "shared" },
		{ "100.127.255.255", "shared" },
		{ "127.0.0.1", "loopback" },
		{ "127.255.255.255", "loopback" },
		{ "169.254.169.254", "link-local" },
		{ "172.16.0.0", "private" },
		{ "172.31.255.255", "private" },
		{ "192.0.0.8", "protocol assignments" },
		{ "192.0.0.170", "protocol assignments" },
		{ "192.0.2.1", "documentation" },
		{ "192.88.99.1", "6to4 relay" },
		{ "192.168.0.0", "private" },
		{ "192.168.255.255", "private" },
		{ "198.18.0.0", "benchmarking" },
		{ "198.19.255.255", "benchmarking" },
		{ "198.51.100.7", "documentation" },
		{ "203.0.113.7", "documentation" },
		{ "224.0.0.1", "multicast" },
		{ "239.255.255.255", "multicast" },
		{ "240.0.0.1", "reserved" },
		{ "255.255.255.255", "reserved" },
		{ "::", "not global unicast" },
		{ "::1", "loopback" },
		{ "::127.0.0.1", "not global unicast" },
		{ "::ffff:127.0.0.1", "loopback" },
		{ "::ffff:10.1.2.3", "private" },
		{ "::ffff:0:127.0.0.1", "not global unicast" },
		{ "64:ff9b::a01:203", "private" },
		{ "64:ff9b::7f00:1", "loopback" },
		{ "64:ff9b:1::808:808", "translation" },
		{ "100::1", "not global unicast" },
		{ "2001::1", "Teredo" },
		{ "2001:0:808:808::1", "Teredo" },
		{ "2001:1::4", "protocol assignments" },
		{ "2001:2::1", "benchmarking" },
		{ "2001:4:113::1", "protocol assignments" },
		{ "2001:10::1", "protocol assignments" },
		{ "2001:1ff:ffff::1", "protocol assignments" },
		{ "2001:db8::1", "documentation" },
		{ "2002:7f00:1::1", "loopback" },
		{ "2002:c0a8:101::1", "private" },
		{ "3fff::1", "documentation" },
		{ "3fff:fff::1", "documentation" },
		{ "4000::1", "not global unicast" },
		{ "5f00::1", "not global unicast" },
		{ "fc00::1", "private" },
		{ "fdff::1", "private" },
		{ "fe80::1", "link-local" },
		{ "febf::1", "link-local" },
		{ "fec0::1", "not global unicast" },
		{ "ff02::1", "multicast" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *word = why(cases[i].text);

		if (word == NULL || strcmp(word, cases[i].word) != 0)
			fail_msg("%s is called %s", cases[i].text,
				word != NULL ? word : "public");
	}
}

static void strange_families(void **state)
{
	struct sockaddr_un local = { .sun_family = AF_UNIX };
	struct sockaddr_storage a;
	char text[64];

	(void)state;
	assert_non_null(
		addr_why_private((struct sockaddr *)&local, sizeof(local)));
	addr_text(text, (struct sockaddr *)&local, sizeof(local));
	assert_string_equal(text, "?");
	parse(&a, "8.8.8.8");
	assert_non_null(addr_why_private((struct sockaddr *)&a, 4));
	parse(&a, "2a00::1");
	assert_non_null(addr_why_private(
		(struct sockaddr *)&a, sizeof(struct sockaddr_in)));
}

static void writes_text(void **state)
{
	static const char *const texts[] = { "192.0.2.1", "2001:db8::1",
		"::ffff:192.0.2.1", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct sockaddr_storage a;
		socklen_t len = parse(&a, texts[i]);
		char text[64];

		addr_text(text, (struct sockaddr *)&a, len);
		assert_string_equal(text, texts[i]);
	}
}

static void judges_text(void **state)
{
	(void)state;
	assert_null(addr_why_private_text("8.8.8.8"));
	assert_null(addr_why_private_text("2a00::1"));
	assert_string_equal(addr_why_private_text("127.0.0.1"), "loopback");
	assert_string_equal(
		addr_why_private_text("fe80::1%eth0"), "link-local");
	assert_non_null(addr_why_private_text(""));
	assert_non_null(addr_why_private_text("exemple.test"));
	assert_non_null(addr_why_private_text(
		"1111111111111111111111111111111111111111111111111111111111"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(public_addresses),
		cmocka_unit_test(other_addresses),
		cmocka_unit_test(strange_families),
		cmocka_unit_test(writes_text),
		cmocka_unit_test(judges_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
