/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/duration.h"
#include "base/err.h"
#include "base/instant.h"

static void read_ones(void **state)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} good[] = { { "1s", 1 }, { "90s", 90 }, { "15min", 900 },
		{ "2m", 120 }, { "12h", 43200 }, { "2d", 172800 },
		{ "1w", 604800 }, { "007s", 7 }, { "3650d", 315360000 } };

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		int64_t ns = 0;

		assert_int_equal(duration_parse(&ns, good[i].text), 0);
		assert_int_equal(ns, good[i].seconds * INSTANT_SECOND);
	}
}

static void refused_ones(void **state)
{
	static const char *const unknown[] = { "", "h", "12", "12 h", " 12h",
		"+12h", "-1h", "1.5h", "12hours", "12H", "1h30m", "0x1s" };
	static const char *const far[] = { "0s", "3651d", "9999999999999999w",
		"99999999999999999999999s" };
	int64_t ns = 77;

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
		assert_int_equal(duration_parse(&ns, unknown[i]), ERR_INVALID);
		assert_non_null(strstr(err_message(), "no length of time"));
	}
	for (size_t i = 0; i < sizeof(far) / sizeof(far[0]); i++) {
		assert_int_equal(duration_parse(&ns, far[i]), ERR_INVALID);
		assert_non_null(strstr(err_message(), "too short or too long"));
	}
	assert_int_equal(ns, 77);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(read_ones),
		cmocka_unit_test(refused_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
