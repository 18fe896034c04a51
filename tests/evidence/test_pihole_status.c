/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/pihole_status.h"

static void statuses(void **state)
{
	static const char want[] = "uBaaBBBBBBBBaaaBBaB";

	(void)state;
	for (int i = 0; i < 19; i++) {
		struct observation o = { 0 };
		bool blocked = want[i] == 'B';

		assert_true(pihole_status_judge(&o, i));
		assert_int_equal(o.disposition, blocked ? OBSERVATION_BLOCKED
						: want[i] == 'a'
							? OBSERVATION_ALLOWED
							: OBSERVATION_UNKNOWN);
		assert_int_equal(o.disposition_source,
			i == 0 ? OBSERVATION_SOURCE_NONE
			       : OBSERVATION_SOURCE_FIELD);
		assert_int_equal(o.rule != NULL, blocked);
		assert_int_equal(pihole_status_of(pihole_status_name(i)), i);
	}
}

static void none(void **state)
{
	struct observation o = { 0 };

	(void)state;
	assert_false(pihole_status_judge(&o, -1));
	assert_false(pihole_status_judge(&o, 19));
	assert_int_equal(o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(pihole_status_of("gravity"), -1);
	assert_string_equal(pihole_status_name(99), "");
	assert_string_equal(pihole_client("0.0.0.0"), "");
	assert_string_equal(pihole_client("192.0.2.7"), "192.0.2.7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses),
		cmocka_unit_test(none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
