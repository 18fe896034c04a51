/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void check(const char *text, const char *const pieces[], size_t n)
{
	struct words w = { 0 };

	words_split(&w, text, strlen(text));
	assert_int_equal(w.n, n);
	for (size_t i = 0; i < n; i++) {
		size_t len = w.v[i + 1] - w.v[i];

		assert_int_equal(len, strlen(pieces[i]));
		assert_memory_equal(text + w.v[i], pieces[i], len);
	}
	assert_int_equal(w.v[w.n], strlen(text));
	words_release(&w);
}

static void splits(void **state)
{
	(void)state;
	check("", NULL, 0);
	check("l'app, 3.5 km",
		(const char *const[]){ "l'app", ",", " ", "3.5", " ", "km" },
		6);
	check("donn\u00e9es personnelles\u00a0:",
		(const char *const[]){
			"donn\u00e9es", " ", "personnelles", "\u00a0", ":" },
		5);
	check("e\u0301t\u00e9", (const char *const[]){ "e\u0301t\u00e9" }, 1);
}

static void counts(void **state)
{
	(void)state;
	assert_int_equal(words_count("", 0), 0);
	assert_int_equal(words_count("une, deux - 3 !", 15), 3);
	assert_int_equal(words_count("a\0b", 3), 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits),
		cmocka_unit_test(counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
