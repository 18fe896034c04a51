/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/scrapers/lint_case.h"

static void writes(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint l = judged("We may\x1b[1m tell some partners.", lex);
	struct str out = { 0 };

	(void)state;
	assert_int_equal(lint_write_hits(&out, &l), 0);
	assert_string_equal(out.p,
		"   1  We may\\x1B[1m tell some partners.\n"
		"      may: possibility instead of fact, 3 [wp260, ucf, "
		"bhatia; "
		"vague in 73 % of 2197 sentences judged]\n"
		"      some: quantity left open, 3 [wp260, ucf, bhatia; vague "
		"in 78 % of 292 sentences judged]\n"
		"      partners: recipient without a name, 1 [ucf, constat; "
		"vague in 14 % of 401 sentences judged]\n\n");
	str_clear(&out);
	assert_int_equal(lint_write_rate(&out, &l, lex), 0);
	assert_non_null(strstr(out.p, "not below the highest tenth (87.7)"));
	assert_non_null(strstr(out.p, "not a verdict"));
	str_clear(&out);
	assert_int_equal(lint_write_checklist(&out, &l), 0);
	assert_non_null(strstr(out.p, "* GDPR 13(2)(b), 15: the right of"));
	assert_non_null(
		strstr(out.p, "a missing cue is a question, not a finding"));
	str_clear(&out);
	assert_int_equal(lint_write_sources(&out, lex), 0);
	assert_non_null(strstr(out.p, "  [ucf] "));
	str_release(&out);
	lint_release(&l);
	lexicon_free(lex);
}

static void writes_changes(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint old = judged("Contact us.", lex);
	struct lint new = judged("We might.", lex);
	struct lint_compare c = { 0 };
	struct str out = { 0 };

	(void)state;
	lint_compare(&c, &old, &new, lex);
	assert_int_equal(lint_write_compare(&out, &c, &old, &new), 0);
	assert_non_null(strstr(out.p,
		"no cue any more, was: GDPR 13(1)(a), 14(1)(a): who the "
		"controller is and how to reach it\n   1  Contact us.\n"));
	assert_non_null(strstr(out.p,
		"might (possibility instead of fact): 0 \u2192 1\n"
		"+   1  We might.\n"));
	str_release(&out);
	lint_compare_release(&c);
	lint_release(&old);
	lint_release(&new);
	lexicon_free(lex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
		cmocka_unit_test(writes_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
