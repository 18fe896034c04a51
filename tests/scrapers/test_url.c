/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

/* want is NULL for a text that is no URL. */
static const struct {
	const char *text, *base, *want;
} cases[] = {
	{ "https://Exemple.TEST", NULL, "https://exemple.test/" },
	{ " https://exemple.test/a b?c d#e f ", NULL,
		"https://exemple.test/a%20b?c%20d#e%20f" },
	{ "https://exemple.test:443/", NULL, "https://exemple.test/" },
	{ "https://exemple.test:8443/", NULL, "https://exemple.test:8443/" },
	{ "http://exemple.test:65536/", NULL, NULL },
	{ "http:///exemple.test/x", NULL, "http://exemple.test/x" },
	{ "http:exemple.test", NULL, "http://exemple.test/" },
	{ "\\\\exemple.test\\a\\b", "https://h.test",
		"https://exemple.test/a/b" },
	{ "http:x", "http://h.test/a/b", "http://h.test/a/x" },
	{ "https:x", "http://h.test/a/b", "https://x/" },
	{ "../../c/./d", "https://h.test/a/b/e", "https://h.test/c/d" },
	{ "%2e%2E/x", "https://h.test/a/b/", "https://h.test/a/x" },
	{ "..", "https://h.test/a/b/c", "https://h.test/a/" },
	{ ".", "https://h.test/a/b", "https://h.test/a/" },
	{ "?q", "https://h.test/a?b#c", "https://h.test/a?q" },
	{ "#f", "https://h.test/a?b#c", "https://h.test/a?b#f" },
	{ "", "https://h.test/a?b#c", "https://h.test/a?b" },
	{ "//other.test", "https://h.test/a", "https://other.test/" },
	{ "x\ty\nz", "https://h.test/", "https://h.test/xyz" },
	{ "mailto:a b@c", "https://h.test/", "mailto:a b@c" },
	{ "MailTo:x?subject=%c3", NULL, "mailto:x?subject=%c3" },
	{ "javascript:void(0)", "https://h.test/", "javascript:void(0)" },
	{ "#x", "mailto:a", "mailto:a#x" },
	{ "x", "mailto:a", NULL },
	{ "x", NULL, NULL },
	{ "https://", NULL, NULL },
	{ "https://u:p w@h.test/", NULL, "https://u:p%20w@h.test/" },
	{ "https://a@b@h.test/", NULL, "https://a%40b@h.test/" },
	{ "https://@/x", NULL, NULL },
	{ "https://m\xC3\xBCnchen.test/\xC3\xA9?\xC3\xA9'", NULL,
		"https://xn--mnchen-3ya.test/%C3%A9?%C3%A9%27" },
	{ "https://exa%6Dple.test", NULL, "https://example.test/" },
	{ "https://a b.test", NULL, NULL },
	{ "https://a%00b.test", NULL, NULL },
	{ "https://xn--a.test/", NULL, NULL },
	{ "http://192.0.2.1", NULL, "http://192.0.2.1/" },
	{ "http://0xC0.0.0x0201", NULL, "http://192.0.2.1/" },
	{ "http://0300.00.2.01.", NULL, "http://192.0.2.1/" },
	{ "http://3221225985", NULL, "http://192.0.2.1/" },
	{ "http://192.0.2.256", NULL, NULL },
	{ "http://1.2.3.4.5", NULL, NULL },
	{ "http://a.1", NULL, NULL },
	{ "http://[2001:DB8::0:1]", NULL, "http://[2001:db8::1]/" },
	{ "http://[::192.0.2.1]", NULL, "http://[::c000:201]/" },
	{ "http://[1:0:0:2:0:0:0:3]", NULL, "http://[1:0:0:2::3]/" },
	{ "http://[1::2::3]", NULL, NULL },
	{ "http://[1:2", NULL, NULL },
	{ "http://[::1.2.3]", NULL, NULL },
	{ "file:///C|/a/../..", NULL, "file:///C:/" },
	{ "file://localhost/x", NULL, "file:///x" },
	{ "/x", "file:///C:/a", "file:///C:/x" },
	{ "foo://H/a/../b", NULL, "foo://H/b" },
	{ "foo:/..//b", NULL, "foo:/.//b" },
	{ "foo://a b/", NULL, NULL },
};

static void check(size_t i)
{
	struct url base = { 0 }, u = { 0 };
	struct str got = { 0 };
	const char *b = cases[i].base;
	int rc;

	if (b != NULL)
		assert_int_equal(url_parse(&base, b, strlen(b), NULL), 0);
	rc = url_parse(&u, cases[i].text, strlen(cases[i].text),
		b != NULL ? &base : NULL);
	if (rc == 0)
		assert_int_equal(url_write(&got, &u), 0);
	if (cases[i].want == NULL && rc == 0)
		fail_msg("'%s' gave '%s'", cases[i].text, got.p);
	if (cases[i].want != NULL &&
		(rc != 0 || strcmp(got.p, cases[i].want) != 0))
		fail_msg("'%s' gave '%s', want '%s'", cases[i].text,
			rc == 0 ? got.p : err_message(), cases[i].want);
	str_release(&got);
	url_release(&u);
	url_release(&base);
}

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check(i);
}

static void test_nul(void **state)
{
	struct url u = { 0 };

	(void)state;
	assert_int_equal(url_parse(&u, "a\0b://x", 7, NULL), ERR_INVALID);
}

/* What was written is read back as the same. */
static void test_stable(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct url u = { 0 };
		struct str got = { 0 };
		const char *want = cases[i].want;

		if (want == NULL)
			continue;
		assert_int_equal(url_parse(&u, want, strlen(want), NULL), 0);
		url_write(&got, &u);
		assert_string_equal(got.p, want);
		str_release(&got);
		url_release(&u);
	}
}

static void remove_one(const char *text, const char *name, const char *want)
{
	struct url u = { 0 };
	struct str got = { 0 };

	assert_int_equal(url_parse(&u, text, strlen(text), NULL), 0);
	url_remove_parameter(&u, name);
	url_write(&got, &u);
	assert_string_equal(got.p, want);
	str_release(&got);
	url_release(&u);
}

static void test_remove_parameter(void **state)
{
	(void)state;
	remove_one("http://h.test/?a=1&b=2&a=3", "a", "http://h.test/?b=2");
	remove_one("http://h.test/?a=1#f", "a", "http://h.test/#f");
	remove_one("http://h.test/?a=x%20y&b", "c", "http://h.test/?a=x%20y&b");
	remove_one("http://h.test/?&&", "c", "http://h.test/?&&");
	remove_one(
		"http://h.test/?&a=x%20y&b&c", "c", "http://h.test/?a=x+y&b=");
	remove_one("http://h.test/", "c", "http://h.test/");
	remove_one("http://h.test/?%61=1&b=(", "a", "http://h.test/?b=%28");
}

static void test_refusal(void **state)
{
	struct url u = { 0 };

	(void)state;
	assert_int_equal(url_parse(&u, "example", 7, NULL), ERR_INVALID);
	assert_string_equal(err_message(),
		"'example' is no valid URL; it must be complete, like "
		"https://exemple.test/privacy");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_nul),
		cmocka_unit_test(test_stable),
		cmocka_unit_test(test_remove_parameter),
		cmocka_unit_test(test_refusal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
