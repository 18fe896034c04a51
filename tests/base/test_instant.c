/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/err.h"
#include "base/instant.h"

#define S INSTANT_SECOND

static void days(void **state)
{
	int year = 0, month = 0, day = 0;
	int64_t expected = instant_days(1, 1, 1);

	(void)state;
	assert_int_equal(instant_days(1970, 1, 1), 0);
	assert_int_equal(instant_days(1969, 12, 31), -1);
	assert_int_equal(instant_days(2000, 2, 29), 11016);
	assert_int_equal(instant_days(2000, 3, 1), 11017);
	assert_int_equal(expected, -719162);
	/* Every day of the calendar, one after the other. */
	for (int y = 1; y <= 9999; y++)
		for (int m = 1; m <= 12; m++)
			for (int d = 1; instant_is_date(y, m, d); d++) {
				if (instant_days(y, m, d) != expected)
					fail_msg("%d-%d-%d", y, m, d);
				instant_from_days(
					expected, &year, &month, &day);
				if (year != y || month != m || day != d)
					fail_msg("%d-%d-%d", y, m, d);
				expected++;
			}
	assert_int_equal(expected, instant_days(9999, 12, 31) + 1);
}

static void dates(void **state)
{
	(void)state;
	assert_true(instant_is_date(2000, 2, 29));
	assert_true(instant_is_date(2016, 2, 29));
	assert_false(instant_is_date(1900, 2, 29));
	assert_false(instant_is_date(2018, 2, 29));
	assert_false(instant_is_date(2018, 4, 31));
	assert_false(instant_is_date(2018, 13, 1));
	assert_false(instant_is_date(2018, 0, 1));
	assert_false(instant_is_date(2018, 1, 0));
	assert_false(instant_is_date(2018, 1, 32));
	assert_false(instant_is_date(0, 1, 1));
	assert_false(instant_is_date(10000, 1, 1));
	assert_false(instant_is_date(INT32_MIN, INT32_MAX, INT32_MIN));
}

