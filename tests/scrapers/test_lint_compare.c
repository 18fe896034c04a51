/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lint_compare.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/scrapers/lint_case.h"

static void compares(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint old = judged("We may ask. Some data stay.", lex);
	struct lint new = judged("We may ask. We may tell. Contact us.", lex);
	struct lint_compare c = { 0 };

	(void)state;
	lint_compare(&c, &old, &new, lex);
	assert_int_equal(c.n_terms, 2);
	assert_string_equal(c.terms[0].term->form, "may");
	assert_int_equal(c.terms[0].before, 1);
	assert_int_equal(c.terms[0].after, 2);
	assert_int_equal(c.n_in, 1);
	assert_int_equal(new.hits[c.in[0]].sentence, 1);
	assert_int_equal(c.n_out, 1);
	assert_string_equal(old.hits[c.out[0]].term->form, "some");
	assert_true(lint_compare_differs(&c, &old, &new));
	lint_compare_release(&c);
	lint_release(&old);
	lint_release(&new);
	lexicon_free(lex);
}

static void sees_items(void **state)
{
	struct lexicon *lex = open_lexicon("en");
	struct lint old = judged("Hello.", lex);
	struct lint new = judged("Hello. Contact us.", lex);
	struct lint_compare c = { 0 };

	(void)state;
	lint_compare(&c, &old, &new, lex);
	assert_int_equal(c.n_terms + c.n_in + c.n_out, 0);
	assert_true(lint_compare_differs(&c, &old, &new));
	assert_false(lint_compare_differs(&c, &new, &new));
	lint_compare_release(&c);
	lint_release(&old);
	lint_release(&new);
	lexicon_free(lex);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(sees_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
