/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/declared.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/instant.h"
#include "base/json.h"

#define AT(path)                                                               \
	"\"fetch\": \"https://exemple.example/" path "\", "                    \
	"\"select\": \"main\""

static int64_t ns_of(const char *text)
{
	int64_t ns = 0;

	assert_int_equal(instant_parse(&ns, NULL, text, strlen(text)), 0);
	return ns;
}

static void write_to(const char *folder, const char *name, const char *text)
{
	struct str path = { 0 };

	file_join(&path, folder, name);
	assert_int_equal(
		file_write(path.p, text, strlen(text), FILE_REPLACE), 0);
	str_release(&path);
}

static int make_folder(void **state)
{
	char template[] = "/tmp/declaredXXXXXX";

	*state = strdup(mkdtemp(template));
	write_to(*state, "Exemple.json",
		"{ \"name\": \"Exemple\", \"constat\": {\"language\": \"fr\"}, "
		"\"terms\": { \"Privacy Policy\": {" AT("now") "} } }");
	write_to(*state, "Exemple.history.json",
		"{ \"Privacy Policy\": [\n"
		"{" AT("second") ", \"ValidUntil\": \"2020-06-01T00:00:00Z\" "
				 "},\n"
				 "{" AT(
					 "first") ", \"validUntil\": "
						  "\"2019-01-01T01:00:00+"
						  "0100\" "
						  "},\n"
						  "{ \"combine\": [ {" AT(
							  "a") "} ] } ],\n"
							       "\"Imprint\": "
							       "[\n"
							       "{" AT(
								       "imprin"
								       "t") ", "
									    "\""
									    "va"
									    "li"
									    "dU"
									    "nt"
									    "il"
									    "\""
									    ": "
									    "\""
									    "20"
									    "21"
									    "-0"
									    "1-"
									    "01"
									    "T0"
									    "0:"
									    "00"
									    ":0"
									    "0."
									    "5Z"
									    "\""
									    " "
									    "} "
									    "] "
									    "}");
	return 0;
}

static int remove_folder(void **state)
{
	static const char *const names[] = { "Exemple.json",
		"Exemple.history.json", "Seul.json" };

	for (size_t i = 0; i < 3; i++) {
		struct str path = { 0 };

		file_join(&path, *state, names[i]);
		unlink(path.p);
		str_release(&path);
	}
	rmdir(*state);
	free(*state);
	return 0;
}

static void expect(const char *folder, const char *type, const char *instant,
	const char *fetch)
{
	struct declaration_terms t = { 0 };

	assert_int_equal(
		declared_at(&t, folder, "exemple", type, ns_of(instant)), 0);
	assert_string_equal(t.parts[0].fetch, fetch);
	assert_null(strstr(t.json, "alidUntil"));
	declaration_terms_release(&t);
}

static void finds_what_was_in_force(void **state)
{
	struct declaration_terms t = { 0 };

	expect(*state, "Privacy Policy", "2018-01-01T00:00:00Z",
		"https://exemple.example/first");
	expect(*state, "privacy policy", "2019-01-01T00:00:00Z",
		"https://exemple.example/first");
	expect(*state, "Privacy Policy", "2019-01-01T00:00:00.000000001Z",
		"https://exemple.example/second");
	expect(*state, "Privacy Policy", "2020-06-01T00:00:00Z",
		"https://exemple.example/second");
	expect(*state, "Privacy Policy", "2020-06-01T00:00:01Z",
		"https://exemple.example/now");
	expect(*state, "Imprint", "2020-06-01T00:00:01Z",
		"https://exemple.example/imprint");
	assert_int_equal(declared_at(&t, *state, "Exemple", "Imprint",
				 ns_of("2022-01-01T00:00:00Z")),
		ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"the declaration of 'Exemple' has no terms 'Imprint'; it has "
		"'Privacy Policy'");
	assert_int_equal(
		declared_at(&t, *state, "Autre", "Imprint", 0), ERR_NOTFOUND);
}

static void today_alone_is_enough(void **state)
{
	struct declaration_terms t = { 0 };

	write_to(*state, "Seul.json",
		"{ \"name\": \"Seul\", \"terms\": { \"Imprint\": {" AT(
			"i") ", \"constat\": {\"http\": \"2\", \"robots\": "
			     "\"obey\"}} } }");
	assert_int_equal(declared_at(&t, *state, "Seul", "Imprint", 0), 0);
	assert_string_equal(t.parts[0].fetch, "https://exemple.example/i");
	assert_true(t.fetching.http2);
	assert_true(t.fetching.obey_robots);
	assert_null(t.fetching.language);
	declaration_terms_release(&t);
}

static void says_what_is_wrong(void **state)
{
	static const char text[] =
		"{ \"Imprint\": [\n"
		"{" AT("a") ", \"validUntil\": \"yesterday\" },\n"
			    "{" AT("b") " },\n"
					"{" AT("c") ", \"validUntil\": "
						    "\"2021-01-01T00:00:00Z\" "
						    "},\n"
						    "{" AT("d") ", "
								"\"ValidUntil\""
								": "
								"\"2020-01-"
								"01T00:00:"
								"00Z\" },\n"
								"{ "
								"\"combine\": "
								"[ {" AT(
									"e") "}"
									     " "
									     "]"
									     " "
									     "}"
									     "\n"
									     "]"
									     ","
									     " "
									     "\"Other\": 3 }";
	static const char *const wanted[] = {
		"'validUntil' must be a date and time with its offset, such "
		"as \"2020-11-09T17:30:03Z\"",
		"'validUntil' is missing: until when was this in force?",
		"'ValidUntil' is written 'validUntil'",
		"this ended no later than the one before it",
		"'validUntil' is missing: until when was this in force?",
		"'Other' must be a list of past declarations",
	};
	struct problem_list list = { 0 };
	struct declared_past past = { 0 };

	(void)state;
	assert_int_equal(declared_parse(&past, "E.history.json", text,
				 sizeof(text) - 1, &list),
		0);
	assert_int_equal(list.n, 6);
	for (size_t i = 0; i < 6; i++)
		assert_string_equal(list.v[i].words, wanted[i]);
	assert_int_equal(list.v[0].line, 2);
	assert_int_equal(past.n, 5);
	declared_release(&past);
	problem_release(&list);
	assert_int_equal(declared_parse(&past, "E.history.json", text,
				 sizeof(text) - 1, NULL),
		ERR_PARSE);
	assert_memory_equal(
		err_message(), "'E.history.json', line 2, column 72: ", 37);
}

/* The entries of one service in the public collections, as they stand. */
static void real_past(void **state)
{
	const char *shared = getenv("CONSTAT_SHARED");
	struct str path = { 0 }, text = { 0 };
	size_t read = 0;
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
		struct declared_past past = { 0 };
		struct str json = { 0 };
		cJSON *row = cJSON_Parse(line);

		if (row != NULL && !json_bool(row, "current", true)) {
			str_puts(&json, "{\"T\":[");
			json_canonical(&json, json_member(row, "decl"));
			str_puts(&json, "]}");
			assert_int_equal(declared_parse(&past, "T", json.p,
						 json.len, NULL),
				0);
			assert_true(past.v[0].has_end);
			read++;
		}
		declared_release(&past);
		str_release(&json);
		cJSON_Delete(row);
	}
	assert_int_equal(read, 698);
	str_release(&path);
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_what_was_in_force),
		cmocka_unit_test(today_alone_is_enough),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(real_past),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
