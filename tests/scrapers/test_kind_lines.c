/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "scrapers/kind_lines.h"

static void read(struct kind_text *t, const char *text)
{
	kind_text_read(t, text, strlen(text));
}

static void compares(void **state)
{
	struct kind_text a = { 0 }, b = { 0 };
	struct kind_lines d;
	size_t removed, added;

	(void)state;
	read(&a, "one\ntwo two\none\nthree\n");
	read(&b, "three\nOne.\ntwo four\n");
	kind_lines_compare(&d, &a, &b);
	assert_int_equal(d.gone.n, 2);
	assert_int_equal(d.came.n, 1);
	assert_ptr_equal(kind_lines_first(&d, &d.came), &b.lines[2]);
	kind_lines_words(&d, &removed, &added);
	assert_int_equal(removed, 2);
	assert_int_equal(added, 1);
	assert_false(kind_lines_listing(&d));
	kind_lines_release(&d);
	kind_lines_compare(&d, &a, &a);
	assert_null(kind_lines_first(&d, &d.gone));
	kind_lines_release(&d);
	kind_text_release(&a);
	kind_text_release(&b);
}

/* "close" comes and goes; after as many texts without it, it is forgotten. */
static void flips(void **state)
{
	struct kind_flips *f = kind_flips_new(3);
	struct kind_text with = { 0 }, without = { 0 };
	struct kind_lines d;

	(void)state;
	read(&with, "text\nclose\n");
	read(&without, "text\n");
	kind_lines_compare(&d, &without, &with);
	kind_flips_note(f, &without);
	assert_false(kind_lines_flip(&d, f));
	kind_flips_note(f, &with);
	kind_flips_note(f, &without);
	assert_true(kind_lines_flip(&d, f));
	for (int i = 0; i < 4; i++)
		kind_flips_note(f, &without);
	assert_false(kind_lines_flip(&d, f));
	kind_lines_release(&d);
	kind_lines_compare(&d, &with, &with);
	assert_false(kind_lines_flip(&d, f));
	kind_lines_release(&d);
	kind_flips_free(f);
	kind_text_release(&with);
	kind_text_release(&without);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(compares),
		cmocka_unit_test(flips) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
