/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/layout_table.h"

#include "tests/templates/pdf_case.h"

static const char *text_of(struct pdf_case *c, const struct str *markdown)
{
	pdf_case_make(c, markdown->p, NULL);
	return pdf_case_tool(c, "pdftotext", "-layout", "a.pdf", "-");
}

static int count(const char *text, const char *word)
{
	int n = 0;

	while ((text = strstr(text, word)) != NULL) {
		n++;
		text++;
	}
	return n;
}

/* The heading is there again on each page, and no row is lost. */
static void test_heading_repeated(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;
	const char *text;

	(void)state;
	str_puts(&md, "| Nom | Issue |\n|---|---:|\n");
	for (int i = 0; i < 120; i++)
		str_printf(&md, "| ligne%d. | autorisée |\n", i);
	text = text_of(&c, &md);
	assert_true(c.pages > 2);
	assert_int_equal(count(text, "Nom"), c.pages);
	assert_int_equal(count(text, "ligne"), 120);
	assert_non_null(strstr(text, "ligne119."));
	pdf_case_release(&c);
	str_release(&md);
}

static void test_empty_heading(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;
	const char *text;

	(void)state;
	str_puts(&md, "| | |\n|---|---|\n| Plaignante | Camille |\n");
	text = text_of(&c, &md);
	assert_non_null(strstr(text, "Plaignante"));
	assert_non_null(strstr(text, "Camille"));
	pdf_case_release(&c);
	str_release(&md);
}

/* A hash stays in its column, in whole pieces of 16 digits. */
static void test_hash(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;
	const char *text;

	(void)state;
	str_puts(&md, "| N° | Titre | Octets | SHA-256 |\n|--|--|--:|--|\n"
		      "| 1 | La politique de confidentialité telle qu'elle "
		      "était publiée ce jour-là | 1 | "
		      "`2c26b46b68ffc68ff99b453c1d304134"
		      "13422d706483bfa0f98a5e886266e7ae` |\n");
	text = text_of(&c, &md);
	assert_non_null(strstr(text, "2c26b46b68ffc68ff99b453c1d304134"));
	assert_non_null(strstr(text, "13422d706483bfa0f98a5e886266e7ae"));
	pdf_case_release(&c);
	str_release(&md);
}

/* A row that no page holds is cut, and goes on. */
static void test_high_row(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;
	const char *text;

	(void)state;
	str_puts(&md, "| a | b |\n|---|---|\n| x | ");
	for (int i = 0; i < 4000; i++)
		str_printf(&md, "mot%d. ", i);
	str_puts(&md, "|\n");
	text = text_of(&c, &md);
	assert_true(c.pages > 1);
	assert_int_equal(count(text, "mot"), 4000);
	pdf_case_release(&c);
	str_release(&md);
}

static void test_many_columns(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;

	(void)state;
	for (int row = 0; row < 4; row++) {
		for (int i = 0; i < MARKDOWN_COLUMNS; i++)
			str_puts(&md, row == 1 ? "|-" : "|WWW");
		str_puts(&md, "|\n");
	}
	pdf_case_make(&c, md.p, NULL);
	assert_int_equal(c.pages, 1);
	pdf_case_release(&c);
	str_release(&md);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heading_repeated),
		cmocka_unit_test(test_empty_heading),
		cmocka_unit_test(test_hash),
		cmocka_unit_test(test_high_row),
		cmocka_unit_test(test_many_columns),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
