/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wall_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scrapers/wall_match.h"

/* As written, a pattern must be what folding leaves of it, or it could never
 * be found. */
static void check_pattern(const struct wall_rule *r)
{
	struct wall_folded f = { 0 };

	assert_null(r->test);
	assert_true(strlen(r->pattern) >= WALL_MATCH_MIN);
	wall_fold(&f, r->pattern, strlen(r->pattern));
	if (strcmp(f.text.p, r->pattern) != 0)
		fail_msg("the rule '%s' can never be found", r->id);
	wall_folded_release(&f);
}

static void test_table(void **state)
{
	size_t n = 0;

	(void)state;
	for (; wall_rules[n].id != NULL; n++) {
		const struct wall_rule *r = &wall_rules[n];

		if (r->where == WALL_BY_TEST) {
			assert_null(r->pattern);
			assert_non_null(r->test);
		} else {
			check_pattern(r);
		}
		assert_true((r->kind == WALL_NONE) == (r->weight < 0));
		assert_in_range(r->weight + 100, 0, 200);
		for (size_t k = 0; k < n; k++)
			if (strcmp(wall_rules[k].id, r->id) == 0)
				fail_msg("two rules are called '%s'", r->id);
	}
	assert_in_range(n, 100, WALL_MATCH_MAX);
}

/* Only headers, statuses and a blank page may decide over a long text. */
static void test_bounded(void **state)
{
	(void)state;
	for (size_t i = 0; wall_rules[i].id != NULL; i++) {
		const struct wall_rule *r = &wall_rules[i];

		assert_true(r->words <= WALL_WORDS_MAX);
		if (r->words == 0)
			assert_true(r->where == WALL_IN_HEADERS ||
				    r->where == WALL_BY_TEST);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
