/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/http_head.h"

#include "tests/evidence/scene.h"

static struct http_head h;

static enum http_head_state reads(const char *text)
{
	return http_head_read(&h, (const unsigned char *)text, strlen(text));
}

static void heads(void **state)
{
	(void)state;
	assert_int_equal(reads("GET /a/b?id=secret HTTP/1.1\r\nCookie: x\r\n"
			       "HOST:  Push.Vendor.example:8080 \r\n\r\nbody"),
		HTTP_HEAD_WHOLE);
	assert_string_equal(h.method, "GET");
	assert_string_equal(h.host, "push.vendor.example");
	assert_string_equal(h.path, "/a/b");
	assert_int_equal(reads("POST http://a.example:80/p?q HTTP/1.1\n"
			       "Host: b.example\n\n"),
		HTTP_HEAD_WHOLE);
	assert_string_equal(h.host, "a.example");
	assert_string_equal(h.path, "/p");
	assert_int_equal(reads("CONNECT c.example:443 HTTP/1.1\r\n\r\n"),
		HTTP_HEAD_WHOLE);
	assert_true(h.connect);
	assert_string_equal(h.host, "c.example");
	assert_string_equal(h.path, "");
	assert_int_equal(
		reads("GET / HTTP/1.0\r\nHost: [2001:db8::1]:80\r\n\r\n"),
		HTTP_HEAD_WHOLE);
	assert_string_equal(h.host, "2001:db8::1");
	/* A password before the host is never taken for it. */
	assert_int_equal(
		reads("GET http://me:pass@d.example/ HTTP/1.1\r\n\r\n"),
		HTTP_HEAD_WHOLE);
	assert_string_equal(h.host, "");
	assert_int_equal(
		reads("GET / HTTP/1.1\r\nHost: a\tb\r\n\r\n"), HTTP_HEAD_WHOLE);
	assert_string_equal(h.host, "");
}

static void parts(void **state)
{
	static const char whole[] = "GET / HTTP/1.1\r\nHost: x.example\r\n\r\n";

	(void)state;
	for (size_t n = 1; n < sizeof(whole) - 1; n++)
		assert_int_equal(
			http_head_read(&h, (const unsigned char *)whole, n),
			HTTP_HEAD_PART);
	assert_int_equal(reads("GETTING / HTTP/1.1\r\n"), HTTP_HEAD_NONE);
	assert_int_equal(reads("HTTP/1.1 200 OK\r\n"), HTTP_HEAD_NONE);
	assert_int_equal(reads("GET / SIP/2.0\r\n"), HTTP_HEAD_NONE);
	assert_int_equal(reads("GET /\r\n\r\n"), HTTP_HEAD_NONE);
	assert_true(http_head_may_be((const unsigned char *)"PO", 2));
	assert_false(http_head_may_be((const unsigned char *)"PX", 2));
	assert_false(http_head_may_be(NULL, 0));
}

/* What may be an account, a device or a token is not kept. */
static void secret_paths(void **state)
{
	static const char *const paths[][2] = {
		{ "/v1/users/12345/devices", "/v1/users/*/devices" },
		{ "/api2/a-b_c.json", "/api2/a-b_c.json" },
		{ "/me@mail.example/x", "/*/x" },
		{ "/aVeryLongTokenWithoutAnyDigit/", "/*/" },
		{ "/a%20b//c;session=1", "/*//c" },
		{ "*", "*" },
	};
	char text[2000];

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		snprintf(text, sizeof(text), "GET %s HTTP/1.1\r\n\r\n",
			paths[i][0]);
		assert_int_equal(reads(text), HTTP_HEAD_WHOLE);
		assert_string_equal(h.path, paths[i][1]);
	}
}

static void long_path(void **state)
{
	char text[2000] = "GET ";

	(void)state;
	for (int i = 0; i < 100; i++)
		memcpy(text + 4 + i * 10, "/ninechars", 11);
	memcpy(text + 4 + 1000, " HTTP/1.1\r\n\r\n", 14);
	assert_int_equal(reads(text), HTTP_HEAD_WHOLE);
	assert_true(strlen(h.path) <= HTTP_PATH_MAX);
	assert_memory_equal(h.path, "/ninechars/ninechars", 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heads),
		cmocka_unit_test(parts),
		cmocka_unit_test(secret_paths),
		cmocka_unit_test(long_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
