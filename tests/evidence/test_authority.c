/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/authority.h"

static void hosts(void **state)
{
	static const char *const cases[][2] = {
		{ "Push.Vendor.example", "push.vendor.example" },
		{ "push.vendor.example:8080", "push.vendor.example" },
		{ "192.0.2.7:80", "192.0.2.7" },
		{ "[2001:db8::1]:443", "2001:db8::1" },
		{ "[2001:db8::1]", "2001:db8::1" },
		{ "2001:db8::1", "2001:db8::1" },
		{ "", NULL },
		{ ":80", NULL },
		{ "a b", NULL },
	};
	char host[HOST_MAX + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool good =
			authority_host(host, cases[i][0], strlen(cases[i][0]));

		assert_int_equal(good, cases[i][1] != NULL);
		if (good)
			assert_string_equal(host, cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
