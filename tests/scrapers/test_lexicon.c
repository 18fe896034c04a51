/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/lexicon.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/json.h"

/* Every term has a source, a weight of 1 to 3 and forms; every item of the
 * checklist has cues; every answer has its words. */
static void is_complete(void **state)
{
	(void)state;
	for (int i = 0; lexicon_languages[i] != NULL; i++) {
		struct lexicon *lex = NULL;
		const cJSON *cues, *cue, *word;

		assert_int_equal(lexicon_open(&lex, lexicon_languages[i]), 0);
		assert_string_equal(lex->language, lexicon_languages[i]);
		assert_true(lex->n_terms >= 30);
		assert_true(lex->n_clear >= 6);
		for (size_t k = 0; k < lex->n_terms; k++) {
			const struct lexicon_term *t = &lex->terms[k];

			assert_non_null(t->id);
			assert_non_null(t->form);
			assert_in_range(t->weight, 1, 3);
			assert_non_null(t->sources[0]);
			assert_non_null(lexicon_source(lex, t->sources[0]));
			cJSON_ArrayForEach(word, t->not_after)
			{
				assert_true(cJSON_IsString(word));
			}
		}
		cues = json_member(lex->tree, "cues");
		assert_int_equal(cJSON_GetArraySize(cues), CHECKLIST_ITEMS);
		for (int k = 0; k < CHECKLIST_ITEMS; k++) {
			cue = json_member(cues, checklist[k].id);
			assert_true(cJSON_GetArraySize(cue) > 0);
		}
		lexicon_free(lex);
	}
}

static void knows_baselines(void **state)
{
	struct lexicon *lex = NULL;

	(void)state;
	assert_int_equal(lexicon_open(&lex, "fr"), 0);
	assert_int_equal(lex->baseline.documents, 133);
	assert_true(lex->baseline.p10 < lex->baseline.median &&
		    lex->baseline.median < lex->baseline.p90);
	lexicon_free(lex);
	assert_int_equal(lexicon_open(&lex, "de"), 0);
	assert_int_equal(lex->baseline.documents, 0);
	lexicon_free(lex);
	lexicon_free(NULL);
}

static const char *guess(const char *text)
{
	struct fold f = { 0 };
	const char *language;

	assert_int_equal(fold_text(&f, text, strlen(text)), 0);
	language = lexicon_guess(&f);
	fold_release(&f);
	return language;
}

static void guesses(void **state)
{
	(void)state;
	assert_string_equal(guess("Nous et les autres avons vos donn\u00e9es "
				  "pour les partager dans le monde"),
		"fr");
	assert_string_equal(guess("We and the others share your data with you "
				  "and the world"),
		"en");
	assert_string_equal(guess("Wir und die anderen teilen Ihre Daten mit "
				  "der Welt und den Partnern"),
		"de");
	assert_null(guess(""));
	assert_null(guess("1 2 3 Exemple"));
	assert_null(guess("the of and your you, les des vos vous nous"));
}

static void refuses(void **state)
{
	struct lexicon *lex = NULL;

	(void)state;
	assert_int_equal(lexicon_open(&lex, "xx"), ERR_INVALID);
	assert_string_equal(err_message(),
		"no lexicon for the language 'xx'; there are en, fr and de");
	assert_int_equal(lexicon_open(&lex, "../fr"), ERR_INVALID);
	assert_null(lex);
}

static void names_categories(void **state)
{
	(void)state;
	assert_string_equal(
		lexicon_category_name(LEXICON_OPEN_LIST), "open_list");
	for (int c = 0; c < LEXICON_CATEGORIES; c++)
		assert_non_null(
			lexicon_category_words((enum lexicon_category)c));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_complete),
		cmocka_unit_test(knows_baselines),
		cmocka_unit_test(guesses),
		cmocka_unit_test(refuses),
		cmocka_unit_test(names_categories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
