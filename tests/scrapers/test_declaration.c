/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declaration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/json.h"
#include "scrapers/extract.h"

#define FETCH "\"fetch\": \"https://exemple.example/p\""

static void wrong(const char *text, const char *message)
{
	struct declaration d = { 0 };

	assert_int_equal(declaration_parse(&d, "declarations/Exemple.json",
				 text, strlen(text)),
		ERR_PARSE);
	assert_string_equal(err_message(), message);
	assert_null(d.id);
}

/* The same with the terms object alone given, on line 1. */
static void wrong_terms(const char *terms, const char *message)
{
	struct declaration_terms t = { 0 };

	assert_int_equal(declaration_terms_parse(&t, "P", terms, strlen(terms)),
		ERR_PARSE);
	assert_string_equal(err_message(), message);
}

static void reads_all_of_the_format(void **state)
{
	static const char text[] =
		"{ \"name\": \"Exemple SA\", \"importedFrom\": \"x\", "
		"\"terms\": {"
		"\"Privacy Policy\": {" FETCH ", \"select\": [\"main\","
		"{\"startBefore\": \"#a\", \"endAfter\": \".b\"}],"
		"\"remove\": \".menu\", \"filter\": [\"f\", {\"g\": [1]}],"
		"\"executeClientScripts\": true },"
		"\"Imprint\": {\"fetch\": "
		"\"http://exemple.example/i.pdf?a\"}}}";
	struct declaration d = { 0 };
	const struct declaration_part *p;

	(void)state;
	assert_int_equal(declaration_parse(&d, "a/b/Exemple.json", text,
				 sizeof(text) - 1),
		0);
	assert_string_equal(d.id, "Exemple");
	assert_string_equal(d.name, "Exemple SA");
	assert_string_equal(d.imported_from, "x");
	assert_int_equal(d.n, 2);
	p = &d.terms[0].parts[0];
	assert_int_equal(d.terms[0].n, 1);
	assert_false(d.terms[0].combined);
	assert_int_equal(p->select.n, 2);
	assert_string_equal(p->select.v[0].css, "main");
	assert_null(p->select.v[1].css);
	assert_string_equal(p->select.v[1].start, "#a");
	assert_false(p->select.v[1].start_after);
	assert_string_equal(p->select.v[1].end, ".b");
	assert_true(p->select.v[1].end_after);
	assert_int_equal(p->remove.n, 1);
	assert_int_equal(p->n_filters, 2);
	assert_null(p->filters[0].params);
	assert_string_equal(p->filters[1].name, "g");
	assert_string_equal(p->filters[1].params, "[1]");
	assert_int_equal(p->scripts, DECLARATION_SCRIPTS_YES);
	assert_int_equal(d.terms[1].parts[0].select.n, 0);
	declaration_release(&d);
}

static void defaults_reach_the_parts(void **state)
{
	static const char text[] = "{\"combine\": [{" FETCH "}, {" FETCH
				   ", \"select\": \"article\"}],"
				   "\"select\": \"main\", \"remove\": \"nav\"}";
	struct declaration_terms t = { 0 };

	(void)state;
	assert_int_equal(
		declaration_terms_parse(&t, "T", text, sizeof(text) - 1), 0);
	assert_true(t.combined);
	assert_int_equal(t.n, 2);
	assert_string_equal(t.parts[0].select.v[0].css, "main");
	assert_string_equal(t.parts[1].select.v[0].css, "article");
	assert_int_equal(t.parts[1].select.n, 1);
	assert_string_equal(t.parts[1].remove.v[0].css, "nav");
	declaration_terms_release(&t);
}

static void refusals_name_the_place(void **state)
{
	(void)state;
	wrong("[]", "'declarations/Exemple.json', line 1, column 1: a "
		    "declaration must be an object with 'name' and 'terms'");
	wrong("{\"terms\": {}}", "'declarations/Exemple.json', line 1, column "
				 "1: 'name' is missing");
	wrong("{\"name\": \"a\",\n \"docs\": 1}",
		"'declarations/Exemple.json', line 2, column 10: there is no "
		"'docs' here; there may be 'name', 'terms', 'importedFrom'");
	wrong("{\"name\": \"a\",\n\"terms\": {\"P\": {\n" FETCH
	      ",\n  \"select\": 7}}}",
		"'declarations/Exemple.json', line 4, column 13: 'select' must "
		"be a CSS selector, a range, or a list of them");
	wrong("{\"name\": \"a\", \"terms\": {}}",
		"'declarations/Exemple.json', line 1, column 24: 'terms' must "
		"be an object with one member for each type of terms, such as "
		"\"Privacy Policy\"");
}

