/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/answer.h"
#include "evidence/host.h"

static void collects(void **state)
{
	struct answer a = { 0 };
	char name[HOST_MAX + 1];

	(void)state;
	answer_add(&a, "LB.cloud.example.", 17);
	answer_add(&a, "some text", 9);
	answer_add(&a, "", 0);
	answer_add(&a, "2001:db8::1", 11);
	assert_string_equal(a.text, "lb.cloud.example 2001:db8::1");
	answer_clear(&a);
	assert_string_equal(a.text, "");
	/* Full: what does not fit is left out whole. */
	memset(name, 'x', sizeof(name));
	for (int i = 0; i < 10; i++)
		answer_add(&a, name, 200);
	assert_int_equal(a.len, 4 * 201 - 1);
	answer_add(&a, "192.0.2.7", 9);
	assert_non_null(strstr(a.text, "x 192.0.2.7"));
}

static void nowhere(void **state)
{
	static const char *const yes[] = { "0.0.0.0", "::", "127.0.0.1", "::1",
		"127.0.0.53", "alias.example 0.0.0.0", "0.0.0.0 ::" };
	static const char *const no[] = { "", "192.0.2.7", "alias.example",
		"0.0.0.0 192.0.2.7", "::2", "1.0.0.0" };

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		assert_true(answer_leads_nowhere(yes[i]));
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		assert_false(answer_leads_nowhere(no[i]));
}

static int judged(const char *answer, const char *rcode, int source)
{
	struct observation o = { .host = "a.example", .answer = answer };

	answer_judge(&o, rcode);
	assert_int_equal(o.disposition_source, source);
	return o.disposition;
}

static void judges(void **state)
{
	struct observation local = { .host = "localhost",
		.answer = "127.0.0.1" };

	(void)state;
	answer_judge(&local, "NOERROR");
	assert_int_equal(local.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(local.disposition_source, OBSERVATION_SOURCE_NONE);
	assert_int_equal(
		judged("0.0.0.0", "NOERROR", OBSERVATION_SOURCE_ANSWER),
		OBSERVATION_BLOCKED);
	assert_int_equal(judged("", "SERVFAIL", OBSERVATION_SOURCE_FIELD),
		OBSERVATION_ERROR);
	assert_int_equal(
		judged("192.0.2.7", "NOERROR", OBSERVATION_SOURCE_NONE),
		OBSERVATION_UNKNOWN);
	assert_int_equal(judged(NULL, "NXDOMAIN", OBSERVATION_SOURCE_NONE),
		OBSERVATION_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(collects),
		cmocka_unit_test(nowhere),
		cmocka_unit_test(judges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
