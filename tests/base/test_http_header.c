/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/http_header.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/instant.h"

static void reads_fields(void **state)
{
	struct str block = { 0 }, out = { 0 }, none = { 0 };

	(void)state;
	str_puts(&block,
		"HTTP/1.1 200 OK\r\nContent-Type:\ttext/html ; x \r\n"
		"Empty:\r\nX-A: 1\nx-a:2\r\nNoColon\r\nX-AB: 3\r\n\r\n");
	assert_int_equal(http_header(&out, &block, "content-type", 0), 0);
	assert_string_equal(out.p, "text/html ; x");
	str_clear(&out);
	assert_int_equal(http_header(&out, &block, "Empty", 0), 0);
	assert_int_equal(out.len, 0);
	assert_int_equal(http_header(&out, &block, "X-A", 0), 0);
	assert_int_equal(http_header(&out, &block, "X-A", 1), 0);
	assert_string_equal(out.p, "12");
	assert_int_equal(http_header(&out, &block, "X-A", 2), ERR_NOTFOUND);
	assert_int_equal(http_header(&out, &block, "NoColon", 0), ERR_NOTFOUND);
	assert_int_equal(http_header(&out, &none, "X", 0), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "'X'"));
	str_release(&block);
	str_release(&out);
}

/* The wait in seconds that the fields ask for at 1,000,000,000 seconds past
 * 1970 (2001-09-09T01:46:40Z); -1: none. */
static int64_t wait(const char *fields)
{
	struct str block = { 0 };
	int64_t ns = -INSTANT_SECOND;

	str_printf(&block, "HTTP/1.1 503 X\r\n%s\r\n", fields);
	if (!http_retry_after(
		    &ns, &block, INT64_C(1000000000) * INSTANT_SECOND))
		assert_int_equal(ns, -INSTANT_SECOND);
	str_release(&block);
	return ns / INSTANT_SECOND;
}

static void reads_retry_after(void **state)
{
	(void)state;
	assert_int_equal(wait("Retry-After: 120\r\n"), 120);
	assert_int_equal(wait("retry-after:0\r\n"), 0);
	assert_int_equal(
		wait("Retry-After: Sun, 09 Sep 2001 01:48:40 GMT\r\n"), 120);
	assert_int_equal(
		wait("Retry-After: Sunday, 09-Sep-01 01:48:40 GMT\r\n"), 120);
	assert_int_equal(
		wait("Retry-After: Sun Sep  9 01:48:40 2001\r\n"), 120);
	assert_int_equal(
		wait("Retry-After: Sun, 09 Sep 2001 01:00:00 GMT\r\n"), 0);
}

/* A server whose clock is wrong is wrong in both. */
static void dates_count_from_servers_clock(void **state)
{
	(void)state;
	assert_int_equal(wait("Date: Wed, 21 Oct 2026 07:28:00 GMT\r\n"
			      "Retry-After: Wed, 21 Oct 2026 07:28:30 GMT\r\n"),
		30);
	assert_int_equal(wait("Date: yesterday, I think\r\n"
			      "Retry-After: Sun, 09 Sep 2001 01:46:50 GMT\r\n"),
		10);
}

static void bounds_retry_after(void **state)
{
	(void)state;
	assert_int_equal(wait("Retry-After: 86401\r\n"), HTTP_RETRY_MAX_S);
	assert_int_equal(wait("Retry-After: 99999999999999999999999999\r\n"),
		HTTP_RETRY_MAX_S);
	assert_int_equal(wait("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT\r\n"),
		HTTP_RETRY_MAX_S);
	assert_int_equal(wait(""), -1);
	assert_int_equal(wait("Retry-After:\r\n"), -1);
	assert_int_equal(wait("Retry-After: -1\r\n"), -1);
	assert_int_equal(wait("Retry-After: soon\r\n"), -1);
	assert_int_equal(wait("Retry-After: 1e3\r\n"), -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_fields),
		cmocka_unit_test(reads_retry_after),
		cmocka_unit_test(dates_count_from_servers_clock),
		cmocka_unit_test(bounds_retry_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
