/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_http.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void expect(const char *block, int status, const char *body, bool cut)
{
	struct warc_http a = { 0 };

	assert_int_equal(warc_http_read(&a, block, strlen(block)), 0);
	assert_int_equal(a.status, status);
	assert_int_equal(a.body_len, strlen(body));
	assert_memory_equal(a.body, body, a.body_len);
	assert_int_equal(a.cut, cut);
	warc_http_release(&a);
}

#define OK "HTTP/1.1 200 OK\r\n"
#define CHUNKED OK "Transfer-Encoding: gzip, Chunked\r\n\r\n"

static void answers(void **state)
{
	(void)state;
	expect(OK "\r\nbody", 200, "body", false);
	expect("HTTP/1.0 404 Not Found\n\nbody", 404, "body", false);
	expect("HTTP/2 301 \r\nlocation: x\r\n\r\n", 301, "", false);
	expect("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" OK "\r\nbody", 200,
		"body", false);
	expect(OK "Content-Length: 4\r\n\r\nbody", 200, "body", false);
	expect(OK "Content-Length: 5\r\n\r\nbody", 200, "body", true);
	expect(OK "Content-Length: odd\r\n\r\nbody", 200, "body", false);
	expect("HTTP/1.1 204 No Content", 204, "", false);
}

static void chunks(void **state)
{
	(void)state;
	expect(CHUNKED "3\r\nabc\r\n0a ;x=y\r\n0123456789\r\n0\r\n\r\n", 200,
		"abc0123456789", false);
	expect(CHUNKED "3\nabc\n0\n\n", 200, "abc", false);
	expect(CHUNKED "3\r\nabc\r\n", 200, "abc", true);
	expect(CHUNKED "3\r\nab", 200, "ab", true);
	expect(CHUNKED "ffffffff\r\nab", 200, "ab", true);
	/* The writer took the chunks away and left the header. */
	expect(CHUNKED "<main>text", 200, "<main>text", false);
	expect(CHUNKED "3\r\nabc\r\nrubbish", 200, "3\r\nabc\r\nrubbish",
		false);
	expect(CHUNKED "fffffffff\r\nab", 200, "fffffffff\r\nab", false);
}

static void fields(void **state)
{
	static const char block[] =
		OK "content-type: text/html;charset=utf-8\r\n"
		   "Content-Encoding: gzip\r\nLocation: /x\r\n\r\nabc";
	struct warc_http a = { 0 };

	(void)state;
	assert_int_equal(warc_http_read(&a, block, strlen(block)), 0);
	assert_string_equal(a.media_type.p, "text/html;charset=utf-8");
	assert_string_equal(a.coding.p, "gzip");
	assert_string_equal(a.location.p, "/x");
	assert_int_equal(a.head.len, strlen(block) - 3);
	warc_http_release(&a);
}

static void no_answers(void **state)
{
	static const char *const wrong[] = { "", "HTTP/1.1", "HTTP/1.1 2x0 OK",
		"HTTP/1.1 20", "<html>", "GET / HTTP/1.1\r\n\r\n",
		"HTTP/1.1 099 X\r\n\r\n", "HTTP/1.1 103 Early Hints\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\nrest" };
	struct warc_http a = { 0 };
	struct str head = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_int_equal(warc_http_read(&a, wrong[i], strlen(wrong[i])),
			ERR_PARSE);
	str_puts(&head, OK "X: ");
	while (head.len < WARC_HTTP_HEAD)
		str_puts(&head, "xxxxxxxxxxxxxxxx");
	assert_int_equal(warc_http_read(&a, head.p, head.len), ERR_LIMIT);
	str_release(&head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(chunks),
		cmocka_unit_test(fields),
		cmocka_unit_test(no_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
