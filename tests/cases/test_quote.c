/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/quote.h"

#include "sample.h"

static void expect(const char *markdown, const char *quotation, bool want)
{
	struct str plain = { 0 };
	bool found = !want;

	sample_must(quote_plain(&plain, markdown, strlen(markdown)));
	sample_must(quote_find(&found, plain.p, quotation));
	assert_int_equal(found, want);
	str_release(&plain);
}

static void same_words(void **state)
{
	(void)state;
	expect(sample_2018, "telles que la biométrie, le nombre de pas, …,",
		true);
	expect(sample_2018, "telles que  la\nbiométrie, le nombre de pas, ...",
		true);
	expect(sample_2018, "**telles** que la biométrie", true);
	expect("l’application [Exemple](https://x.example)",
		"l'application "
		"Exemple",
		true);
	expect("des données\xC2\xA0: nom", "données : nom", true);
	expect("bio\xC2\xADmétrie", "biométrie", true);
	expect("biome\xCC\x81trie", "biom\xC3\xA9trie", true);
	expect("a\n\nb", "a b", true);
}

static void other_words(void **state)
{
	(void)state;
	expect(sample_2018, "telles que la biometrie", false);
	expect(sample_2018, "Telles que la biométrie", false);
	expect(sample_2018, "le nombre de pas et plus", false);
	expect(sample_2018, "", false);
	expect(sample_2018, " ", false);
	expect("", "x", false);
}

static void nearest(void **state)
{
	struct str plain = { 0 }, out = { 0 };

	(void)state;
	sample_must(quote_plain(&plain, sample_2026, strlen(sample_2026)));
	sample_must(quote_nearest(&out, plain.p,
		"Vos données sont communiquées à des tiers et à la police."));
	assert_non_null(strstr(out.p, "Vos données peuvent être communiquées"));
	str_clear(&out);
	sample_must(quote_nearest(&out, plain.p, "zzzz qqqq"));
	assert_int_equal(out.len, 0);
	str_release(&plain);
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_words),
		cmocka_unit_test(other_words),
		cmocka_unit_test(nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
