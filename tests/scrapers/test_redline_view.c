/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_view.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

/* What each byte is, as a letter: t(ext), m(ark), b(ullet), e(nd of line). */
static void is(const char *text, const char *want)
{
	char got[128];
	struct redline_view v;
	size_t n = strlen(text);

	redline_view_open(&v, text, n);
	for (size_t i = 0; i < n; i++)
		got[i] = "tmbe"[(int)v.as[i]];
	got[n] = '\0';
	assert_string_equal(got, want);
	redline_view_release(&v);
}

static void marks_are_seen(void **state)
{
	(void)state;
	is("", "");
	is("## a", "mmmt");
	is("a #b", "tttt");
	is("x\n### a", "ttmmmmt");
	is("#a", "tt");
	is("* a", "btt");
	is("a\n  -  b", "ttttbttt");
	is("* * *", "ttttt");
	is("> a", "mmt");
	is("a\n---", "ttmmm");
	is("---", "ttt");
	is("|a|\n|-|:-|", "ttttmmmmmm");
	is("**a** _b_ c_d", "mmtmmtmtmtttt");
	is("2 * 3", "ttttt");
	is("\\*a\\*", "mttmt");
	is("[a](b) [c]", "mtmmmmtttt");
	is("a<br>b", "temmmt");
	is("[", "t");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_are_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
