/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/authority.h"

#include "sample.h"

static void cnil(void **state)
{
	struct authority a = { 0 };

	(void)state;
	sample_must(authority_get(&a, "frcnil"));
	assert_string_equal(a.slug, "frcnil");
	assert_string_equal(a.country, "fr");
	assert_string_equal(a.zone, "Europe/Paris");
	assert_true(authority_speaks(&a, "fr"));
	assert_false(authority_speaks(&a, "en"));
	authority_release(&a);
}

static void unknown(void **state)
{
	struct authority a = { 0 };

	(void)state;
	assert_int_equal(authority_get(&a, "xx"), ERR_NOTFOUND);
	assert_string_equal(
		err_message(), "no authority 'xx' is known; known are: frcnil");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cnil),
		cmocka_unit_test(unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
