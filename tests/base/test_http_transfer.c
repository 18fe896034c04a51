/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_transfer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "server.h"

static void answer(struct server_peer *peer, const char *head)
{
	(void)head;
	server_puts(peer, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

static void refuses_what_is_no_request(void **state)
{
	const struct http_request q = { .url = "http://192.0.2.1/",
		.accept_language = "fr\r\nX: y" };
	struct http_transfer *t = NULL;
	struct http_response a;

	(void)state;
	http_response_init(&a);
	assert_int_equal(http_transfer_new(&t, &a, &q), ERR_INVALID);
	assert_null(t);
	http_transfer_free(t);
	http_response_release(&a);
}

/* Never performed: nothing is known, and that is what the record says. */
static void unsent_is_no_answer(void **state)
{
	const struct http_request q = { .url = "http://192.0.2.1/",
		.max_body = 9 };
	struct http_transfer *t = NULL;
	struct http_response a;

	(void)state;
	http_response_init(&a);
	assert_int_equal(http_transfer_new(&t, &a, &q), 0);
	assert_int_equal(a.body.max, 9);
	assert_non_null(http_transfer_curl(t));
	assert_int_equal(http_transfer_end(t, CURLE_COULDNT_CONNECT), ERR_NET);
	assert_int_equal(a.cause, HTTP_CAUSE_CONNECT);
	assert_string_equal(http_cause_name(a.cause), "connect");
	assert_int_equal(a.status, 0);
	assert_false(a.reused);
	assert_string_equal(a.peer, "");
	assert_string_equal(a.resolved, "");
	assert_string_equal(a.tls_verify, "");
	http_transfer_free(t);
	http_response_release(&a);
}

static void any_handle_can_perform_it(void **state)
{
	struct http_request q = { .allow_private = true };
	struct http_transfer *t = NULL;
	struct http_response a;
	struct server s;
	char url[64];

	(void)state;
	server_start(&s, answer, NULL);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d/", s.port);
	q.url = url;
	http_response_init(&a);
	assert_int_equal(http_transfer_new(&t, &a, &q), 0);
	assert_int_equal(
		http_transfer_end(t, curl_easy_perform(http_transfer_curl(t))),
		0);
	assert_string_equal(a.body.p, "ok");
	assert_string_equal(a.peer, "127.0.0.1");
	assert_int_equal(a.cause, HTTP_CAUSE_NONE);
	http_transfer_free(t);
	http_response_release(&a);
	server_stop(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_is_no_request),
		cmocka_unit_test(unsent_is_no_answer),
		cmocka_unit_test(any_handle_can_perform_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
