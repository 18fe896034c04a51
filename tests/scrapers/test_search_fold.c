/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/search_fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void folds(const char *text, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(search_fold(&out, text, strlen(text)), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void words_alone_are_left(void **state)
{
	(void)state;
	folds("Such as", " such as ");
	folds("such,\tas: «AS»", " such as as ");
	folds("Donnée\xCC\x81s, l'École", " donnees l ecole ");
	folds("Art. 13(1)", " art 13 1 ");
	folds("", "");
	folds("…—", "");
}

static void appends_go_on(void **state)
{
	struct str out = { 0 };

	(void)state;
	search_fold(&out, "a b", 3);
	search_fold(&out, "C", 1);
	assert_string_equal(out.p, " a b c ");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_alone_are_left),
		cmocka_unit_test(appends_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
