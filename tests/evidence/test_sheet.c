/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "evidence/sheet.h"

static bool read_text(struct sheet *s, const char *text)
{
	struct importer_head head = {
		.text = text, .len = strlen(text), .whole = true, .name = ""
	};

	return sheet_read(s, &head, sheet_format(&head), '\0');
}

static void delimiters(void **state)
{
	static const char signs[] = ",;\t|";
	char text[64];
	struct sheet s;

	(void)state;
	for (int i = 0; i < 4; i++) {
		snprintf(text, sizeof(text), "a%cb\n1%c2\n3%c4", signs[i],
			signs[i], signs[i]);
		assert_true(read_text(&s, text));
		assert_int_equal(s.format, MAPPING_CSV);
		assert_int_equal(s.delimiter, signs[i]);
		assert_int_equal(s.columns, 2);
		assert_int_equal(s.rows, 3);
		assert_string_equal(sheet_name(&s, 1), "b");
		assert_string_equal(sheet_cell(&s, 2, 1), "4");
		sheet_release(&s);
	}
	/* A comma in every time, and a semicolon between the columns. */
	assert_true(read_text(&s, "Heure;Hôte\n8:12:40,5;x\n8:12:41,25;y\n"));
	assert_int_equal(s.delimiter, ';');
	sheet_release(&s);
}

static void tables(void **state)
{
	struct sheet s;

	(void)state;
	assert_true(read_text(&s, "sep=;\r\na;b\r\n\"x;\"\"y\";2\r\n"
				  "ragged\r\n1;2;3\r\n\"over\nlines\";4\r\n"));
	assert_int_equal(s.rows, 3);
	assert_string_equal(sheet_name(&s, 0), "a");
	assert_string_equal(sheet_cell(&s, 1, 0), "x;\"y");
	assert_string_equal(sheet_cell(&s, 2, 0), "over\nlines");
	assert_string_equal(sheet_cell(&s, 2, 2), "");
	assert_string_equal(sheet_cell(&s, 9, 0), "");
	sheet_release(&s);
	sheet_release(&s);
	assert_false(read_text(&s, ""));
	sheet_release(&s);
	assert_false(read_text(&s, "one\ntwo\n"));
	sheet_release(&s);
}

static void labels(void **state)
{
	struct sheet s;

	(void)state;
	assert_true(read_text(&s, "time:1:2\thost:x\nhost:y\tclient:z\nno\n"));
	assert_int_equal(s.format, MAPPING_LTSV);
	assert_int_equal(s.columns, 3);
	assert_int_equal(s.rows, 3);
	assert_string_equal(sheet_name(&s, 2), "client");
	assert_string_equal(sheet_cell(&s, 0, 0), "1:2");
	assert_string_equal(sheet_cell(&s, 1, 0), "");
	assert_string_equal(sheet_cell(&s, 1, 1), "y");
	sheet_release(&s);
}

static void objects(void **state)
{
	struct sheet s;

	(void)state;
	assert_true(read_text(&s,
		"{\"a\":1,\"q\":{\"n\":\"x\",\"d\":{\"e\":true}},\"l\":[1,2],"
		"\"id.h\":\"z\"}\n"
		"{\"q\":{\"n\":\"y\"},\"b\":null,\"x[\":1,\"q\\u0041\":2}\n"
		"{\"torn\":\n"));
	assert_int_equal(s.format, MAPPING_JSONL);
	assert_int_equal(s.columns, 6);
	assert_string_equal(sheet_name(&s, 0), "a");
	assert_string_equal(sheet_name(&s, 1), "q.n");
	assert_string_equal(sheet_name(&s, 2), "q.d.e");
	assert_string_equal(sheet_name(&s, 3), "l");
	assert_string_equal(sheet_name(&s, 4), "id.h");
	assert_string_equal(sheet_name(&s, 5), "b");
	assert_int_equal(s.rows, 2);
	assert_string_equal(sheet_cell(&s, 0, 2), "true");
	assert_string_equal(sheet_cell(&s, 0, 4), "z");
	assert_string_equal(sheet_cell(&s, 1, 1), "y");
	sheet_release(&s);
}

/* The bounds: columns beyond are not looked at, nor rows. */
static void bounds(void **state)
{
	static char text[64 << 10];
	struct sheet s;
	size_t n = 0;

	(void)state;
	for (int i = 0; i < 200; i++)
		n += (size_t)snprintf(text + n, sizeof(text) - n, "c%d,", i);
	snprintf(text + n, sizeof(text) - n, "end\n");
	assert_true(read_text(&s, text));
	assert_int_equal(s.columns, SHEET_COLUMNS);
	sheet_release(&s);
	for (n = 0; n + 5 < sizeof(text); n += 4)
		memcpy(text + n, "a,b\n", 5);
	assert_true(read_text(&s, text));
	assert_int_equal(s.rows, SHEET_ROWS);
	sheet_release(&s);
	/* Keys nested too deeply are not looked at. */
	assert_true(read_text(&s,
		"{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1},\"f\":2}}},\"g\":3}\n"));
	assert_int_equal(s.columns, 2);
	assert_string_equal(sheet_name(&s, 0), "a.b.c.f");
	sheet_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delimiters),
		cmocka_unit_test(tables),
		cmocka_unit_test(labels),
		cmocka_unit_test(objects),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
