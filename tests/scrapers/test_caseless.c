/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/caseless.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void words_are(const char *text, size_t len, const char *want)
{
	struct str got = { 0 };
	size_t at = 0;

	str_puts(&got, "");
	while (caseless_next(&got, &at, text, len))
		str_putc(&got, '|');
	assert_string_equal(got.p, want);
	str_release(&got);
}

static void words_are_found(void **state)
{
	(void)state;
	words_are("", 0, "");
	words_are("...", 3, "");
	words_are("**Data**, DATA", 14, "data|data|");
	words_are("l'app 5 %", 9, "l|app|5|%|");
	words_are("\u00C9T\u00C9 \uFB01n 5\u20AC", 15,
		"\u00E9t\u00E9|fin|5\u20AC|");
	words_are("a\0b", 3, "a|b|");
	words_are("x\xC3 y\xFF", 5, "x|y|");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