static void parses(void **state)
{
	static const struct {
		const char *text;
		int64_t ns;
		int offset;
	} cases[] = {
		{ "1970-01-01T00:00:00Z", 0, 0 },
		{ "2018-09-03T10:00:00+02:00", 1535961600 * S, 7200 },
		{ "2018-09-03t08:00:00z", 1535961600 * S, 0 },
		{ "2018-09-03 04:30:00-03:30", 1535961600 * S, -12600 },
		{ "2018-09-03T08:00:00-00:00", 1535961600 * S, 0 },
		{ "2018-09-03T08:00:00.5Z", 1535961600 * S + S / 2, 0 },
		{ "2018-09-03T08:00:00.000000001Z", 1535961600 * S + 1, 0 },
		{ "2018-09-03T08:00:00.123456789Z", 1535961600 * S + 123456789,
			0 },
		{ "1969-12-31T23:59:59.999999999Z", -1, 0 },
		{ "1970-01-01T23:59:00+23:59", 0, 86340 },
		/* Leap seconds, as RFC 3339 shows them and with a fraction. */
		{ "1990-12-31T23:59:60Z", 662688000 * S, 0 },
		{ "1990-12-31T15:59:60-08:00", 662688000 * S, -28800 },
		{ "2017-01-01T00:59:60.75+01:00", 1483228800 * S, 3600 },
		/* The ends of what is read. */
		{ "1678-01-01T00:00:00Z", -9214560000 * S, 0 },
		{ "2261-12-31T23:59:59.999999999-23:59",
			9214646399 * S + 86340 * S + 999999999, -86340 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t ns = 1;
		int offset = 1;

		print_message("%s\n", cases[i].text);
		assert_int_equal(instant_parse(&ns, &offset, cases[i].text,
					 strlen(cases[i].text)),
			0);
		assert_true(ns == cases[i].ns);
		assert_int_equal(offset, cases[i].offset);
		assert_int_equal(instant_parse(&ns, NULL, cases[i].text,
					 strlen(cases[i].text)),
			0);
	}
}

static void refuses(void **state)
{
	static const char *const texts[] = { "", "now", "2018-09-03",
		"2018-09-03T10:00:00", "2018-09-03T10:00Z",
		"2018-09-03T10:00:00+02", "2018-09-03T10:00:00+0200",
		"2018-09-03T10:00:00+24:00", "2018-09-03T10:00:00+02:60",
		"2018-09-03T10:00:00 +02:00", "2018-09-03T24:00:00Z",
		"2018-09-03T10:60:00Z", "2018-09-03T10:00:61Z",
		"2018-09-03T10:00:60Z", "2018-09-30T23:58:60Z",
		"2018-09-15T23:59:60Z", "2018-12-31T23:59:60+01:00",
		"2018-02-29T10:00:00Z", "2018-13-01T10:00:00Z",
		"2018-9-03T10:00:00Z", "18-09-03T10:00:00Z",
		"2018-09-03T10:00:00.Z", "2018-09-03T10:00:00,5Z",
		"2018-09-03T10:00:00Zx", " 2018-09-03T10:00:00Z",
		"2018-09-03T10:00:00Z ", "2018-09-03_10:00:00Z",
		"2018/09/03T10:00:00Z", "+2018-09-03T10:00:00Z",
		"1677-12-31T23:59:59Z", "2262-01-01T00:00:00Z",
		"0000-01-01T00:00:00Z", "2018-09-03T10:00:00.1234567890Z" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int64_t ns = 42;
		int offset = 42;

		print_message("%s\n", texts[i]);
		assert_int_equal(
			instant_parse(&ns, &offset, texts[i], strlen(texts[i])),
			ERR_PARSE);
		assert_true(ns == 42);
		assert_int_equal(offset, 42);
		assert_non_null(strstr(err_message(), texts[i]));
	}
}

static void says_what_is_expected(void **state)
{
	char text[400];
	int64_t ns;

	(void)state;
	instant_parse(&ns, NULL, "yesterday", 9);
	assert_string_equal(err_message(),
		"'yesterday' is not a time; expected "
		"2018-09-03T10:00:00+02:00 / 2018-09-03T08:00:00Z");
	instant_parse(&ns, NULL, "2018-09-03T08:00:00.0123456789Z", 31);
	assert_string_equal(err_message(),
		"'2018-09-03T08:00:00.0123456789Z' is not a time; at most "
		"nine digits stand behind the seconds");
	instant_parse(&ns, NULL, "1500-09-03T08:00:00Z", 20);
	assert_string_equal(err_message(),
		"'1500-09-03T08:00:00Z' is no time of the years 1678 to 2261");
	/* A long text is cut at a character. */
	for (size_t i = 0; i < sizeof(text); i += 2)
		memcpy(text + i, "\xC3\xA9", 2);
	text[0] = 'x';
	text[1] = 'y';
	memmove(text + 1, text + 2, sizeof(text) - 2);
	assert_int_equal(
		instant_parse(&ns, NULL, text, sizeof(text) - 1), ERR_PARSE);
	assert_memory_equal(err_message() + 1, text, 59);
	assert_memory_equal(err_message() + 60, "' is not", 8);
}

static void formats(void **state)
{
	static const struct {
		int64_t ns;
		int offset;
		enum instant_precision precision;
		const char *text;
	} cases[] = {
		{ 0, 0, INSTANT_S, "1970-01-01T00:00:00Z" },
		{ -1, 0, INSTANT_NS, "1969-12-31T23:59:59.999999999Z" },
		{ -1, 0, INSTANT_S, "1969-12-31T23:59:59Z" },
		{ 1535961600 * S + 123456789, 7200, INSTANT_MS,
			"2018-09-03T10:00:00.123+02:00" },
		{ 1535961600 * S, -12600, INSTANT_S,
			"2018-09-03T04:30:00-03:30" },
		{ 1535961600 * S, -1800, INSTANT_S,
			"2018-09-03T07:30:00-00:30" },
		/* Local mean time of Paris, 561 seconds: the text still names
		 * the instant. */
		{ -2500000000 * S, 561, INSTANT_S,
			"1890-10-11T19:42:20+00:09" },
		{ 0, 59, INSTANT_S, "1970-01-01T00:00:00Z" },
		{ 0, -59, INSTANT_S, "1970-01-01T00:00:00Z" },
		{ INT64_MAX, 0, INSTANT_NS, "2262-04-11T23:47:16.854775807Z" },
		{ INT64_MIN, 0, INSTANT_NS, "1677-09-21T00:12:43.145224192Z" },
	};
	char out[INSTANT_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int64_t back = 0;

		instant_format(
			out, cases[i].ns, cases[i].offset, cases[i].precision);
		assert_string_equal(out, cases[i].text);
		if (instant_parse(&back, NULL, out, strlen(out)) == 0)
			assert_true(llabs(back - cases[i].ns) < S);
	}
	instant_date(out, 1535925600 * S, 7200);
	assert_string_equal(out, "2018-09-03");
	instant_date(out, 1535925600 * S - 1, 7200);
	assert_string_equal(out, "2018-09-02");
}

static void civil(void **state)
{
	struct civil c;
	int64_t ns = 7;

	(void)state;
	instant_civil(&c, -1, 3600);
	assert_int_equal(c.year, 1970);
	assert_int_equal(c.hour, 0);
	assert_int_equal(c.minute, 59);
	assert_int_equal(c.second, 59);
	assert_int_equal(c.nanosecond, 999999999);
	assert_true(instant_from_civil(&ns, &c, 3600));
	assert_true(ns == -1);
	c = (struct civil){ 2018, 9, 3, 10, 0, 0, 0 };
	assert_true(instant_from_civil(&ns, &c, 7200));
	assert_true(ns == 1535961600 * S);
	c.nanosecond = 1000000000;
	assert_false(instant_from_civil(&ns, &c, 0));
	c.nanosecond = -1;
	assert_false(instant_from_civil(&ns, &c, 0));
	c = (struct civil){ 2018, 9, 31, 10, 0, 0, 0 };
	assert_false(instant_from_civil(&ns, &c, 0));
	c = (struct civil){ 2018, 9, 30, 10, 0, -1, 0 };
	assert_false(instant_from_civil(&ns, &c, 0));
	assert_true(ns == 1535961600 * S);
}

static void civil_texts(void **state)
{
	static const struct {
		const char *text;
		bool timed;
		struct civil want;
	} cases[] = {
		{ "2018-09-03", false, { 2018, 9, 3, 0, 0, 0, 0 } },
		{ "2018-09-03 10:00", true, { 2018, 9, 3, 10, 0, 0, 0 } },
		{ "2018-09-03T10:00:59", true, { 2018, 9, 3, 10, 0, 59, 0 } },
		{ "2018-09-03 10:00:00.123", true,
			{ 2018, 9, 3, 10, 0, 0, 123000000 } },
		{ "2018-09-03 10:00:00,000000001", true,
			{ 2018, 9, 3, 10, 0, 0, 1 } },
		{ "1500-09-03", false, { 1500, 9, 3, 0, 0, 0, 0 } },
	};
	static const char *const bad[] = { "", "3 September", "2018-09",
		"2018-09-03 ", "2018-09-03T", "2018-09-03 10",
		"2018-09-03 1:00", "2018-09-03 10:00:", "2018-09-03 10:00:00.",
		"2018-09-03 10:00Z", "2018-09-03 24:00", "2018-02-30",
		"2018-09-03 10:00:00.0000000000" };
	struct civil c = { 0 };
	bool timed = false;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		print_message("%s\n", cases[i].text);
		assert_int_equal(instant_parse_civil(&c, &timed, cases[i].text,
					 strlen(cases[i].text)),
			0);
		assert_int_equal(timed, cases[i].timed);
		assert_memory_equal(&c, &cases[i].want, sizeof(c));
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		print_message("%s\n", bad[i]);
		assert_int_equal(
			instant_parse_civil(&c, NULL, bad[i], strlen(bad[i])),
			ERR_PARSE);
	}
	assert_int_equal(c.year, 1500);
	instant_parse_civil(&c, NULL, "soon", 4);
	assert_string_equal(err_message(),
		"'soon' is not a time; expected 2018-09-03 / 2018-09-03 "
		"10:00");
}

