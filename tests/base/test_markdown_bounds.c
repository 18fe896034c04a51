/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/markdown_bounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/markdown.h"

static void repeat(struct str *out, const char *part, int count)
{
	for (int i = 0; i < count; i++)
		str_puts(out, part);
}

/* A table of n columns: header and delimiter row, after each line's begin. */
static void add_table(
	struct str *out, const char *begin, int n, const char *end)
{
	str_puts(out, begin);
	repeat(out, "|a", n);
	str_printf(out, "|%s%s", end, begin);
	repeat(out, "|-", n);
	str_printf(out, "|%s", end);
}

static void assert_bounds(struct str *text, int code, const char *message)
{
	int rc = markdown_bounds(text->p, text->len);

	if (rc != code)
		fail_msg("%d, %s", rc, rc != 0 ? err_message() : "");
	if (rc != 0)
		assert_string_equal(err_message(), message);
	str_release(text);
}

static void columns(void **state)
{
	static const char *const begins[] = { "", "> ", "> > " };
	static const char *const ends[] = { "\n", "\r\n", "\r", " \n", "\v\n",
		"\f\n" };

	(void)state;
	for (size_t b = 0; b < 3; b++) {
		for (size_t e = 0; e < 6; e++) {
			struct str text = { 0 };

			add_table(&text, begins[b], MARKDOWN_COLUMNS, ends[e]);
			assert_bounds(&text, 0, NULL);
			add_table(&text, begins[b], MARKDOWN_COLUMNS + 1,
				ends[e]);
			assert_bounds(&text, ERR_LIMIT,
				"line 2: a table of more than 256 columns");
		}
	}
}

/* Bars that are no table: a long line of them alone is fine. */
static void no_table(void **state)
{
	struct str text = { 0 };

	(void)state;
	repeat(&text, "a|", 5000);
	str_puts(&text, "\n\n---\n\n");
	repeat(&text, "-", 500);
	str_puts(&text, "\n\n");
	repeat(&text, "*", 500);
	str_puts(&text, "\n\n");
	repeat(&text, ".", 500);
	assert_bounds(&text, 0, NULL);
}

static void cells(void **state)
{
	struct str text = { 0 };

	(void)state;
	add_table(&text, "", 100, "\n");
	repeat(&text, "x\n", 990);
	assert_bounds(&text, 0, NULL);
	add_table(&text, "", 100, "\n");
	repeat(&text, "x\n", 1000);
	assert_bounds(&text, ERR_LIMIT,
		"line 1001: tables of more than 100000 cells");
	/* Many small tables count together; an empty line ends each. */
	for (int i = 0; i < 700; i++) {
		add_table(&text, "", 100, "\n");
		str_puts(&text, "\n");
	}
	assert_bounds(&text, ERR_LIMIT,
		"line 1502: tables of more than 100000 cells");
}

/* A row that looks like a narrower delimiter row does not make the table
 * narrower. */
static void rows_like_delimiters(void **state)
{
	struct str text = { 0 };

	(void)state;
	add_table(&text, "", 250, "\n");
	repeat(&text, "x\n-|\n", 5000);
	assert_int_equal(markdown_bounds(text.p, text.len), ERR_LIMIT);
	str_release(&text);
}

static void deep(void **state)
{
	static const char *const marks[] = { "> ", ">", "- ", "1. ", "+ ",
		"12) ", "*\t" };

	(void)state;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		struct str text = { 0 };

		str_puts(&text, "a\n");
		repeat(&text, marks[i], MARKDOWN_NESTING);
		str_puts(&text, "x");
		assert_bounds(&text, 0, NULL);
		str_puts(&text, "a\n");
		repeat(&text, marks[i], MARKDOWN_NESTING + 1);
		str_puts(&text, "x");
		assert_bounds(&text, ERR_LIMIT,
			"line 2: lists or quotes nested more than 100 deep");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns),
		cmocka_unit_test(no_table),
		cmocka_unit_test(cells),
		cmocka_unit_test(rows_like_delimiters),
		cmocka_unit_test(deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
