/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/err.h"
#include "evidence/har_entry.h"

struct input {
	const char *text;
	size_t len, at;
};

/* Five bytes at a time: everything comes in pieces. */
static int give(void *buffer, size_t len, size_t *n, void *ctx)
{
	struct input *in = ctx;

	*n = in->len - in->at;
	if (*n > 5)
		*n = 5;
	if (*n > len)
		*n = len;
	memcpy(buffer, in->text + in->at, *n);
	in->at += *n;
	return 0;
}

static int read_entry(struct har_entry *e, const char *text)
{
	struct input in = { text, strlen(text), 0 };
	struct json_stream_token t;
	struct json_stream s;
	int rc;

	har_entry_init(e);
	json_stream_init(&s, give, &in);
	rc = json_stream_next(&s, &t);
	if (rc == 0)
		rc = har_entry_read(e, &s, &t);
	json_stream_release(&s);
	return rc;
}

static void whole(void **state)
{
	struct har_entry e;

	(void)state;
	assert_int_equal(
		read_entry(&e,
			" {\"startedDateTime\":\"T\",\"pageref\":\"p\","
			"\"request\":{\"method\":\"PUT\",\"url\":"
			"\"http:\\/\\/h.example\\/\",\"bodySize\":12.7,"
			"\"headersSize\":-1},"
			"\"response\":{\"status\":204,\"bodySize\":1e400,"
			"\"content\":{\"encoding\":\"base64\","
			"\"text\":\"!\",\"size\":7}}}"),
		0);
	assert_null(e.why);
	assert_int_equal(e.position, 1);
	assert_string_equal(e.started, "T");
	assert_string_equal(e.page, "p");
	assert_string_equal(e.method, "PUT");
	assert_string_equal(e.url.host, "h.example");
	assert_int_equal(e.status, 204);
	assert_int_equal(e.request.body, 12);
	assert_int_equal(e.request.headers, -1);
	assert_int_equal(e.response.body, -1);
	assert_int_equal(e.content, 7);
	assert_false(e.response.has_content); /* no base64, though it says so */
	har_entry_release(&e);
}

static void odd_types(void **state)
{
	struct har_entry e;

	(void)state;
	assert_int_equal(
		read_entry(&e, "{\"startedDateTime\":7,\"pageref\":{},"
			       "\"request\":{\"url\":\"http://h.example/\","
			       "\"method\":[1,[2]],\"headers\":{\"a\":1},"
			       "\"cookies\":5,\"postData\":[]},"
			       "\"response\":[1,2],\"_error\":{\"x\":1},"
			       "\"_webSocketMessages\":\"x\"}"),
		0);
	assert_null(e.why);
	assert_string_equal(e.started, "7");
	assert_string_equal(e.method, "");
	assert_string_equal(e.error, "");
	assert_int_equal(e.status, 0);
	har_entry_release(&e);
}

static void breaks(void **state)
{
	struct har_entry e;

	(void)state;
	assert_int_equal(
		read_entry(&e, "{\"request\":{\"postData\":{\"text\":\"ab"),
		ERR_PARSE);
	har_entry_release(&e);
	assert_int_equal(
		read_entry(&e, "{\"request\":{\"url\":tru}}"), ERR_PARSE);
	har_entry_release(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(odd_types),
		cmocka_unit_test(breaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
