/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/sentence.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

/* Sentences joined by "|". */
static void check(const char *text, const char *want)
{
	struct str out = { 0 };
	size_t at = 0, size;

	str_init(&out, 0);
	while (sentence_next(&at, &size, text, strlen(text))) {
		if (out.len > 0)
			str_putc(&out, '|');
		str_add(&out, text + at, size);
		at += size;
	}
	assert_string_equal(out.p, want);
	str_release(&out);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts),
		cmocka_unit_test(does_not_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
