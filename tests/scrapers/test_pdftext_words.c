/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/pdftext_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scrapers/layout_case.h"

static void joins(const struct pdftext_words *w, const char *line,
	const char *next, enum pdftext_join how)
{
	if (pdftext_words_join(w, line, strlen(line), next, strlen(next)) !=
		how)
		fail_msg("'%s' and '%s'", line, next);
}

static void test_join(void **state)
{
	struct pdftext_layout l = { 0 };
	struct pdftext_words w = { 0 };

	(void)state;
	case_page(&l);
	case_line(&l, 0, 0, 10, "Une information, l’éducation, un email.");
	case_line(&l, 0, 0, 10, "Un rendez-vous par e-mail et infor-");
	pdftext_words_read(&w, &l);
	joins(&w, "votre infor-", "mation", PDFTEXT_LETTERS);
	joins(&w, "votre Infor-", "mation.", PDFTEXT_LETTERS);
	joins(&w, "l’édu-", "cation", PDFTEXT_LETTERS);
	/* the word with its hyphen stands elsewhere */
	joins(&w, "un e-", "mail", PDFTEXT_HYPHEN);
	joins(&w, "un rendez-", "vous", PDFTEXT_HYPHEN);
	/* nothing is known of it */
	joins(&w, "un porte-", "clé", PDFTEXT_HYPHEN);
	joins(&w, "une soft\xC2\xAD", "ware", PDFTEXT_LETTERS);
	joins(&w, "la fin", "de la phrase", PDFTEXT_SPACE);
	joins(&w, "vous, -", "nous", PDFTEXT_SPACE);
	joins(&w, "infor-", "Mation", PDFTEXT_SPACE);
	joins(&w, "2016-", "2017", PDFTEXT_SPACE);
	joins(&w, "", "a", PDFTEXT_SPACE);
	joins(&w, "a-", "", PDFTEXT_SPACE);
	pdftext_words_release(&w);
	joins(&w, "infor-", "mation", PDFTEXT_HYPHEN);
	pdftext_layout_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
