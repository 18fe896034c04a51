/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/instant.h"
#include "evidence/when.h"

static struct observation o;

static const char *rfc3339(const char *text)
{
	o = (struct observation){ 0 };
	return when_rfc3339(&o, text, strlen(text), NULL);
}

static const char *epoch(const char *text)
{
	o = (struct observation){ 0 };
	return when_epoch(&o, text, strlen(text));
}

static void dates(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
		int precision;
	} cases[] = {
		{ "2018-09-04T10:09:51+02:00", INT64_C(1536048591000000000),
			OBSERVATION_PRECISION_S },
		{ "2018-09-04T10:09:51.25+0200", INT64_C(1536048591250000000),
			OBSERVATION_PRECISION_MS },
		{ "2018-09-04T08:09:51.222000Z", INT64_C(1536048591222000000),
			OBSERVATION_PRECISION_US },
		{ "2018-09-04 08:09:51,2220001Z", INT64_C(1536048591222000100),
			OBSERVATION_PRECISION_NS },
		{ "2018-09-04T08:09:51.12345678999Z",
			INT64_C(1536048591123456789),
			OBSERVATION_PRECISION_NS },
		{ "2018-09-04T03:39:51.4-0430", INT64_C(1536048591400000000),
			OBSERVATION_PRECISION_MS },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(rfc3339(cases[i].text));
		assert_int_equal(o.ns, cases[i].ns);
		assert_int_equal(o.precision, cases[i].precision);
		assert_int_equal(o.zone, OBSERVATION_ZONE_OFFSET);
	}
}

static void no_dates(void **state)
{
	static const char *const texts[] = { "2018-09-04", "x",
		"2018-13-04T08:09:51Z", "2018-09-04T08:09:51.Z",
		"2018-09-04T08:09:51+2", "2018-09-04T08:09:51Zulu",
		"2018-09-04T08:09:51+02:00 and more of it",
		"2018-09-04T08:09:5100000000000000000000000000000000000Z",
		" 2018-09-04T08:09:51Z", "2018-09-04T08:09:51." };

	(void)state;
	assert_string_equal(rfc3339(""), "no time");
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_non_null(rfc3339(texts[i]));
}

static void without_a_zone(void **state)
{
	static const char text[] = "2018-09-04 10:09:51.222";
	struct zone *paris = NULL;

	(void)state;
	assert_string_equal(rfc3339(text),
		"a time without a zone; give the place with --tz");
	assert_int_equal(zone_open(&paris, "Europe/Paris"), 0);
	assert_null(when_rfc3339(&o, text, strlen(text), paris));
	assert_int_equal(o.ns, INT64_C(1536048591222000000));
	assert_int_equal(o.zone, OBSERVATION_ZONE_GIVEN);
	assert_null(when_rfc3339(&o, "2018-10-28T02:30:00", 19, paris));
	assert_int_equal(o.mark, OBSERVATION_MARK_REPEAT);
	assert_null(when_rfc3339(&o, "2018-03-25T02:30:00", 19, paris));
	assert_int_equal(o.mark, OBSERVATION_MARK_GAP);
	zone_free(paris);
}

static void numbers(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
		int precision;
	} cases[] = {
		{ "1536048591", INT64_C(1536048591000000000),
			OBSERVATION_PRECISION_S },
		{ "1536048591.222", INT64_C(1536048591222000000),
			OBSERVATION_PRECISION_MS },
		{ "1536048591.222000123456", INT64_C(1536048591222000123),
			OBSERVATION_PRECISION_NS },
		{ "1536048591222", INT64_C(1536048591222000000),
			OBSERVATION_PRECISION_MS },
		{ "1536048591222000", INT64_C(1536048591222000000),
			OBSERVATION_PRECISION_US },
		{ "1536048591222000001", INT64_C(1536048591222000001),
			OBSERVATION_PRECISION_NS },
	};
	static const char *const wrong[] = { "0", "-1", "1e9", "1.5.2", "x",
		"1536048591.", "99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(epoch(cases[i].text));
		assert_int_equal(o.ns, cases[i].ns);
		assert_int_equal(o.precision, cases[i].precision);
		assert_int_equal(o.zone, OBSERVATION_ZONE_EPOCH);
	}
	assert_string_equal(epoch(""), "no time");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_string_equal(epoch(wrong[i]), "no valid time");
	assert_null(when_epoch_unit(&o, "1536048591222", 13, 1000000));
	assert_int_equal(o.precision, OBSERVATION_PRECISION_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates),
		cmocka_unit_test(no_dates),
		cmocka_unit_test(without_a_zone),
		cmocka_unit_test(numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
