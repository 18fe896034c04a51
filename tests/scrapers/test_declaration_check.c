/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declaration_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"

#define FETCH "\"fetch\": \"https://exemple.example/p\""

static void expect(const char *name, const char *text, const char *wanted)
{
	struct problem_list list = { 0 };
	struct str lines = { 0 };

	declaration_check_text(&list, name, text, strlen(text));
	str_puts(&lines, "");
	for (size_t i = 0; i < list.n; i++)
		str_printf(&lines, "%zu:%zu %s %s\n", list.v[i].line,
			list.v[i].column, problem_level_name(list.v[i].level),
			list.v[i].words);
	assert_string_equal(lines.p, wanted);
	str_release(&lines);
	problem_release(&list);
}

static void names_what_is_odd(void **state)
{
	(void)state;
	expect("Exemple.json",
		"{ \"name\": \"Exemple\", \"constat\": {},\n"
		"\"terms\": {\n"
		"\"Anything\": { " FETCH ", \"select\": \"a\",\n"
		"  \"filter\": [\"removeQueryParams\", \"f\"] },\n"
		"\"Imprint\": { \"combine\": [\n"
		"  { " FETCH ", \"filter\": [{\"g\": 1}] },\n"
		"  { \"fetch\": \"https://exemple.example/q\" },\n"
		"  { " FETCH " } ], \"select\": \"a\" } } }",
		"1:33 note 'constat' is read by this program only; Open Terms "
		"Archive's validator refuses it\n"
		"3:13 warning 'Anything' is no type of terms that Open Terms "
		"Archive knows\n"
		"4:35 note the filter 'f' is JavaScript; pages are extracted "
		"without it\n"
		"6:54 note the filter 'g' is JavaScript; pages are extracted "
		"without it\n"
		"8:14 warning this page stands twice in 'combine'\n");
}

static void reads_past_declarations_by_their_name(void **state)
{
	static const char text[] =
		"{ \"Imprint\": [ { " FETCH ", \"select\": \"a\" } ] }";

	(void)state;
	assert_true(declaration_check_is_past("a/Exemple.history.json"));
	assert_false(declaration_check_is_past("a/Exemple.json"));
	assert_false(declaration_check_is_past(".history.json"));
	expect("Exemple.history.json", text,
		"1:16 error 'validUntil' is missing: until when was this in "
		"force?\n");
	expect("Exemple.json", text,
		"1:1 error 'name' is missing\n1:1 error 'terms' is missing\n"
		"1:14 error there is no 'Imprint' here; there may be 'name', "
		"'terms', 'importedFrom'\n");
	expect("Exemple.history.json", "[",
		"1:2 error the text ends in the middle\n");
}

static void a_missing_file_is_no_problem_but_a_failure(void **state)
{
	struct problem_list list = { 0 };

	(void)state;
	assert_int_equal(
		declaration_check_file(&list, "/nowhere/E.json"), ERR_NOTFOUND);
	assert_int_equal(list.n, 0);
}

/* --- pages --- */

static const char *texts[2];
static size_t looks;
static char language[8];

static int look(struct str *text, const struct declaration_terms *terms,
	const struct fetch_options *fetch)
{
	const char *one = texts[looks++ % 2];

	(void)terms;
	str_clear(text);
	strncpy(language, fetch->language != NULL ? fetch->language : "",
		sizeof(language) - 1);
	if (one == NULL)
		return err_set(ERR_NOTFOUND, "selector 'a' has no match");
	return str_puts(text, one);
}

static void look_at(const char *first, const char *second, const char *wanted)
{
	static const char text[] =
		"{ \"name\": \"E\", \"terms\": {\n\"Imprint\": { " FETCH
		", \"select\": \"a\",\n"
		" \"constat\": { \"language\": \"de\" } } } }";
	struct declaration d = { 0 };
	struct problem_list list = { 0 };
	struct declaration_check_pages c = {
		.text = text, .len = sizeof(text) - 1, .look = look
	};

	texts[0] = first;
	texts[1] = second;
	looks = 0;
	assert_int_equal(
		declaration_parse(&d, "E.json", text, sizeof(text) - 1), 0);
	c.terms = &d.terms[0];
	declaration_check_pages(&list, &c);
	assert_string_equal(language, "de");
	assert_int_equal(list.n, wanted != NULL);
	if (wanted != NULL) {
		assert_string_equal(list.v[0].words, wanted);
		assert_int_equal(list.v[0].line, 2);
	}
	problem_release(&list);
	declaration_release(&d);
}

static void pages_are_looked_at_twice(void **state)
{
	char page[200], other[200];

	(void)state;
	memset(page, 'a', sizeof(page));
	page[sizeof(page) - 1] = '\0';
	memcpy(other, page, sizeof(page));
	other[7] = 'b';
	look_at(page, page, NULL);
	assert_int_equal(looks, 2);
	look_at(page, other,
		"'Imprint': fetched twice in a row, the text is not the same; "
		"narrow 'select' or widen 'remove'");
	look_at("short", "short",
		"'Imprint': the text has less than 100 characters; is it the "
		"document?");
	look_at(NULL, NULL, "'Imprint': selector 'a' has no match");
	assert_int_equal(looks, 1);
	look_at(page, NULL, "'Imprint': selector 'a' has no match");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_what_is_odd),
		cmocka_unit_test(reads_past_declarations_by_their_name),
		cmocka_unit_test(a_missing_file_is_no_problem_but_a_failure),
		cmocka_unit_test(pages_are_looked_at_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
