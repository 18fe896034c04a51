/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "archive/observation.h"

static void words_both_ways(void **state)
{
	(void)state;
	for (int i = 0; i < OBSERVATION_KINDS; i++)
		assert_int_equal(
			observation_kind_of(observation_kind_name((unsigned)i)),
			i);
	for (int i = 0; i < OBSERVATION_DISPOSITIONS; i++)
		assert_int_equal(
			observation_disposition_of(
				observation_disposition_name((unsigned)i)),
			i);
	for (int i = 0; i <= OBSERVATION_PRECISION_WINDOW; i++)
		assert_int_equal(
			observation_precision_of(
				observation_precision_name((unsigned)i)),
			i);
	assert_string_equal(
		observation_disposition_name(OBSERVATION_BLOCKED), "blocked");
	assert_int_equal(observation_disposition_of("refused"), -1);
	assert_int_equal(observation_precision_of(""), -1);
}

static void traffic(void **state)
{
	struct observation o = { .host = "a.example" };

	(void)state;
	assert_true(observation_is_traffic(&o));
	o.kind = OBSERVATION_REQUEST;
	assert_true(observation_is_traffic(&o));
	o.kind = OBSERVATION_EVENT;
	assert_false(observation_is_traffic(&o));
	o.kind = OBSERVATION_CONNECTION;
	o.host = "";
	assert_false(observation_is_traffic(&o));
}

/* Ends included; what is only known to lie in a window lies there whole. */
static void within(void **state)
{
	struct observation o = { .ns = 20,
		.window_start = 9,
		.window_end = 20,
		.precision = OBSERVATION_PRECISION_S };

	(void)state;
	assert_true(observation_lies_in(&o, 20, 20));
	assert_false(observation_lies_in(&o, 21, 30));
	assert_false(observation_lies_in(&o, 10, 19));
	assert_true(observation_lies_in(&o, 10, 20));
	o.precision = OBSERVATION_PRECISION_WINDOW;
	assert_false(observation_lies_in(&o, 10, 20));
	assert_true(observation_lies_in(&o, 9, 20));
	o.precision = OBSERVATION_PRECISION_NONE;
	assert_false(observation_lies_in(&o, INT64_MIN, INT64_MAX));
}

/* A damaged byte has a word too. */
static void unknown_values(void **state)
{
	(void)state;
	assert_non_null(observation_kind_name(15));
	assert_non_null(observation_disposition_name(15));
	assert_non_null(observation_source_name(15));
	assert_non_null(observation_precision_name(15));
	assert_non_null(observation_zone_name(15));
	assert_non_null(observation_year_name(15));
	assert_non_null(observation_count_name(15));
	assert_non_null(observation_mark_name(15));
	assert_string_equal(
		observation_zone_name(OBSERVATION_ZONE_EPOCH), "epoch");
	assert_string_equal(observation_mark_name(OBSERVATION_MARK_GAP), "gap");
}

static void marks(void **state)
{
	(void)state;
	assert_int_equal(
		observation_mark_of(ZONE_UNIQUE), OBSERVATION_MARK_NONE);
	assert_int_equal(observation_mark_of(ZONE_GAP), OBSERVATION_MARK_GAP);
	assert_int_equal(
		observation_mark_of(ZONE_REPEAT), OBSERVATION_MARK_REPEAT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_both_ways),
		cmocka_unit_test(traffic),
		cmocka_unit_test(within),
		cmocka_unit_test(unknown_values),
		cmocka_unit_test(marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
