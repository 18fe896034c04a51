/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/wall_match.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void hit(int id, size_t offset, size_t len, void *ctx)
{
	str_printf(ctx, "%d@%zu+%zu ", id, offset, len);
}

static void finds(const char *text, const char *want)
{
	struct wall_match m;
	struct str got = { 0 };

	wall_match_init(&m);
	wall_match_add(&m, 1, "just a moment");
	wall_match_add(&m, 2, "just");
	wall_match_add(&m, 3, "404");
	str_puts(&got, "");
	wall_match_each(&m, text, strlen(text), hit, &got);
	assert_string_equal(got.p, want);
	str_release(&got);
}

static void test_finds(void **state)
{
	(void)state;
	finds("", "");
	finds("ju", "");
	finds("jus", "");
	finds("just", "2@0+4 ");
	finds("Just a MOMENT...", "2@0+4 1@0+13 ");
	finds("just a momen", "2@0+4 ");
	finds("x404404", "3@1+3 3@4+3 ");
	finds("\xC3\xA9just", "2@2+4 ");
}

static void test_none(void **state)
{
	struct wall_match m;
	struct str got = { 0 };

	(void)state;
	wall_match_init(&m);
	wall_match_each(&m, "anything", 8, hit, &got);
	assert_int_equal(got.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_finds),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
