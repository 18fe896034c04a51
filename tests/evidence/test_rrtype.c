/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/rrtype.h"

static void reads(const char *text, const char *wanted)
{
	char out[RRTYPE_TEXT];

	rrtype_read(out, text, strlen(text));
	assert_string_equal(out, wanted);
}

static void one_spelling(void **state)
{
	(void)state;
	reads("A", "A");
	reads("aaaa", "AAAA");
	reads("type=65", "HTTPS");
	reads("TYPE65", "HTTPS");
	reads("65", "HTTPS");
	reads("TYPE64", "SVCB");
	reads("type=1234", "TYPE1234");
	reads("TYPE70000", "TYPE70000");
	reads("TYPE", "TYPE");
	reads("", "");
	reads("WKS", "WKS");
	reads("a word that is much longer than any type of record",
		"a word that is much longer than");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
