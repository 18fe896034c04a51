/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/detail.h"

static void objects(void **state)
{
	struct detail d = { 0 };

	(void)state;
	detail_begin(&d);
	detail_text(&d, "a", "");
	detail_true(&d, "b", false);
	assert_string_equal(detail_end(&d), "");
	detail_begin(&d);
	detail_text(&d, "dns.response_code", "a \"\x1B\xFF");
	detail_true(&d, "ev.duplicate", true);
	assert_string_equal(detail_end(&d),
		"{\"dns.response_code\":\"a \\\"\\u001b\xEF\xBF\xBD\","
		"\"ev.duplicate\":true}");
	str_release(&d.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
