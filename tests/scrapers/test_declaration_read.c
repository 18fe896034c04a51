/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declaration_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

/* Problems of a file, one line each. */
static char *problems_of(const char *text, size_t max)
{
	struct problem_list list = { .max = max };
	struct declaration_read r = { .name = "Exemple.json",
		.text = text,
		.len = strlen(text),
		.problems = &list };
	struct declaration d = { 0 };
	struct str lines = { 0 };
	cJSON *tree = NULL;

	if (declaration_read_open(&tree, &r))
		declaration_read_file(&d, &r, tree);
	str_puts(&lines, "");
	for (size_t i = 0; i < list.n; i++)
		str_printf(&lines, "%zu:%zu %s\n", list.v[i].line,
			list.v[i].column, list.v[i].words);
	declaration_release(&d);
	cJSON_Delete(tree);
	declaration_read_close(&r);
	problem_release(&list);
	return str_take(&lines);
}

static void expect(const char *text, size_t max, const char *wanted)
{
	char *lines = problems_of(text, max);

	assert_string_equal(lines, wanted);
	free(lines);
}

static const char wrong[] =
	"{ \"terms\": {\n"
	"\"A\": { \"fetch\": \"x\", \"select\": [], \"slect\": 1 },\n"
	"\"B\": { \"fetch\": \"https://a.example/\",\n"
	"  \"select\": [\"a\", 3, { \"startBefore\": \"\" }] },\n"
	"\"C\": { \"combine\": [ 1, { \"fetch\": \"https://a.example/\" } ],\n"
	"  \"remove\": 7 } } }\n";

static void tells_everything_at_once(void **state)
{
	(void)state;
	expect(wrong, 0,
		"1:1 'name' is missing\n"
		"2:45 there is no 'slect' here; there may be 'fetch', "
		"'select', 'remove', 'filter', 'executeClientScripts'\n"
		"2:17 'fetch' must be the page's whole address, such as "
		"https://exemple.example/privacy\n"
		"2:32 the list of 'select' is empty\n"
		"4:19 'select' must be a CSS selector, a range, or a list of "
		"them\n"
		"4:39 'startBefore' must be a CSS selector\n"
		"4:22 a range needs either 'endBefore' or 'endAfter', and one "
		"only\n"
		"6:13 'remove' must be a CSS selector, a range, or a list of "
		"them\n"
		"5:21 a page of 'combine' must be an object with 'fetch' and "
		"'select'\n"
		"5:24 'select' is missing: a CSS selector of the part of the "
		"page that counts, such as \"main\"\n");
}

static void stops_where_it_is_told(void **state)
{
	(void)state;
	expect(wrong, 1, "1:1 'name' is missing\n");
	expect("{ \"name\": \"a\",\n \"terms\": ", 0,
		"2:11 the text ends in the middle\n");
	expect("{ \"name\": \"a\", \"name\": \"b\" }", 0,
		"1:16 this key stands twice in the same object\n");
}

static void settings_are_checked(void **state)
{
	(void)state;
	expect("{ \"name\": \"a\", \"constat\": 3, \"terms\": {\n"
	       "\"A\": { \"fetch\": \"https://a.example/\",\n"
	       "\"select\": \"a\", \"constat\": { \"language\": \"f\\n\",\n"
	       "\"robots\": \"no\", \"http\": 2, \"x\": 1 } } } }",
		0,
		"1:27 'constat' must be an object\n"
		"4:33 there is no 'x' here; there may be 'language', "
		"'robots', 'http'\n"
		"3:41 'language' must be languages as in Accept-Language, such "
		"as \"fr\"\n"
		"4:11 'robots' must be \"obey\" or \"record\"\n"
		"4:25 'http' must be \"1.1\" or \"2\"\n");
}

static void selectors_are_counted(void **state)
{
	struct str text = { 0 };

	(void)state;
	str_puts(&text, "{\"name\":\"a\",\"terms\":{\"A\":{\"combine\":[");
	for (int i = 0; i < 300; i++)
		str_printf(&text, "%s{\"fetch\":\"https://a.example/%d\"}",
			i > 0 ? "," : "", i);
	str_puts(&text, "],\"select\":[\"a\"");
	for (int i = 0; i < 100; i++)
		str_puts(&text, ",\"a\"");
	str_puts(&text, "]}}}");
	expect(text.p, 0, "1:6626 there are more than 20000 selectors\n");
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tells_everything_at_once),
		cmocka_unit_test(stops_where_it_is_told),
		cmocka_unit_test(settings_are_checked),
		cmocka_unit_test(selectors_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
