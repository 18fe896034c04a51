/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/technitium.h"

static void response_types(void **state)
{
	static const char *const words[] = { "Authoritative", "Recursive",
		"Cached", "Blocked", "UpstreamBlocked", "UpstreamBlockedCached",
		"Dropped" };
	static const char want[] = "aaaBBBe";

	(void)state;
	for (int i = 0; i < 7; i++) {
		char number[2] = { (char)('1' + i), '\0' };
		struct observation o = { 0 }, p = { 0 };

		assert_true(technitium_judge(&o, words[i]));
		assert_true(technitium_judge(&p, number));
		assert_int_equal(o.disposition, p.disposition);
		assert_int_equal(
			o.disposition, want[i] == 'a'	? OBSERVATION_ALLOWED
				       : want[i] == 'B' ? OBSERVATION_BLOCKED
							: OBSERVATION_ERROR);
	}
	assert_false(technitium_judge(&(struct observation){ 0 }, "8"));
	assert_false(technitium_judge(&(struct observation){ 0 }, ""));
}

static void answers(void **state)
{
	struct answer a;

	(void)state;
	technitium_answer(&a, "lb.cloud.example, 192.0.2.7");
	assert_string_equal(a.text, "lb.cloud.example 192.0.2.7");
	technitium_answer(&a, "CNAME lb.cloud.example., A 192.0.2.7,,");
	assert_string_equal(a.text, "lb.cloud.example 192.0.2.7");
	technitium_answer(&a, "");
	assert_string_equal(a.text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(response_types),
		cmocka_unit_test(answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