static void assert_now(int64_t ns)
{
	assert_true(llabs(ns - time(NULL) * S) < 60 * S);
}

static void clock_of_documents(void **state)
{
	static const char *const wrong[] = { "", "x", "12x", "-1", " 1", "+1",
		"99999999999", "99999999999999999999999" };

	(void)state;
	unsetenv("SOURCE_DATE_EPOCH");
	assert_now(instant_now());
	assert_now(instant_document_now());
	setenv("SOURCE_DATE_EPOCH", "1535961600", 1);
	assert_true(instant_document_now() == 1535961600 * S);
	assert_now(instant_now());
	setenv("SOURCE_DATE_EPOCH", "0", 1);
	assert_true(instant_document_now() == 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		setenv("SOURCE_DATE_EPOCH", wrong[i], 1);
		assert_now(instant_document_now());
	}
	unsetenv("SOURCE_DATE_EPOCH");
}

static void test_day(void **state)
{
	int64_t ns = 0;

	(void)state;
	assert_int_equal(instant_parse_day(&ns, "1970-01-02"), 0);
	assert_int_equal(ns, 86400 * INSTANT_SECOND);
	assert_int_equal(instant_parse_day(&ns, "1970-01-02 10:00"), ERR_PARSE);
	assert_int_equal(instant_parse_day(&ns, "1970-02-30"), ERR_PARSE);
}

