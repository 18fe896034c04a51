/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_clean.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect(char before, const char *text, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	redline_clean(&out, before, text, strlen(text));
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void brackets(void **state)
{
	(void)state;
	expect('\0', "[-a-] {+b+}", "[ -a- ] { +b+ }");
	expect('[', "-a", " -a");
	expect('-', "] a", " ] a");
	expect('\0', "[+] {-}", "[+] {-}");
	/* A code is no opening bracket. */
	expect('\0', "\xCC\xB6-a", "[U+0336]-a");
	expect('-', "\xCC\xB6", "[U+0336]");
}

static void lines(void **state)
{
	struct str out = { 0 };
	static const char text[] = "[-s\xCC\xB6t\xCC\xB2 \xE2\x80\xAE\xFFy";

	(void)state;
	redline_clean_lines(&out, text, strlen(text));
	assert_string_equal(out.p, "[-s[U+0336]t[U+0332] [U+202E]\xFFy");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(brackets),
		cmocka_unit_test(lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
