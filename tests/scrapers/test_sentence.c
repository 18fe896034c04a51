/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/sentence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* Sentences joined by "|". */
static void check_max(const char *text, size_t max, const char *want)
{
	struct str out = { 0 };
	size_t at = 0, size;

	str_init(&out, 0);
	while (sentence_next(&at, &size, text, strlen(text), max)) {
		if (out.len > 0)
			str_putc(&out, '|');
		str_add(&out, text + at, size);
		at += size;
	}
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void check(const char *text, const char *want)
{
	check_max(text, 0, want);
}

static void parts(void **state)
{
	(void)state;
	check("", "");
	check("  \n ", "");
	check("One.", "One.");
	check(" One. Two!  Three? ", "One.|Two!|Three?");
	check("So\u2026 And (all this.) Then", "So\u2026|And (all this.)|Then");
	check("Il dit \u00ab non. \u00bb Oui", "Il dit \u00ab non.|\u00bb Oui");
	check("Il dit \u00ab non.\u00a0\u00bb Oui",
		"Il dit \u00ab non.\u00a0\u00bb|Oui");
}

static void does_not_part(void **state)
{
	(void)state;
	check("Data, e.g. Names, etc. are kept",
		"Data, e.g. Names, etc. are kept");
	check("Voir art. 13 (p. ex. Nom). Fin.",
		"Voir art. 13 (p. ex. Nom).|Fin.");
	check("z. B. Namen. Ende.", "z. B. Namen.|Ende.");
	check("example.test costs 3.50 now", "example.test costs 3.50 now");
	check("Exemple Inc. Paris", "Exemple Inc. Paris");
}

/* Longer ones come in pieces, cut between words or characters. */
static void cuts(void **state)
{
	(void)state;
	check_max("One two three. Four.", 100, "One two three.|Four.");
	check_max("One two three. Four.", 10, "One two|three.|Four.");
	check_max("abcdefghijklmnop", 8, "abcdefgh|ijklmnop");
	check_max("abcdefg\u00e9\u00e9 x", 8, "abcdefg|\u00e9\u00e9 x");
	check_max("a bcdefghijklm", 8, "a bcdefg|hijklm");
	check_max("abcdef  gh. Ij", 8, "abcdef|gh.|Ij");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(does_not_part),
		cmocka_unit_test(cuts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
