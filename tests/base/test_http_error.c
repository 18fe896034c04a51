/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static const struct http_request request = { .url = "https://exemple.test/",
	.proxy = "http://proxy.test/" };

/* A failure before any connection stood. */
static struct http_failure failure(CURLcode code)
{
	return (struct http_failure){ .curl = curl_easy_init(),
		.code = code,
		.q = &request,
		.headers_max = 7,
		.body_max = 9,
		.timeout_s = 60,
		.connect_s = 15 };
}

static void assert_error(struct http_failure f, int code, const char *message)
{
	assert_int_equal(http_error(&f), code);
	assert_string_equal(err_message(), message);
	curl_easy_cleanup(f.curl);
}

static void says_what_to_do(void **state)
{
	(void)state;
	assert_error(failure(CURLE_COULDNT_RESOLVE_HOST), ERR_NET,
		"'https://exemple.test/': no server of that name was found; "
		"check the address and the connection to the internet");
	assert_error(failure(CURLE_COULDNT_RESOLVE_PROXY), ERR_NET,
		"'http://proxy.test/': no server of that name was found; "
		"check the address and the connection to the internet");
	assert_error(failure(CURLE_OPERATION_TIMEDOUT), ERR_NET,
		"'https://exemple.test/': the server did not answer within 15 "
		"seconds; check the address, or try again later");
	assert_error(failure(CURLE_URL_MALFORMAT), ERR_INVALID,
		"'https://exemple.test/' is not a web address; expected one "
		"that begins with https:// or http://");
	assert_error(failure(CURLE_GOT_NOTHING), ERR_NET,
		"'https://exemple.test/': the server closed the connection "
		"without an answer; try again later");
	assert_error(failure(CURLE_TOO_MANY_REDIRECTS), ERR_NET,
		"'https://exemple.test/': Number of redirects hit maximum "
		"amount");
}

static void names_limits(void **state)
{
	struct http_failure body = failure(CURLE_WRITE_ERROR);
	struct http_failure headers = failure(CURLE_WRITE_ERROR);

	(void)state;
	body.body_over = true;
	headers.headers_over = true;
	assert_error(body, ERR_LIMIT,
		"'https://exemple.test/': the answer is larger than 9 bytes");
	assert_error(headers, ERR_LIMIT,
		"'https://exemple.test/': the answer's headers are larger than "
		"7 bytes");
}

static void refusal_comes_first(void **state)
{
	struct http_failure f = failure(CURLE_COULDNT_CONNECT);

	(void)state;
	f.refused = "loopback";
	memcpy(f.refused_at, "127.0.0.1", 10);
	assert_error(f, ERR_REFUSED,
		"'https://exemple.test/': refused to connect to 127.0.0.1 "
		"(loopback): a page must not lead into your own network; use "
		"--allow-private if this is your own server");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_what_to_do),
		cmocka_unit_test(names_limits),
		cmocka_unit_test(refusal_comes_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
