/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/warc_reach.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/err.h"

#define HOUR INT64_C(3600000000000)

static void follows_redirects_of_the_day(void **state)
{
	struct warc_reach *r = warc_reach_new();

	(void)state;
	warc_reach_add(r, "http://a.test/p", "https://a.test/p", 100 * HOUR);
	warc_reach_add(r, "https://a.test/p#x", "/privacy?a=1", 101 * HOUR);
	warc_reach_add(r, "https://a.test/p", "/later", 900 * HOUR);
	warc_reach_add(r, "https://b.test/", "https://c.test/", 100 * HOUR);
	assert_int_equal(warc_reach_start(r, 0, "http://a.test/p"), 0);
	assert_true(warc_reach_has(r, 0, "http://A.test/p#top", 5));
	assert_true(warc_reach_has(r, 0, "https://a.test/p", 110 * HOUR));
	assert_false(warc_reach_has(r, 0, "https://a.test/p", 900 * HOUR));
	assert_true(
		warc_reach_has(r, 0, "https://a.test/privacy?a=1", 90 * HOUR));
	assert_false(warc_reach_has(r, 0, "https://a.test/later", 900 * HOUR));
	assert_false(warc_reach_has(r, 0, "https://c.test/", 100 * HOUR));
	assert_false(warc_reach_has(r, 1, "http://a.test/p", 5));
	assert_int_equal(warc_reach_start(r, 1, "https://b.test"), 0);
	assert_true(warc_reach_has(r, 1, "https://c.test/", 100 * HOUR));
	assert_false(warc_reach_has(r, 0, "https://c.test/", 100 * HOUR));
	warc_reach_free(r);
}

static void circles_end(void **state)
{
	struct warc_reach *r = warc_reach_new();
	char to[40];

	(void)state;
	warc_reach_add(r, "https://a.test/1", "/2", 0);
	warc_reach_add(r, "https://a.test/2", "/1", 0);
	warc_reach_add(r, "https://a.test/2", "/2", INT64_MIN);
	warc_reach_add(r, "https://a.test/2", "/2", INT64_MAX);
	for (int i = 0; i < 3 * WARC_REACH_MAX; i++) {
		snprintf(to, sizeof(to), "/many%d", i);
		warc_reach_add(r, "https://a.test/1", to, i);
	}
	assert_int_equal(warc_reach_start(r, 0, "https://a.test/1"), 0);
	assert_true(warc_reach_has(r, 0, "https://a.test/2", 0));
	assert_true(warc_reach_has(r, 0, "https://a.test/many1", 0));
	assert_false(warc_reach_has(r, 0, "https://a.test/2", INT64_MAX));
	assert_false(warc_reach_has(r, 0, "https://a.test/2", INT64_MIN));
	warc_reach_free(r);
}

static void what_is_no_address(void **state)
{
	struct warc_reach *r = warc_reach_new();

	(void)state;
	warc_reach_add(r, "no address", "/2", 0);
	warc_reach_add(r, "https://a.test/", "https://[", 0);
	assert_int_equal(warc_reach_start(r, 0, "no address"), ERR_INVALID);
	assert_int_equal(warc_reach_start(r, 0, "https://a.test/"), 0);
	assert_false(warc_reach_has(r, 0, "", 0));
	warc_reach_free(r);
	warc_reach_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(follows_redirects_of_the_day),
		cmocka_unit_test(circles_end),
		cmocka_unit_test(what_is_no_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
