/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <math.h>

#include "base/err.h"
#include "templates/pdf.h"
#include "tests/templates/text_case.h"

static void test_room(void **state)
{
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct page p;

	(void)state;
	page_init(&p, doc);
	assert_true(page_left(&p) == 0);
	assert_int_equal(page_need(&p, 10), 0);
	assert_int_equal(p.n, 1);
	assert_true(fabs(page_left(&p) - PAGE_ROOM) < 0.01);
	assert_int_equal(page_need(&p, PAGE_ROOM), 0);
	assert_int_equal(p.n, 1);
	p.y -= 10;
	assert_int_equal(page_need(&p, PAGE_ROOM), 0);
	assert_int_equal(p.n, 2);
	page_release(&p);
	HPDF_Free(doc);
}

static void test_too_many_pages(void **state)
{
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct page p;

	(void)state;
	page_init(&p, doc);
	p.n = PDF_PAGES_MAX;
	assert_int_equal(page_new(&p), ERR_LIMIT);
	assert_string_equal(
		err_message(), "the document is longer than 5000 pages");
	p.n = 0;
	page_release(&p);
	HPDF_Free(doc);
}

/* Bookmarks hang under the nearest one above their level. */
static void test_bookmarks(void **state)
{
	struct str title = { 0 };
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct page p;

	(void)state;
	page_init(&p, doc);
	page_new(&p);
	for (int i = 0; i < 300; i++)
		str_puts(&title, "é");
	assert_int_equal(page_bookmark(&p, 1, title.p, 700), 0);
	assert_int_equal(page_bookmark(&p, 3, "b", 600), 0);
	assert_non_null(p.parents[3]);
	assert_int_equal(page_bookmark(&p, 2, "c", 500), 0);
	assert_null(p.parents[3]);
	page_release(&p);
	str_release(&title);
	HPDF_Free(doc);
}

static void test_text_and_footers(void **state)
{
	struct markdown_run run;
	struct markdown_cell cell = text_case_cell(&run, "voir le site");
	struct fonts fonts;
	HPDF_Doc doc = text_case_open(&fonts);
	struct paragraph words = { 0 };
	struct page p;
	const struct boxes_style style = {
		.size = 10, .width = 200, .lang = "fr"
	};

	(void)state;
	run.url = (char *)(uintptr_t) "https://a.example/";
	run.style = MARKDOWN_STRIKE;
	page_init(&p, doc);
	page_new(&p);
	assert_int_equal(paragraph_break(&words, &p.fonts, &cell, &style), 0);
	assert_int_equal(page_text(&p, &(struct page_line){ &words, 0, 100, 700,
					       200, 'r' }),
		0);
	page_fill(&p, &(struct page_area){ 100, 600, 10, 10 }, 0.5);
	assert_int_equal(page_footers(&p, "dossier", "page # sur #"), 0);
	assert_int_equal(page_check(&p), 0);
	paragraph_release(&words);
	page_release(&p);
	HPDF_Free(doc);
}

static void ignore(HPDF_STATUS error, HPDF_STATUS detail, void *ctx)
{
	(void)error;
	(void)detail;
	(void)ctx;
}

static void test_library_failure(void **state)
{
	HPDF_Doc doc = HPDF_New(ignore, NULL);
	struct page p;

	(void)state;
	page_init(&p, doc);
	assert_int_equal(page_new(&p), 0);
	HPDF_GetFont(doc, "No Such Font", NULL);
	assert_int_equal(page_new(&p), ERR_IO);
	assert_non_null(strstr(err_message(), "drawing the PDF failed"));
	page_release(&p);
	HPDF_Free(doc);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_room),
		cmocka_unit_test(test_too_many_pages),
		cmocka_unit_test(test_bookmarks),
		cmocka_unit_test(test_text_and_footers),
		cmocka_unit_test(test_library_failure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
