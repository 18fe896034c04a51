/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/fold.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

static void check(const char *text, const char *want)
{
	struct fold f = { 0 };

	assert_int_equal(fold_text(&f, text, strlen(text)), 0);
	assert_string_equal(f.text.p, want);
	for (size_t i = 0; i < f.text.len; i++)
		assert_true(f.at[i] <= f.at[i + 1]);
	assert_int_equal(f.at[f.text.len], strlen(text));
	fold_release(&f);
}

static void folds(void **state)
{
	(void)state;
	check("", "");
	check("L\u2019APP", "l'app");
	check("a \u00a0\t b\n  c", "a b\nc");
	check("E\u0301TE\u0301", "\u00e9t\u00e9");
	check("\u00c9t\u00e9", "\u00e9t\u00e9");
	check("con\u00adfi\u200bance", "confiance");
	check("tiers\u2011partie", "tiers-partie");
	check("J\u030c", "\u01f0");
}

static void folds_loosely(void **state)
{
	static const char text[] = "Sous-\n traitants\u2011A";
	static const char accents[] = "\u00c9te\u0301-\u00fc \uac00";
	struct fold f = { 0 };

	(void)state;
	assert_int_equal(fold_loose(&f, text, strlen(text)), 0);
	assert_string_equal(f.text.p, "sous traitants a");
	assert_int_equal(fold_bare(&f, accents, strlen(accents)), 0);
	assert_string_equal(f.text.p, "ete u \uac00");
	fold_release(&f);
}

/* However much of the text is folded at once, it comes out the same. */
static void in_any_run(void **state)
{
	static const char text[] = "A\0b  C-`\u00c9\0d e\u0301f\t\n G";
	struct fold whole = { 0 }, part = { 0 };

	(void)state;
	assert_int_equal(fold_text(&whole, text, sizeof(text) - 1), 0);
	assert_string_equal(whole.text.p, "ab c-'\u00e9d \u00e9f \ng");
	assert_int_equal(fold_text(&part, text, 3), 0);
	assert_string_equal(part.text.p, "ab");
	fold_release(&part);
	fold_release(&whole);
}

static void leads_back(void **state)
{
	static const char text[] = "De  E\u0301t\u00c9 l\u2019app";
	struct fold f = { 0 };
	const char *found;

	(void)state;
	assert_int_equal(fold_text(&f, text, strlen(text)), 0);
	found = strstr(f.text.p, "l'app");
	assert_non_null(found);
	assert_ptr_equal(
		text + f.at[found - f.text.p], strstr(text, "l\u2019"));
	found = strstr(f.text.p, "\u00e9t\u00e9");
	assert_non_null(found);
	assert_int_equal(f.at[found - f.text.p], 4);
	assert_int_equal(
		f.at[found - f.text.p + 5], strlen("De  E\u0301t\u00c9"));
	fold_release(&f);
}

static void counts_words(void **state)
{
	struct fold f = { 0 };

	(void)state;
	assert_int_equal(fold_text(&f, "L'app, 2 pas \u2026", 16), 0);
	assert_int_equal(fold_words(&f), 4);
	assert_true(fold_word_at(&f, 0));
	assert_false(fold_word_before(&f, 0));
	assert_true(fold_word_before(&f, 1));
	assert_false(fold_word_at(&f, f.text.len));
	fold_release(&f);
}

static void refuses(void **state)
{
	struct fold f = { 0 };
	char *big = calloc(1, FOLD_BYTES + 1);

	(void)state;
	assert_int_equal(fold_text(&f, "a\xff", 2), ERR_PARSE);
	assert_string_equal(err_message(), "the text is not UTF-8");
	assert_int_equal(fold_text(&f, big, FOLD_BYTES + 1), ERR_LIMIT);
	assert_string_equal(
		err_message(), "the text is larger than 8388608 bytes");
	free(big);
	fold_release(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(folds_loosely),
		cmocka_unit_test(in_any_run),
		cmocka_unit_test(leads_back),
		cmocka_unit_test(counts_words),
		cmocka_unit_test(refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
