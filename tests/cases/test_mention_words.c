/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mention_words.h"

#include "sample.h"

#include "scrapers/finder.h"

/* Each list has its language and words that can be looked for. */
static void lists(void **state)
{
	const struct mention_words *g;
	struct finder *f = finder_new();
	size_t n = 0;

	(void)state;
	for (; (g = mention_words_get(n)) != NULL; n++) {
		char *words = mem_strdup(g->words), *rest = NULL;

		assert_non_null(strstr("fr en de", g->lang));
		assert_int_equal(g->role == MENTION_DATA, g->name != NULL);
		for (char *w = strtok_r(words, "|", &rest); w != NULL;
			w = strtok_r(NULL, "|", &rest))
			sample_must(finder_add(f, 0, w));
		free(words);
	}
	assert_true(n > 20);
	assert_non_null(strstr(mention_words_source(), "GDPR"));
	finder_free(f);
}

static void small(void **state)
{
	(void)state;
	assert_true(mention_words_is_small("Pas"));
	assert_false(mention_words_is_small("steps"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists),
		cmocka_unit_test(small),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
