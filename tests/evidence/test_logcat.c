/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/logcat.h"

static bool takes(struct logcat_line *l, const char *text)
{
	struct line line = { .text = text, .len = strlen(text) };

	return logcat_line_read(l, &line);
}

static void is_said(
	const struct logcat_line *l, const char *tag, const char *text)
{
	assert_int_equal(l->tag_len, strlen(tag));
	assert_memory_equal(l->tag, tag, l->tag_len);
	assert_int_equal(l->text_len, strlen(text));
	assert_memory_equal(l->text, text, l->text_len);
}

static void forms(void **state)
{
	struct logcat_line l;

	(void)state;
	assert_true(takes(&l, "07-16 09:03:11.113  1144  1300 I tag: [a: b]"));
	is_said(&l, "tag", "[a: b]");
	assert_false(l.moment.has_zone);
	assert_int_equal(l.moment.when.year, 0);
	assert_int_equal(l.moment.when.month, 7);
	assert_int_equal(l.moment.when.day, 16);
	assert_int_equal(l.moment.when.hour, 9);
	assert_int_equal(l.moment.when.nanosecond, 113000000);
	assert_int_equal(l.moment.precision, OBSERVATION_PRECISION_MS);
	assert_true(takes(&l, "07-16 09:03:11.113 u0_a88  1144  1300 W t: x"));
	is_said(&l, "t", "x");
	assert_true(takes(&l, "07-16 09:03:11.113  1000  1144  1300 I t : x"));
	is_said(&l, "t", "x");
	assert_true(takes(&l, "2018-07-16 09:03:11.113456  1144  1300 I t: "));
	assert_int_equal(l.moment.when.year, 2018);
	assert_int_equal(l.moment.precision, OBSERVATION_PRECISION_US);
	is_said(&l, "t", "");
	assert_true(
		takes(&l, "2018-07-16 09:03:11.113 +0200  1144  1300 D t: x"));
	assert_true(l.moment.has_zone &&
		    l.moment.ns == INT64_C(1531724591113000000));
	assert_int_equal(l.moment.zone, OBSERVATION_ZONE_OFFSET);
	assert_true(takes(&l, "1531724591.113  1144  1300 I t: x"));
	assert_true(l.moment.has_zone &&
		    l.moment.ns == INT64_C(1531724591113000000));
	assert_int_equal(l.moment.zone, OBSERVATION_ZONE_EPOCH);
	assert_true(
		takes(&l, "07-16 07:03:11.113 +0000  1000  1144  1300 I t: x"));
	assert_true(l.moment.has_offset);
	is_said(&l, "t", "x");
	assert_true(takes(&l, "07-16 09:03:11.113 I/tag( 1144): x"));
	is_said(&l, "tag", "x");
}

static void others(void **state)
{
	static const char *const bad[] = { "", "07-16", "07-16 09:03:11.113",
		"13-16 09:03:11.113  1  1 I t: x",
		"07-16 25:03:11.113  1  1 I t: x",
		"07-16 09:03:11.113  1  1 I t",
		"07-16 09:03:11.113 +00  1  1 I t: x",
		"07-16 09:03:11.113  1  1  1  1 I t: x",
		"07-16 09:03:11.113 I/tag 1144: x",
		"07-16 09:03:11.11x  1  1 I t: x",
		"--------- beginning of events", "153172459  1  1 I t: x" };
	struct logcat_line l;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (takes(&l, bad[i]))
			fail_msg("'%s' was taken", bad[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
