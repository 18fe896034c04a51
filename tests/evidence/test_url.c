/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "evidence/url.h"

/* "scheme host port path query", "" for none; "-" when it is no URL. */
static void check(const char *text, const char *want)
{
	char got[600] = "-";
	struct url u;

	if (url_read(&u, text, strlen(text)))
		snprintf(got, sizeof(got), "%s|%s|%d|%.*s|%.*s%s", u.scheme,
			u.host, u.port, (int)u.path_len, u.path,
			(int)u.query_len, u.query, u.user ? "|user" : "");
	assert_string_equal(got, want);
}

static void parts(void **state)
{
	(void)state;
	check("https://Push.Vendor.Example/a/b?c=d&e#f",
		"https|push.vendor.example|0|/a/b|c=d&e");
	check("HTTP://h.example:8080", "http|h.example|8080||");
	check("http://h.example?x", "http|h.example|0||x");
	check("http://h.example#x/y?z", "http|h.example|0||");
	check("https://[2001:DB8::1]:443/", "https|2001:db8::1|443|/|");
	check("https://me:secret@h.example/", "https|h.example|0|/||user");
	check("https://a@b@h.example/", "https|h.example|0|/||user");
	check("wss://h.example./s", "wss|h.example|0|/s|");
	check("https://h.example:/", "https|h.example|0|/|");
}

static void other_schemes(void **state)
{
	(void)state;
	check("data:image/png;base64,AAAA", "data||0||");
	check("blob:https://h.example/1", "blob||0||");
	check("chrome-extension://abcdef/x.js", "chrome-extension||0||");
	check("file:///tmp/x", "file||0||");
}

static void none(void **state)
{
	(void)state;
	check("", "-");
	check("/only/a/path", "-");
	check("h.example", "-");
	check("1http://h.example", "-");
	check("https:", "-");
	check("https:/h.example", "-");
	check("https:///path", "-");
	check("https://[::1", "-");
	check("https://[::1]x/", "-");
	check("https://a b.example/", "-");
	check("https://h.example:99999/", "-");
	check("https://h.example:8a/", "-");
	check("https://h\x1b[2J.example/", "-");
	check("https://*.example/", "-");
}

static void parties(void **state)
{
	(void)state;
	assert_string_equal(
		url_party("a.vendor.org", "www.vendor.org"), "first");
	assert_string_equal(url_party("vendor.com", "vendor.org"), "third");
	/* Neighbours under a public suffix are strangers. */
	assert_string_equal(url_party("a.github.io", "b.github.io"), "third");
	assert_string_equal(url_party("localhost", "localhost"), "first");
	assert_string_equal(url_party("192.0.2.7", "vendor.org"), "");
	assert_string_equal(url_party("", "vendor.org"), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(other_schemes),
		cmocka_unit_test(none),
		cmocka_unit_test(parties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
