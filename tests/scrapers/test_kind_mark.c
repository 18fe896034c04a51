/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scrapers/kind_mark.h"

/* The marks of a line, a letter a word: . word, # number, d date, a age,
 * r random. */
static void marks(const char *line, const char *wanted)
{
	struct kind_token v[KIND_LINE_MAX];
	char got[KIND_LINE_MAX + 1] = "";
	size_t n = 0;

	for (const char *p = line; *p != '\0';) {
		size_t len = strcspn(p, " ");
		int digits = strspn(p, "0123456789") == len;

		v[n++] = (struct kind_token){ p, len,
			digits ? KIND_NUMBER : KIND_WORD };
		p += len + (p[len] == ' ');
	}
	kind_mark(v, n, true);
	for (size_t i = 0; i < n; i++)
		got[i] = ".#dar"[v[i].mark];
	assert_string_equal(got, wanted);
}

static void lines(void **state)
{
	(void)state;
	marks("last updated march 3 2024", "ddddd");
	marks("en vigueur à compter du 3 mars 2024 pour tous les comptes "
	      "ouverts",
		".....ddd.....");
	marks("3 de marzo de 2024", "ddddd");
	marks("gültig 03 04 2024", "dddd");
	marks("2024 04 03", "ddd");
	marks("you may pay on march 3 2024", ".....##");
	marks("you may pay", "...");
	marks("posted 3 days ago", ".aa.");
	marks("il y a 3 jours", "...aa");
	marks("vor einer woche", ".aa");
	marks("wait 3 days", ".#.");
	marks("key 1a2b3c4d5e6f7a8b", ".r");
	marks("99999999999999999999 of march", "#..");
}

static void pieces(void **state)
{
	struct kind_token v[] = { { "updated", 7, KIND_WORD },
		{ "2024", 4, KIND_NUMBER } };

	(void)state;
	kind_mark(v, 2, false);
	assert_int_equal(v[1].mark, KIND_NUMBER);
	kind_mark(v, 0, true);
	kind_mark(v, 2, true);
	assert_int_equal(v[1].mark, KIND_DATE);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(lines),
		cmocka_unit_test(pieces) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
