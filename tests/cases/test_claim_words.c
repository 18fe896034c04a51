/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/claim_words.h"

#include "sample.h"

static unsigned flags(const char *text, const char *lang, size_t i)
{
	struct claim_list *list = claim_list_new(lang);
	struct claim_words w;

	claim_words_read(&w, text, strlen(text), list);
	claim_list_free(list);
	assert_true(i < w.n);
	return w.v[i].flags;
}

static void meanings(void **state)
{
	(void)state;
	assert_int_equal(flags("we share", "en", 1), CLAIM_VERB | CLAIM_HAND);
	assert_int_equal(flags("we don't share", "en", 1), CLAIM_NEGATION);
	assert_int_equal(flags("happn's use", "en", 0), 0);
	assert_int_equal(flags("we share", "xx", 1), 0);
	assert_int_equal(
		flags("il transmettait", "fr", 1), CLAIM_VERB | CLAIM_HAND);
	assert_int_equal(flags("il n'a", "fr", 1),
		CLAIM_NE | CLAIM_NEGATION | CLAIM_ALL);
	assert_int_equal(flags("share", "fr", 0), 0);
	assert_int_equal(flags("a, b", "en", 1), CLAIM_POINT);
	assert_int_equal(flags("a; b", "en", 1), CLAIM_SEMICOLON);
}

static void phrases(void **state)
{
	(void)state;
	assert_true(flags("not only us", "en", 0) & CLAIM_VOID);
	assert_false(flags("not us only", "en", 0) & CLAIM_VOID);
	assert_false(flags("not", "en", 0) & CLAIM_VOID);
	assert_true(flags("à l'exception de", "fr", 0) & CLAIM_EXCEPT);
	assert_true(flags("sans s'y limiter", "fr", 0) & CLAIM_VOID);
}

static void bounded(void **state)
{
	struct claim_list *list = claim_list_new("en");
	struct claim_words w;
	char text[4 * CLAIM_WORDS];

	(void)state;
	memset(text, ',', sizeof(text));
	claim_words_read(&w, text, sizeof(text), list);
	assert_int_equal(w.n, CLAIM_WORDS);
	claim_words_read(&w, "", 0, list);
	assert_int_equal(w.n, 0);
	claim_list_free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(meanings),
		cmocka_unit_test(phrases),
		cmocka_unit_test(bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
