/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scrapers/kind_language.h"

static const char *guess(const char *text, int times)
{
	struct kind_language l = { 0 };

	for (int i = 0; i < times; i++)
		for (const char *p = text; *p != '\0';) {
			size_t n = strcspn(p, " ");

			kind_language_add(&l, p, n);
			p += n + (p[n] == ' ');
		}
	return kind_language_guess(&l);
}

static void guesses(void **state)
{
	(void)state;
	assert_string_equal(guess("you and the data of our friends", 9), "en");
	assert_string_equal(
		guess("les données et vous pour nos amis", 9), "fr");
	assert_string_equal(guess("der schutz und die daten von uns", 9), "de");
	assert_string_equal(guess("los datos y el uso para usted", 9), "es");
	assert_string_equal(
		guess("il trattamento dei dati della tua", 9), "it");
	assert_string_equal(guess("het gebruik van een website wij", 9), "nl");
	assert_string_equal(guess("você não e as suas informações", 9), "pt");
	assert_string_equal(guess("you and the data", 1), "");
	assert_string_equal(guess("the und les de", 50), "");
	assert_string_equal(guess("", 1), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(guesses) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
