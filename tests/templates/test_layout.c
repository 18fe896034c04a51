/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/layout.h"

#include "tests/templates/pdf_case.h"

/* The document's text, page by page, each ended by a form feed. */
static const char *text_of(struct pdf_case *c, const char *markdown)
{
	pdf_case_make(c, markdown, NULL);
	return pdf_case_tool(c, "pdftotext", "-layout", "a.pdf", "-");
}

static void repeat(struct str *out, const char *text, int count)
{
	for (int i = 0; i < count; i++)
		str_puts(out, text);
}

/* Lines that hold the word, on page n (from 0). */
static int count_on_page(const char *text, int n, const char *word)
{
	int count = 0;

	while (n-- > 0) {
		text = strchr(text, '\f');
		assert_non_null(text++);
	}
	while (*text != '\0' && *text != '\f') {
		const char *end = text + strcspn(text, "\n\f");
		const char *hit = strstr(text, word);

		count += hit != NULL && hit < end;
		text = end + (*end == '\n');
	}
	return count;
}

static void test_blocks(void **state)
{
	struct pdf_case c;
	const char *text;

	(void)state;
	text = text_of(&c, "# Titre\n\nUn mot en **gras** et du `mono`.\n\n"
			   "> cité\n\n- un\n  1. deux\n\n```\n  code\n\nfin\n"
			   "```\n\n<!-- rien -->\n\n<div>x</div>\n");
	assert_non_null(strstr(text, "Titre\n"));
	assert_non_null(strstr(text, "Un mot en gras et du mono.\n"));
	assert_non_null(strstr(text, "cité\n"));
	assert_non_null(strstr(text, "•"));
	assert_non_null(strstr(text, "1. deux\n"));
	assert_non_null(strstr(text, "code\n"));
	assert_non_null(strstr(text, "<div>x</div>"));
	assert_null(strstr(text, "rien"));
	assert_non_null(strstr(text, "Dossier 2018-10-12-exemple"));
	assert_non_null(strstr(text, "page 1 / 1\n"));
	pdf_case_release(&c);
}

/* What is written is what is extracted: accents, ligatures undone, spaces
 * that do not break found as spaces. */
static void test_french(void **state)
{
	static const char line[] =
		"L'œuvre naïve, où ça ? Pièce n° 3 : « efficace, affligé » !";
	struct pdf_case c;
	const char *text;

	(void)state;
	text = text_of(&c, line);
	assert_non_null(strstr(text, line));
	pdf_case_release(&c);
}

static void test_page_break(void **state)
{
	struct pdf_case c;
	const char *text;

	(void)state;
	text = text_of(&c, "un\n\n***\n\ndeux\n\n***\n***\n\ntrois\n");
	assert_int_equal(c.pages, 2);
	assert_int_equal(count_on_page(text, 0, "deux"), 1);
	assert_int_equal(count_on_page(text, 1, "trois"), 1);
	assert_non_null(strstr(text, "page 2 / 2"));
	pdf_case_release(&c);
}

/* Whatever stands before it, a paragraph of five lines has two at least on
 * each side of a page's end, and a heading has two below it. */
static void test_widows(void **state)
{
	(void)state;
	for (int before = 30; before < 50; before++) {
		struct str md = { 0 };
		struct pdf_case c;
		const char *text;
		int first, second, heading;

		for (int i = 0; i < before; i++)
			str_puts(&md, "avant\\\n");
		str_puts(&md, "fin\n\n## Rubrique\n\n");
		repeat(&md, "veuve veuve veuve veuve veuve veuve veuve ", 10);
		text = text_of(&c, md.p);
		first = count_on_page(text, 0, "veuve");
		heading = count_on_page(text, 0, "Rubrique");
		second = c.pages > 1 ? count_on_page(text, 1, "veuve") : 0;
		assert_true(first != 1 && second != 1);
		assert_int_equal(heading, first > 0);
		pdf_case_release(&c);
		str_release(&md);
	}
}

/* Short words before a list stand on the page of its first item. */
static void test_words_before_list(void **state)
{
	(void)state;
	for (int before = 30; before < 50; before++) {
		struct str md = { 0 };
		struct pdf_case c;
		const char *text;

		for (int i = 0; i < before; i++)
			str_puts(&md, "avant\\\n");
		str_puts(&md, "fin\n\n**Faits.**\n\n- chose\n- chose\n");
		text = text_of(&c, md.p);
		assert_int_equal(count_on_page(text, 0, "Faits"),
			count_on_page(text, 0, "chose") > 0);
		pdf_case_release(&c);
		str_release(&md);
	}
}

/* A page does not end between a line of code and its indented second. */
static void test_code_goes_on(void **state)
{
	(void)state;
	for (int before = 20; before < 50; before++) {
		struct str md = { 0 };
		struct pdf_case c;
		const char *text;

		for (int i = 0; i < before; i++)
			str_puts(&md, "avant\\\n");
		str_puts(&md, "fin\n\n```\n");
		repeat(&md, "nom\n  empreinte\n", 12);
		str_puts(&md, "```\n");
		text = text_of(&c, md.p);
		assert_int_equal(count_on_page(text, 0, "nom"),
			count_on_page(text, 0, "empreinte"));
		pdf_case_release(&c);
		str_release(&md);
	}
}

static void test_bookmarks_and_links(void **state)
{
	struct pdf_case c;
	const char *json;

	(void)state;
	pdf_case_make(&c,
		"# Un\n\n## Deux\n\n[le site de ce nom](https://a.example/x) "
		"[y](javascript:alert)\n",
		NULL);
	json = pdf_case_tool(&c, "qpdf", "--json=1", "a.pdf");
	assert_non_null(strstr(json, "\"title\": \"Deux\""));
	assert_non_null(strstr(json, "\"/URI\": \"https://a.example/x\""));
	assert_null(strstr(json, "javascript"));
	pdf_case_release(&c);
}

/* 200 pages: layout must not become slow with length. */
static void test_long(void **state)
{
	struct str md = { 0 };
	struct pdf_case c;

	(void)state;
	for (int i = 0; i < 200; i++) {
		str_printf(&md, "## Page %d\n\n", i);
		repeat(&md, "Des mots, des mots « longs » et courts ; ", 60);
		str_puts(&md, "\n\n***\n***\n\n");
	}
	pdf_case_make(&c, md.p, NULL);
	assert_in_range(c.pages, 200, 201);
	pdf_case_release(&c);
	str_release(&md);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_blocks),
		cmocka_unit_test(test_french),
		cmocka_unit_test(test_page_break),
		cmocka_unit_test(test_widows),
		cmocka_unit_test(test_words_before_list),
		cmocka_unit_test(test_code_goes_on),
		cmocka_unit_test(test_bookmarks_and_links),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
