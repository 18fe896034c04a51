/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/pdftext_blocks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scrapers/pdftext_margin.h"
#include "tests/scrapers/layout_case.h"

enum { PAGES = 8 };

/* The layout as Markdown; pages' beginnings in pages. */
static void gives(
	struct pdftext_layout *l, size_t pages[PAGES], const char *want)
{
	struct pdftext_blocks b = { 0 };
	struct str out = { 0 };

	pdftext_margin(l);
	pdftext_blocks_read(&b, l);
	assert_int_equal(pdftext_blocks_write(&out, pages, l->n_pages, &b), 0);
	assert_string_equal(out.len > 0 ? out.p : "", want);
	pdftext_blocks_release(&b);
	pdftext_layout_release(l);
	str_release(&out);
}

static const char full[] = "Une ligne qui va d'un bord jusqu'à l'autre bord, "
			   "sans finir";

static void test_paragraphs(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	gives(&l, pages, "");
	case_page(&l);
	case_line(&l, 72, 100, 10, full);
	case_line(&l, 72, 112, 10, "la phrase ici.");
	case_line(&l, 72, 124, 10, "Une autre, qui commence.");
	case_block(&l);
	case_line(&l, 72, 160, 10, "Un bloc *à part*");
	gives(&l, pages,
		"Une ligne qui va d'un bord jusqu'à l'autre bord, sans finir "
		"la phrase ici.\n\nUne autre, qui commence.\n\nUn bloc \\*à "
		"part\\*");
}

static void test_items(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	case_page(&l);
	case_line(&l, 72, 100, 10, "Il y a :");
	case_line(&l, 80, 112, 10,
		"• un point qui est long et qui continue "
		"sur la");
	case_line(&l, 90, 124, 10, "ligne suivante ;");
	case_line(&l, 100, 136, 10, "– un point dessous ;");
	case_line(&l, 80, 148, 10, "\xEF\x82\xB7 un autre.");
	case_line(&l, 72, 160, 10, "1. Premier");
	case_line(&l, 72, 172, 10, "a) dessous");
	gives(&l, pages,
		"Il y a :\n\n- un point qui est long et qui continue sur la "
		"ligne suivante ;\n  - un point dessous ;\n- un autre.\n\n"
		"1\\. Premier\n\na) dessous");
}

/* Bullets and numbers in blocks of their own. */
static void test_leads(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	case_page(&l);
	case_line(&l, 72, 100, 10, "Il y a :");
	case_block(&l);
	case_line(&l, 72, 112, 10, "•");
	case_block(&l);
	case_line(&l, 90, 112, 10, "un point ;");
	case_block(&l);
	case_line(&l, 72, 124, 10, "•");
	case_block(&l);
	case_line(&l, 90, 124, 10, "un autre ;");
	case_block(&l);
	case_line(&l, 72, 136, 10, "1.");
	case_block(&l);
	case_line(&l, 90, 136, 10, "Premier");
	case_block(&l);
	case_line(&l, 72, 160, 10, "•");
	case_block(&l);
	case_line(&l, 400, 160, 10, "loin");
	gives(&l, pages,
		"Il y a :\n\n- un point ;\n- un autre ;\n\n1\\. Premier\n\n"
		"•\n\nloin");
}

static void test_headings(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	case_page(&l);
	case_line(&l, 72, 50, 20, "Titre");
	case_block(&l);
	case_line(&l, 72, 90, 14, "Sous-titre");
	case_block(&l);
	case_line(&l, 72, 110, 10, full);
	case_block(&l);
	case_line(&l, 72, 130, 10, "1. OBJET");
	case_block(&l);
	case_line(&l, 72, 150, 10, full);
	case_block(&l);
	case_line(&l, 72, 170, 10, "Article 2 – Durée");
	case_block(&l);
	case_line(&l, 72, 190, 10, "Article 3 s'applique.");
	case_block(&l);
	case_line(&l, 72, 210, 20, "***");
	gives(&l, pages,
		"# Titre\n\n## Sous-titre\n\nUne ligne qui va d'un bord "
		"jusqu'à l'autre bord, sans finir\n\n### 1\\. OBJET\n\nUne "
		"ligne qui va d'un bord jusqu'à l'autre bord, sans finir\n\n"
		"### Article 2 – Durée\n\nArticle 3 s'applique.\n\n"
		"\\*\\*\\*");
}

/* A sentence goes over the end of a page; a footer stands between. */
static void test_pages(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	for (int i = 0; i < 3; i++) {
		case_page(&l);
		if (i == 1)
			case_line(&l, 72, 100, 10, "la phrase.");
		case_block(&l);
		if (i == 0)
			case_line(&l, 72, 700, 10, full);
		if (i == 2)
			case_line(&l, 72, 100, 10, "Fin.");
		case_block(&l);
		case_line(&l, 72, 770, 10, "Exemple v2");
	}
	case_page(&l);
	gives(&l, pages,
		"Une ligne qui va d'un bord jusqu'à l'autre bord, sans finir "
		"la phrase.\n\nExemple v2\n\nFin.");
	assert_int_equal(pages[0], 0);
	assert_int_equal(pages[1], strlen(full) + 1);
	assert_int_equal(pages[2], strlen(full) + strlen(" la phrase.\n\n"
							 "Exemple v2\n\n"));
	assert_int_equal(pages[3], pages[2] + 4);
}

/* Cells side by side are not one sentence. */
static void test_cells(void **state)
{
	struct pdftext_layout l = { 0 };
	size_t pages[PAGES];

	(void)state;
	case_page(&l);
	case_line(&l, 72, 100, 10, "Nom du cookie");
	case_block(&l);
	case_line(&l, 300, 100, 10, "durée de vie");
	case_page(&l);
	case_line(&l, 72, 100, 10, "session");
	gives(&l, pages, "Nom du cookie\n\ndurée de vie\n\nsession");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_items),
		cmocka_unit_test(test_leads),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_pages),
		cmocka_unit_test(test_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
