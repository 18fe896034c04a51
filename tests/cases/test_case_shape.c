/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/case_shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Every object has its table, every word its list, no name comes twice. */
static void check(const struct shape *s, size_t depth)
{
	assert_true(depth < 6);
	for (const struct shape_field *f = s->fields; f->name != NULL; f++) {
		for (const struct shape_field *g = f + 1; g->name != NULL; g++)
			assert_string_not_equal(f->name, g->name);
		if (f->type == SHAPE_WORD)
			assert_non_null(f->words);
		if (f->type == SHAPE_OBJECT || f->type == SHAPE_OBJECTS) {
			assert_non_null(f->shape);
			check(f->shape, depth + 1);
		}
	}
}

static void tables_are_whole(void **state)
{
	(void)state;
	check(case_shape(), 0);
	assert_string_equal(case_shape()->fields[0].name, "schema");
	assert_string_equal(case_shape()->fields[0].words[0], "constat.case/1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
