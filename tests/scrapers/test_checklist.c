/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/checklist.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void is_complete(void **state)
{
	(void)state;
	for (int i = 0; i < CHECKLIST_ITEMS; i++) {
		assert_non_null(checklist[i].id);
		assert_non_null(checklist[i].article);
		assert_non_null(checklist[i].requires);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
				checklist[i].id, checklist[k].id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_complete),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