static void terms_that_are_wrong(void **state)
{
	(void)state;
	wrong_terms("{\"select\": \"a\"}",
		"'P', line 1, column 1: 'fetch', the page's address, is "
		"missing");
	wrong_terms("{" FETCH "}",
		"'P', line 1, column 1: 'select' is missing: a CSS selector "
		"of the part of the page that counts, such as \"main\"");
	wrong_terms("{\"fetch\": \"exemple.example\", \"select\": \"a\"}",
		"'P', line 1, column 11: 'fetch' must be the page's whole "
		"address, such as https://exemple.example/privacy");
	wrong_terms("{" FETCH ", \"select\": []}",
		"'P', line 1, column 50: the list of 'select' is empty");
	wrong_terms("{" FETCH ", \"select\": {\"startBefore\": \"a\"}}",
		"'P', line 1, column 50: a range needs either 'endBefore' or "
		"'endAfter', and one only");
	wrong_terms("{" FETCH ", \"select\": {\"startBefore\": \"a\","
		    "\"startAfter\": \"b\", \"endAfter\": \"c\"}}",
		"'P', line 1, column 50: a range needs either 'startBefore' "
		"or 'startAfter', and one only");
	wrong_terms("{" FETCH ", \"select\": \"a\", \"filter\": \"x\"}",
		"'P', line 1, column 65: 'filter' must be a list of filters");
	wrong_terms("{" FETCH ", \"select\": \"a\","
		    "\"executeClientScripts\": \"no\"}",
		"'P', line 1, column 78: 'executeClientScripts' must be true "
		"or false");
	wrong_terms("{\"combine\": [], \"select\": \"a\"}",
		"'P', line 1, column 13: 'combine' must be a list of 1 to "
		"1000 pages");
	wrong_terms("{\"combine\": [{" FETCH "}, 3], \"select\": \"a\"}",
		"'P', line 1, column 54: a page of 'combine' must be an "
		"object with 'fetch' and 'select'");
}

static void selectors_are_compiled(void **state)
{
	struct declaration_terms t = { 0 };
	static const char text[] = "{" FETCH ", \"select\": [\"a\", \"b >\"]}";
	static const char prefix[] = "'P', line 1, column 56: 'select': ";

	(void)state;
	assert_int_equal(
		declaration_terms_parse(&t, "P", text, sizeof(text) - 1),
		ERR_PARSE);
	assert_memory_equal(err_message(), prefix, sizeof(prefix) - 1);
}

static void knows_types(void **state)
{
	(void)state;
	assert_true(declaration_type_is_known("Privacy Policy"));
	assert_false(declaration_type_is_known("privacy policy"));
	assert_false(declaration_type_is_known("Anything"));
}

static void settings_are_ours(void **state)
{
	static const char text[] =
		"{ \"name\": \"E\", \"constat\": {\"language\": \"fr\", "
		"\"robots\": \"obey\"}, \"terms\": {"
		"\"A\": {" FETCH ", \"select\": \"a\"},"
		"\"B\": {" FETCH ", \"select\": \"a\", \"constat\": "
		"{\"robots\": \"record\", \"http\": \"2\"}}}}";
	struct declaration d = { 0 };

	(void)state;
	assert_int_equal(
		declaration_parse(&d, "E.json", text, sizeof(text) - 1), 0);
	assert_string_equal(d.terms[0].fetching.language, "fr");
	assert_true(d.terms[0].fetching.obey_robots);
	assert_false(d.terms[0].fetching.http2);
	assert_string_equal(d.terms[1].fetching.language, "fr");
	assert_false(d.terms[1].fetching.obey_robots);
	assert_true(d.terms[1].fetching.http2);
	assert_string_equal(d.terms[0].json, d.terms[1].json);
	declaration_release(&d);
}

static void pdf_by_address_or_by_word(void **state)
{
	static const char *const texts[] = {
		"{\"fetch\": \"https://exemple.example/a.pdf?b\"}",
		"{" FETCH ", \"select\": \"unused: the target is a PDF\"}",
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct declaration_terms t = { 0 };

		assert_int_equal(declaration_terms_parse(
					 &t, "T", texts[i], strlen(texts[i])),
			0);
		assert_true(t.parts[0].is_pdf);
		assert_int_equal(t.parts[0].select.n, 0);
		declaration_terms_release(&t);
	}
}

/* What of a declaration is not carried out; "" when all of it is. */
static void unsupported(struct str *out, const struct declaration_terms *t)
{
	for (size_t i = 0; i < t->n; i++)
		for (size_t f = 0; f < t->parts[i].n_filters; f++)
			if (!extract_knows_filter(t->parts[i].filters[f].name))
				str_printf(out, " %s",
					t->parts[i].filters[f].name);
}

/* Every declaration of the public collections is read, and nothing in them
 * is unknown but filters in JavaScript. */
static void real_declarations(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	struct str path = { 0 }, text = { 0 }, names = { 0 };
	size_t read = 0, filtered = 0;
	char *line, *rest;

	(void)state;
	if (shared == NULL || shared[0] == '\0') {
		print_message("skipped: no shared sample data\n");
		skip();
	}
	file_join(&path, shared, "policies/declarations.jsonl");
	assert_int_equal(file_read(&text, path.p), 0);
	rest = text.p;
	while ((line = strsep(&rest, "\n")) != NULL) {
		struct declaration_terms t = { 0 };
		struct str json = { 0 };
		cJSON *row = cJSON_Parse(line);

		if (row != NULL && json_bool(row, "current", false)) {
			json_canonical(&json, json_member(row, "decl"));
			if (declaration_terms_parse(
				    &t, "T", json.p, json.len) != 0)
				fail_msg("%s", err_message());
			read++;
			str_clear(&names);
			unsupported(&names, &t);
			filtered += names.len > 0;
		}
		declaration_terms_release(&t);
		str_release(&json);
		cJSON_Delete(row);
	}
	print_message("%zu read, %zu of them with filters in JavaScript\n",
		read, filtered);
	assert_int_equal(read, 1949);
	str_release(&names);
	str_release(&path);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_all_of_the_format),
		cmocka_unit_test(defaults_reach_the_parts),
		cmocka_unit_test(refusals_name_the_place),
		cmocka_unit_test(terms_that_are_wrong),
		cmocka_unit_test(selectors_are_compiled),
		cmocka_unit_test(knows_types),
		cmocka_unit_test(settings_are_ours),
		cmocka_unit_test(pdf_by_address_or_by_word),
		cmocka_unit_test(real_declarations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