static void dates_of_http(void **state)
{
	static const char *const wrong[] = { "", "Tue, 24 Nov 2026 12:00:00",
		"Tue, 24 Nov 2026 12:00:00 UTC",
		"Tue, 31 Feb 2026 12:00:00 GMT",
		"Tue, 24 Nix 2026 12:00:00 GMT",
		"Tue, 24 Nov 2026 1x:00:00 GMT",
		"Tue, 24 Nov 2026 12:00:00 GMT ", NULL };
	char text[INSTANT_TEXT];
	int64_t ns = 7;

	(void)state;
	for (size_t i = 0; wrong[i] != NULL; i++)
		assert_false(instant_parse_http(&ns, wrong[i]));
	assert_false(instant_parse_http(&ns, NULL));
	assert_int_equal(ns, 7);
	assert_true(instant_parse_http(&ns, "Tue, 24 Nov 2026 12:30:45 GMT"));
	instant_format(text, ns, 0, INSTANT_S);
	assert_string_equal(text, "2026-11-24T12:30:45Z");
}

static void since(void **state)
{
	(void)state;
	assert_true(instant_since(7, 4) == 3);
	assert_true(instant_since(4, 7) == 0);
	assert_true(instant_since(INT64_MIN, INT64_MAX) == 0);
	assert_true(instant_since(INT64_MAX, INT64_MIN) == INT64_MAX);
	assert_true(instant_since(INT64_MAX, -1) == INT64_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_day),
		cmocka_unit_test(days),
		cmocka_unit_test(dates_of_http),
		cmocka_unit_test(dates),
		cmocka_unit_test(parses),
		cmocka_unit_test(refuses),
		cmocka_unit_test(says_what_is_expected),
		cmocka_unit_test(formats),
		cmocka_unit_test(since),
		cmocka_unit_test(civil),
		cmocka_unit_test(civil_texts),
		cmocka_unit_test(clock_of_documents),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
