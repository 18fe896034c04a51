/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/sniff.h"

/* "r…" is a record, "p…" is passed over. */
static int judge(const struct line *line)
{
	return line->text[0] == 'r'   ? SNIFF_RECORD
	       : line->text[0] == 'p' ? SNIFF_PASSED
				      : SNIFF_FOREIGN;
}

static int sure(const char *text, bool whole)
{
	const struct importer_head head = {
		.text = text, .len = strlen(text), .whole = whole, .name = "x"
	};

	return sniff_lines(&head, judge);
}

static void measures(void **state)
{
	struct str far = { 0 };

	(void)state;
	assert_int_equal(sure("", true), 0);
	assert_int_equal(sure("x\ny\n", true), 0);
	assert_int_equal(sure("p\np\n", true), 0);
	assert_int_equal(sure("p\nr\n", true), 90);
	assert_int_equal(sure("x\n\nr\n", true), 90);
	assert_int_equal(sure("x\nx\nr\n", true), 50);
	assert_int_equal(sure("x\nr", true), 90);
	assert_int_equal(sure("x\nr", false), 0);
	assert_int_equal(sure("r", false), 90);
	for (int i = 0; i < 100; i++)
		str_puts(&far, "p\n");
	str_puts(&far, "r\n");
	assert_int_equal(sure(far.p, false), 90);
	str_release(&far);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(measures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
