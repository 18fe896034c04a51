/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/typography.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

#define FULL "\xC2\xA0"
#define NARROW "\xE2\x80\xAF"

static void gives(const char *text, const char *lang, const char *want)
{
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(typography_apply(&out, text, strlen(text), lang), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void test_french(void **state)
{
	(void)state;
	gives("Quoi ? Non ! Bien ; fin : 4 % et 3 €", "fr-FR",
		"Quoi" NARROW "? Non" NARROW "! Bien" NARROW "; fin" FULL
		": 4" FULL "% et 3" FULL "€");
	gives("« mot »", "fr", "«" FULL "mot" FULL "»");
	gives("Pièce n° 3, art. 13, § 2, p. 7", "fr",
		"Pièce" FULL "n°" FULL "3, art." FULL "13, §" FULL "2, p." FULL
		"7");
	gives("cap. 3 n° inconnu stop. 4", "fr",
		"cap. 3" FULL "n° inconnu stop. 4");
	gives(" : ", "fr", FULL ": ");
	gives("", "fr", "");
	gives(" ", "fr", " ");
}

static void test_nothing_put_in(void **state)
{
	(void)state;
	gives("Quoi? «mot» http://a.example/?b", "fr",
		"Quoi? «mot» http://a.example/?b");
}

static void test_other_languages(void **state)
{
	(void)state;
	gives("Quoi ? « mot »", "en", "Quoi ? « mot »");
	gives("Quoi ?", "", "Quoi ?");
}

static void test_limit(void **state)
{
	struct str out;

	(void)state;
	str_init(&out, 3);
	assert_int_equal(typography_apply(&out, "a ? b", 5, "fr"), ERR_LIMIT);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_french),
		cmocka_unit_test(test_nothing_put_in),
		cmocka_unit_test(test_other_languages),
		cmocka_unit_test(test_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
