/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scrapers/language.h"

static const char *guess(const char *text, int times)
{
	struct language l = { 0 };

	for (int i = 0; i < times; i++)
		for (const char *p = text; *p != '\0';) {
			size_t n = strcspn(p, " ");

			language_add(&l, p, n);
			p += n + (p[n] == ' ');
		}
	return language_guess(&l, LANGUAGE_LONG);
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
	assert_string_equal(guess("the und les", 50), "");
	assert_string_equal(guess("", 1), "");
}

/* A few lines are enough where they are all there is. */
static void of_short_texts(void **state)
{
	static const struct {
		const char *text, *code;
	} cases[] = {
		{ "Nous traitons les données, et pour vous.", "fr" },
		{ "We use the data: of your account.", "en" },
		{ "Wir nutzen die Daten und das Konto", "de" },
		{ "Usamos los datos de usted y sus fotos", "es" },
		{ "the and les des we nous", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct fold f = { 0 };
		const char *text = cases[i].text;

		assert_int_equal(fold_text(&f, text, strlen(text)), 0);
		assert_string_equal(language_of(&f), cases[i].code);
		fold_release(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(guesses),
		cmocka_unit_test(of_short_texts) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
