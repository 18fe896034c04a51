/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scrapers/kind_text.h"

static void reads(const char *text, const char *plain, const char *targets,
	const char *words)
{
	struct kind_text t = { 0 };

	kind_text_read(&t, text, strlen(text));
	assert_string_equal(t.plain.p, plain);
	assert_string_equal(t.targets.p, targets);
	assert_string_equal(t.words.p, words);
	kind_text_release(&t);
}

static void texts(void **state)
{
	(void)state;
	reads("", "", "", "");
	reads("[Us](/a_(b) \"t\")!", "Us!", "(/a_(b) \"t\")\n", "us");
	reads("a ![b](c)<br>d", "a b d", "(c)\n", "abd");
	reads("<https://a.example> x", "x", "<https://a.example>\n", "x");
	reads("age <16 and >3", "age <16 and >3", "", "age<16and>3");
	reads("1.5 to 15 000, 2\u20134", "1.5 to 15 000, 2\u20134", "",
		"1.5to15 000,2-4");
	reads("[open](never\nended", "open(never\nended", "", "openneverended");
	reads("1\\. Été\xC2\xA0\xE2\x82\xAC", "1. Été €", "", "1été€");
	reads("a \r\n\t\n b", "a\nb", "", "ab");
}

static void count(uint64_t hash, void *ctx)
{
	(void)hash;
	++*(size_t *)ctx;
}

static void lines(void **state)
{
	static const char text[] =
		"# Policy\n\n---\n\nUpdated: May 2024\n\n* 3 "
		"days ago";
	struct kind_text t = { 0 };
	size_t n = 0;

	(void)state;
	kind_text_read(&t, text, strlen(text));
	assert_int_equal(t.n, 3);
	assert_int_equal(t.count, 7);
	assert_true(t.lines[2].aged);
	assert_false(t.lines[1].aged);
	assert_string_equal(t.dateless.p, "policy3daysago");
	assert_string_equal(t.settled.p, "policyago");
	kind_text_each(&t, &t.lines[1], 0, count, &n);
	assert_int_equal(n, 3);
	kind_text_release(&t);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(texts),
		cmocka_unit_test(lines) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
