/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/pdftext_margin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scrapers/layout_case.h"

/* n pages with a title above, a body, and a page number below. */
static void pages(struct pdftext_layout *l, int n, const char *title)
{
	*l = (struct pdftext_layout){ 0 };
	for (int i = 0; i < n; i++) {
		char number[32];

		snprintf(number, sizeof(number), "Page %d sur %d", i + 1, n);
		case_page(l);
		case_line(l, 72, 30, 10, title);
		case_line(l, 72, 100, 10, "Toujours le même texte ici.");
		case_line(l, 280, 770, 10, number);
	}
}

static void is(
	const struct pdftext_layout *l, size_t i, bool repeated, bool aside)
{
	assert_int_equal(l->lines[i].repeated, repeated);
	assert_int_equal(l->lines[i].aside, aside);
}

static void test_three(void **state)
{
	struct pdftext_layout l;

	(void)state;
	pages(&l, 3, "Exemple, version 2");
	pdftext_margin(&l);
	is(&l, 0, true, true);
	is(&l, 1, false, false);
	is(&l, 2, true, false);
	is(&l, 3, true, false);
	is(&l, 4, false, false);
	is(&l, 8, true, false);
	pdftext_layout_release(&l);
}

/* Two pages prove only a page number; one proves nothing. */
static void test_few(void **state)
{
	struct pdftext_layout l;

	(void)state;
	pages(&l, 2, "Exemple");
	pdftext_margin(&l);
	is(&l, 0, false, false);
	is(&l, 2, true, false);
	pdftext_layout_release(&l);
	pages(&l, 1, "Exemple");
	pdftext_margin(&l);
	is(&l, 2, false, false);
	pdftext_layout_release(&l);
	pdftext_margin(&l);
}

/* At other heights, or on few of many pages, it is text. */
static void test_elsewhere(void **state)
{
	struct pdftext_layout l;

	(void)state;
	pages(&l, 3, "Exemple");
	l.lines[3].y0 += 20 * PDFTEXT_POINT;
	pdftext_margin(&l);
	is(&l, 0, false, false);
	pdftext_layout_release(&l);
	pages(&l, 12, "Exemple");
	for (size_t i = 9; i < l.n; i += 3)
		l.lines[i].y0 = l.lines[i].y1 = 400 * PDFTEXT_POINT;
	pdftext_margin(&l);
	is(&l, 0, false, false);
	is(&l, 2, true, false);
	pdftext_layout_release(&l);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_three),
		cmocka_unit_test(test_few),
		cmocka_unit_test(test_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
