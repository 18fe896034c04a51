/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/markup_table.h"

#include "tests/scrapers/markup_case.h"

static void test_heading(void **state)
{
	(void)state;
	markup_case("<table><tr><th>a<th>b<tr><td>c<td>d</table>",
		"| a   | b   |\n| --- | --- |\n| c   | d   |");
	markup_case("<table><tr><td>a<td>b</table>",
		"|     |     |\n| --- | --- |\n| a   | b   |");
	markup_case("<table><thead><tr><td>a<td>b<tr><td>c</thead></table>",
		"| a   | b   |\n| --- | --- |\n| c   |\n| --- | --- |");
	markup_case("<table><tr><th>a<td>b</table>",
		"|     |     |\n| --- | --- |\n| a   | b   |");
	markup_case("<table><thead></thead><tr><th>a<th>b</table>",
		"| a   | b   |\n| --- | --- |");
}

static void test_cells(void **state)
{
	(void)state;
	markup_case("<table><tr><th>a|||b<th><p>c<p>d</table>",
		"| a\\|b | c<br><br>d |\n| --- | --- |");
	markup_case("<table><tr><th colspan=2>a<th align=right>b</table>",
		"| a   |     | b   |\n| --- | --- |");
	markup_case("<table><tr><th colspan=x>a<th>abcd</table>",
		"| a   | abcd |\n| --- | --- |");
}

static void test_flat(void **state)
{
	(void)state;
	markup_case("<table><tr><td>a<p>b</table>", "a\n\nb");
	markup_case("<table><tr><td>a<td><table><tr><td>b<td>c</table></table>",
		"a\n\n|     |     |\n| --- | --- |\n| b   | c   |");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_heading),
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_flat),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
