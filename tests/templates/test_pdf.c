/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "templates/pdf.h"

#include <time.h>

#include "base/mem.h"
#include "tests/templates/pdf_case.h"

static void refuses(const char *markdown, const struct pdf_options *o, int code,
	const char *message)
{
	struct str out = { 0 };

	assert_int_equal(
		pdf_make(&out, NULL, markdown, strlen(markdown), o), code);
	assert_string_equal(err_message(), message);
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void test_refused(void **state)
{
	struct pdf_options o = pdf_case_options;
	struct pdf_attachment a = { .name = "PJ01_a.txt",
		.description = "a",
		.media_type = "text/plain",
		.data = "x",
		.len = 1 };

	(void)state;
	refuses("a\xFF", &o, ERR_INVALID, "the document is not UTF-8");
	o.author = "\xC3";
	refuses("a", &o, ERR_INVALID, "the author is not UTF-8");
	o.author = "";
	o.attachments = &a;
	o.n_attachments = 1;
	refuses("a", &o, ERR_INVALID,
		"cannot attach 'PJ01_a.txt': its content has not the digest "
		"that was given");
	o.part = PDF_A_1B;
	refuses("a", &o, ERR_INVALID, "files can be attached to PDF/A-3 only");
	o.part = PDF_A_3U;
	a.len = (size_t)PDF_ATTACHMENTS_MAX + 1;
	refuses("a", &o, ERR_LIMIT,
		"cannot attach 'PJ01_a.txt': the files are larger than 32 MiB "
		"together; leave some out");
	o.n_attachments = (size_t)PDF_ATTACHMENTS_COUNT + 1;
	refuses("a", &o, ERR_LIMIT, "more than 9999 files cannot be attached");
}

static void test_long_title(void **state)
{
	struct pdf_options o = pdf_case_options;
	char *title = mem_new(5000, 1);

	(void)state;
	memset(title, 'a', 4999);
	o.title = title;
	refuses("a", &o, ERR_LIMIT, "the title is longer than 4096 bytes");
	free(title);
}

static void test_same_bytes(void **state)
{
	struct str markdown = { 0 }, a = { 0 }, b = { 0 };

	(void)state;
	assert_int_equal(file_read(&markdown, TEST_DIR "/pdf/lettre.md"), 0);
	assert_int_equal(
		pdf_make(&a, NULL, markdown.p, markdown.len, &pdf_case_options),
		0);
	sleep(1); /* a clock in it would show */
	assert_int_equal(
		pdf_make(&b, NULL, markdown.p, markdown.len, &pdf_case_options),
		0);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.p, b.p, a.len);
	str_release(&markdown);
	str_release(&a);
	str_release(&b);
}

/* Letters and their accents apart become one; controls in the title do not
 * reach the metadata. */
static void test_texts_cleaned(void **state)
{
	struct pdf_options o = pdf_case_options;
	struct pdf_case c;

	(void)state;
	o.title = "e\xCC\x81t\x01\xEF\xBF\xBF";
	pdf_case_make(&c, "e\xCC\x81te\xCC\x81", &o);
	assert_non_null(
		strstr(pdf_case_tool(&c, "pdftotext", "a.pdf", "-"), "été\n"));
	assert_non_null(strstr(pdf_case_tool(&c, "pdfinfo", "a.pdf"),
		"Title:           ét \xEF\xBF\xBD\n"));
	pdf_case_release(&c);
}

/* The number in an attribute of a line. */
static double attribute(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	assert_non_null(at);
	return strtod(at + strlen(name), NULL);
}

/* Checks the words of "pdftotext -bbox", line by line; how many there are. */
static int words_within_margins(const struct str *text)
{
	const char *at = text->p, *end = text->p + text->len, *eol;
	int seen = 0;

	while ((eol = memchr(at, '\n', (size_t)(end - at))) != NULL) {
		char *line = mem_dup(at, (size_t)(eol - at));

		if (strstr(line, "<word ") != NULL) {
			assert_true(attribute(line, "xMin=\"") > 70.8);
			assert_true(attribute(line, "xMax=\"") < 524.5);
			seen++;
		}
		free(line);
		at = eol + 1;
	}
	return seen;
}

/* Each of these is drawn within the margins, in bounded time. */
static void is_drawn(const struct str *markdown)
{
	struct pdf_case c;

	pdf_case_make(&c, markdown->p, NULL);
	pdf_case_tool(&c, "qpdf", "--check", "a.pdf");
	pdf_case_tool(&c, "pdftotext", "-bbox", "a.pdf", "-");
	assert_true(words_within_margins(&c.out) > 0);
	pdf_case_release(&c);
}

static void repeat(struct str *out, const char *text, int count)
{
	str_clear(out);
	for (int i = 0; i < count; i++)
		str_puts(out, text);
}

static void test_hostile(void **state)
{
	static const char *const pieces[] = { "a", "1.", "\xF0\x9F\x8D\x89",
		"\xE2\x80\x8B", "\xCC\x81", "\xD7\x90\xD8\xA7", "a\xCE\xB1",
		"**a**b", "# ", "\xE2\x80\xAE", "[a](http://b/)", "`\xC2\xA0`",
		"~~a~~ ", "&#7;", "\t", "\\\n" };
	clock_t start = clock();
	struct str md = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		repeat(&md, pieces[i], 3000);
		is_drawn(&md);
	}
	repeat(&md, ">", 90);
	str_puts(&md, " x");
	is_drawn(&md);
	repeat(&md, "- ", 90);
	str_puts(&md, "x");
	is_drawn(&md);
	repeat(&md, "a", 100000);
	is_drawn(&md);
	str_clear(&md);
	str_puts(&md, "|a|b|\n|-|-|\n|x|");
	for (int i = 0; i < 50000; i++)
		str_puts(&md, "m ");
	is_drawn(&md);
	str_clear(&md);
	for (int i = 0; i < 60; i++)
		str_printf(&md, "%*s- x\n", 2 * i, "");
	is_drawn(&md);
	assert_true(clock() - start < 60 * CLOCKS_PER_SEC);
	str_release(&md);
}

static void test_empty(void **state)
{
	struct pdf_case c;

	(void)state;
	pdf_case_make(&c, "", NULL);
	assert_int_equal(c.pages, 1);
	pdf_case_release(&c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_long_title),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_texts_cleaned),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
