/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "evidence/dns_type.h"

static void names(void **state)
{
	char name[DNS_TYPE_TEXT];

	(void)state;
	dns_type_name(name, 1);
	assert_string_equal(name, "A");
	dns_type_name(name, 65);
	assert_string_equal(name, "HTTPS");
	dns_type_name(name, 0);
	assert_string_equal(name, "TYPE0");
	dns_type_name(name, 65535);
	assert_string_equal(name, "TYPE65535");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
