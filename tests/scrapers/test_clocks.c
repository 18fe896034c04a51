/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/clocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/instant.h"
#include "base/json.h"

#define DATE "Tue, 24 Nov 2026 12:00:00 GMT"

static int64_t date_ns(void)
{
	int64_t ns = 0;

	assert_true(instant_parse_http(&ns, DATE));
	return ns;
}

/* Sent at 11:59:59.9 and received at 12:00:00.2 by our clock: the server is
 * between 0.2 s behind and 1.1 s ahead. */
static void a_date_gives_an_interval(void **state)
{
	struct clocks c = { 0 };
	int64_t d = date_ns(), low, high;

	(void)state;
	assert_false(clocks_agree(&c, &low, &high));
	clocks_answer(&c, d - 100000000, d + 200000000, DATE, "a.test");
	assert_int_equal(c.n, 1);
	assert_true(clocks_agree(&c, &low, &high));
	assert_int_equal(low, -200000000);
	assert_int_equal(high, 1100000000);
	clocks_answer(&c, d + 500000000, d + 600000000, DATE, "b.test");
	assert_true(clocks_agree(&c, &low, &high));
	assert_int_equal(low, -200000000);
	assert_int_equal(high, 500000000);
	clocks_answer(&c, d, d, "yesterday", "c.test");
	assert_int_equal(c.n, 2);
}

static void disagreement_is_told(void **state)
{
	struct clocks c = { 0 };
	int64_t d = date_ns(), low, high;
	cJSON *json;

	(void)state;
	clocks_answer(&c, d, d, DATE, "a.test");
	clocks_answer(&c, d + 60 * INSTANT_SECOND, d + 60 * INSTANT_SECOND,
		DATE, "b.test");
	assert_false(clocks_agree(&c, &low, &high));
	json = clocks_json(&c);
	assert_true(json_bool(json, "sources_disagree", false));
	assert_null(json_member(json, "offset"));
	assert_string_equal(
		json_string(json_member(json, "offsets")->child, "source"),
		"Date of a.test");
	cJSON_Delete(json);
}

static void there_is_an_end_to_sources(void **state)
{
	struct clocks c;
	int64_t d = date_ns();

	(void)state;
	clocks_begin(&c);
	assert_true(c.state >= 0);
	for (int i = 0; i < 2 * CLOCKS_SOURCES; i++)
		clocks_answer(&c, d, d, DATE, "a.test");
	assert_int_equal(c.n, CLOCKS_SOURCES);
	assert_int_equal(clocks_step(&c), 0);
	c.wall_ns -= 3 * INSTANT_SECOND;
	assert_in_range(clocks_step(&c), 2900000000, 3100000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_date_gives_an_interval),
		cmocka_unit_test(disagreement_is_told),
		cmocka_unit_test(there_is_an_end_to_sources),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
