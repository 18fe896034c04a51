/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/pdftext_layout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

#define WORD(x0, x1, text)                                                     \
	"<word xMin=\"" x0 "\" yMin=\"10.5\" xMax=\"" x1                       \
	"\" yMax=\"20.5\">" text "</word>"
#define LINE(x0, x1, words)                                                    \
	"<line xMin=\"" x0 "\" yMin=\"10.5\" xMax=\"" x1                       \
	"\" yMax=\"20.5\">" words "</line>"

static const char sample[] =
	"<!DOCTYPE html><title>a > b</title>"
	"<page width=\"595.32\" height=\"841.920000\"><flow>"
	"<block xMin=\"1\">" LINE("72.000000", "100.25",
		WORD("72", "80", "l&apos;oﬃce") WORD("82", "100.25",
			"\xE2\x97\x8F\xE2\x80\x8B")) LINE("110", "120",
		WORD("110", "120",
			"&lt;&amp;&quot;&gt;&x")) "</block><block "
						  "yMin=\"3\">" LINE("130",
							  "140",
							  WORD("130", "140",
								  "seul")) "</"
									   "blo"
									   "ck>"
									   "</"
									   "flo"
									   "w><"
									   "/pa"
									   "ge>"
									   "<pa"
									   "ge "
									   "wid"
									   "th="
									   "\"-"
									   "5\""
									   " "
									   "hei"
									   "ght"
									   "=\""
									   "999"
									   "999"
									   "999"
									   "999"
									   "99"
									   "\">"
									   "</"
									   "pag"
									   "e>";

static void line_is(const struct pdftext_layout *l, size_t i, const char *text)
{
	assert_true(i < l->n);
	assert_int_equal(l->lines[i].len, strlen(text));
	assert_memory_equal(l->text.p + l->lines[i].text, text, strlen(text));
}

static void test_sample(void **state)
{
	struct pdftext_layout l = { 0 };

	(void)state;
	assert_int_equal(pdftext_layout_read(&l, sample, strlen(sample)), 0);
	assert_int_equal(l.n_pages, 2);
	assert_int_equal(l.pages[0].width, 595320);
	assert_int_equal(l.pages[0].height, 841920);
	assert_int_equal(l.pages[1].width, -5000);
	assert_int_equal(l.pages[1].height, 100000 * PDFTEXT_POINT);
	/* pieces of justified text at one height are one line */
	assert_int_equal(l.n, 2);
	line_is(&l, 0, "l'office \xE2\x97\x8F <&\">&x");
	assert_int_equal(l.lines[0].x0, 72000);
	assert_int_equal(l.lines[0].y0, 10500);
	assert_int_equal(l.lines[0].x1, 120000);
	assert_int_equal(l.lines[0].size, 10000);
	assert_int_equal(l.lines[0].first, 8000);
	/* another block is another line */
	line_is(&l, 1, "seul");
	assert_true(l.lines[0].block != l.lines[1].block);
	pdftext_layout_release(&l);
}

static void reads(const char *text, int rc, size_t lines)
{
	struct pdftext_layout l = { 0 };

	assert_int_equal(pdftext_layout_read(&l, text, strlen(text)), rc);
	assert_int_equal(l.n, lines);
	pdftext_layout_release(&l);
}

static void test_odd(void **state)
{
	(void)state;
	reads("", ERR_PARSE, 0);
	assert_string_equal(err_message(), "the PDF has no pages");
	reads("<word xMin=\"1\">a</word>", ERR_PARSE, 0);
	reads("<page ", ERR_PARSE, 0);
	reads("<page >", 0, 0);
	reads("<page ><word >a", 0, 1);
	reads("<page ><word >a<word >b</word>", 0, 1);
	reads("<page ><line ><word ></word></line>", 0, 0);
	reads("<page ><line ><word >\x01\xE2\x80\x8B</word></line>", 0, 0);
	reads("<page ><line xMin=\"\"><word xMin=\"-.\">a</word>", 0, 1);
	reads("<page ><line xMin=><word xMin>\xFF&</word>", 0, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sample),
		cmocka_unit_test(test_odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
