/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_paused.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/codec.h"
#include "base/err.h"
#include "base/json.h"
#include "base/mem.h"

static int read_event(
	struct browser_paused *out, const char *text, const char *language)
{
	cJSON *tree = NULL;
	int rc;

	assert_int_equal(json_parse(&tree, text, strlen(text), NULL), 0);
	rc = browser_paused_read(out, tree, language);
	cJSON_Delete(tree);
	return rc;
}

static void reads_a_request(void **state)
{
	static const char event[] =
		"{\"requestId\":\"job-1.1\",\"redirectedRequestId\":\"job-1."
		"0\","
		"\"networkId\":\"N\",\"frameId\":\"F\","
		"\"resourceType\":\"Document\",\"request\":{\"method\":"
		"\"POST\","
		"\"url\":\"https://a.test/x?y#z\",\"hasPostData\":true,"
		"\"postDataEntries\":[{\"bytes\":\"YQA=\"},{\"bytes\":\"Yg==\"}"
		"],"
		"\"headers\":{\"Accept\":\"*/*\",\"Cookie\":\"a=b\",\"X-None\":"
		"\"\",\"accept-encoding\":\"br\",\"Host\":\"b.test\","
		"\"User-Agent\":\"U\",\"Accept-Language\":\"en\","
		"\"Connection\":\"close\"}}}";
	struct browser_paused p;

	(void)state;
	assert_int_equal(read_event(&p, event, NULL), 0);
	assert_string_equal(p.id, "job-1.1");
	assert_string_equal(p.before, "job-1.0");
	assert_string_equal(p.network, "N");
	assert_string_equal(p.frame, "F");
	assert_true(p.document);
	assert_string_equal(p.request.url, "https://a.test/x?y");
	assert_string_equal(p.request.method, "POST");
	assert_int_equal(p.request.body_len, 3);
	assert_memory_equal(p.request.body, "a\0b", 3);
	assert_string_equal(p.request.headers[0], "Accept: */*");
	assert_string_equal(p.request.headers[1], "Cookie: a=b");
	assert_string_equal(p.request.headers[2], "X-None;");
	assert_null(p.request.headers[3]);
	assert_string_equal(p.request.user_agent, "U");
	assert_string_equal(p.request.accept_language, "en");
	browser_paused_release(&p);
	assert_int_equal(read_event(&p, event, "fr"), 0);
	assert_string_equal(p.request.accept_language, "fr");
	browser_paused_release(&p);
}

static void refused(const char *request, const char *words)
{
	struct browser_paused p;
	struct str event = { 0 };

	str_printf(&event, "{\"requestId\":\"7\",\"request\":{%s}}", request);
	assert_int_equal(read_event(&p, event.p, NULL), ERR_REFUSED);
	assert_string_equal(p.id, "7");
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' lacks '%s'", err_message(), words);
	browser_paused_release(&p);
	str_release(&event);
}

static void refuses_what_is_not_sent(void **state)
{
	struct browser_paused p;
	struct str many = { 0 }, large = { 0 };
	char *block = mem_new(BROWSER_PAUSED_BODY + 1, 1);

	(void)state;
	refused("\"url\":\"ftp://a.test/\"", "neither http nor https");
	refused("\"url\":\"file:///etc/passwd\"", "neither http nor https");
	refused("\"url\":\"chrome://version/\"", "neither http nor https");
	refused("\"url\":\"http://me:x@a.test/\"", "a user name");
	refused("\"url\":\"http://a.test/\",\"method\":\"PUT\"",
		"of the method 'PUT' are not sent");
	refused("\"url\":\"http://a.test/\",\"method\":\"POST\","
		"\"hasPostData\":true",
		"body cannot be seen");
	refused("\"url\":\"http://a.test/\",\"method\":\"POST\","
		"\"postDataEntries\":[{}]",
		"sends a file");
	str_puts(&many, "\"url\":\"http://a.test/\",\"headers\":{");
	for (int i = 0; i <= BROWSER_PAUSED_HEADERS; i++)
		str_printf(&many, "%s\"X-%d\":\"y\"", i > 0 ? "," : "", i);
	str_puts(&many, "}");
	refused(many.p, "more than 100 header fields");
	str_puts(&large, "\"url\":\"http://a.test/\",\"postDataEntries\":"
			 "[{\"bytes\":\"");
	codec_base64(&large, block, BROWSER_PAUSED_BODY + 1);
	str_puts(&large, "\"}]");
	refused(large.p, "a body of more than 1048576 bytes");
	assert_int_equal(read_event(&p, "{}", NULL), ERR_PARSE);
	browser_paused_release(&p);
	assert_int_equal(
		read_event(&p, "{\"requestId\":\"1\"}", NULL), ERR_PARSE);
	browser_paused_release(&p);
	assert_true(browser_paused_is_local("data:text/plain,x"));
	assert_true(browser_paused_is_local("Blob:https://a.test/1"));
	assert_false(browser_paused_is_local("https://a.test/data:"));
	free(block);
	str_release(&many);
	str_release(&large);
}

static void assert_base64(
	const cJSON *params, const char *name, const char *want, size_t len)
{
	const char *text = json_string(params, name);
	struct str got = { 0 };

	assert_non_null(text);
	assert_int_equal(codec_unbase64(&got, text, strlen(text)), 0);
	assert_int_equal(got.len, len);
	assert_memory_equal(got.p, want, len);
	str_release(&got);
}

static void writes_an_answer(void **state)
{
	static const char fields[] =
		"Content-Type: text/html\0Set-Cookie: a=b\0X: \xE9";
	static const unsigned char gzip[] = { 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0,
		3, 0xcb, 0x48, 0xcd, 0xc9, 0xc9, 7, 0, 0x86, 0xa6, 0x10, 0x36,
		5, 0, 0, 0 };
	struct http_response a;
	cJSON *params = NULL;

	(void)state;
	http_response_init(&a);
	a.status = 404;
	str_puts(&a.headers, "HTTP/1.1 404 Not Found\r\n"
			     "Content-Type: text/html \r\n"
			     "content-encoding: gzip\r\nContent-Length: 25\r\n"
			     "Connection: close\r\nAlt-Svc: h3=\":443\"\r\n"
			     "Set-Cookie: a=b\r\nno field\r\n: x\r\n"
			     "X: \xE9\r\n\r\n");
	str_add(&a.body, gzip, sizeof(gzip));
	assert_int_equal(browser_paused_fulfil(&params, "7", &a), 0);
	assert_string_equal(json_string(params, "requestId"), "7");
	assert_int_equal(json_integer(params, "responseCode", 0), 404);
	assert_base64(params, "body", "hello", 5);
	assert_base64(
		params, "binaryResponseHeaders", fields, sizeof(fields) - 1);
	cJSON_Delete(params);
	str_cut(&a.body, 12);
	assert_int_equal(browser_paused_fulfil(&params, "7", &a), ERR_PARSE);
	http_response_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_request),
		cmocka_unit_test(refuses_what_is_not_sent),
		cmocka_unit_test(writes_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
