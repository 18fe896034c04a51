/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/shape.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static const char *const roles[] = { "controller", "processor", NULL };

static const struct shape_field inner_fields[] = {
	{ "name", SHAPE_TEXT, true, NULL, NULL },
	{ 0 },
};
static const struct shape inner = { inner_fields };

static const struct shape_field fields[] = {
	{ "text", SHAPE_TEXT, true, NULL, NULL },
	{ "date", SHAPE_DATE, false, NULL, NULL },
	{ "when", SHAPE_WHEN, false, NULL, NULL },
	{ "at", SHAPE_MOMENT, false, NULL, NULL },
	{ "id", SHAPE_ID, false, NULL, NULL },
	{ "country", SHAPE_COUNTRY, false, NULL, NULL },
	{ "role", SHAPE_WORD, false, roles, NULL },
	{ "yes", SHAPE_BOOL, false, NULL, NULL },
	{ "count", SHAPE_COUNT, false, NULL, NULL },
	{ "exhibit", SHAPE_NUMBER, false, NULL, NULL },
	{ "one", SHAPE_OBJECT, false, NULL, &inner },
	{ "many", SHAPE_OBJECTS, false, NULL, &inner },
	{ "ids", SHAPE_IDS, false, NULL, NULL },
	{ 0 },
};
static const struct shape whole = { fields };

static void keep(enum shape_fault fault, const char *pointer,
	const char *message, void *ctx)
{
	str_printf(ctx, "%s %s: %s\n", fault == SHAPE_BLANK ? "blank" : "wrong",
		pointer, message);
}

static void expect(const char *text, const char *want)
{
	cJSON *tree = NULL;
	struct str out = { 0 };

	str_puts(&out, "");
	assert_int_equal(json_parse(&tree, text, strlen(text), NULL), 0);
	shape_check(tree, &whole, keep, &out);
	assert_string_equal(out.p, want);
	cJSON_Delete(tree);
	str_release(&out);
}

static void accepts(void **state)
{
	(void)state;
	expect("{\"text\":\"a\",\"date\":\"2018-09-03\",\"when\":"
	       "\"2018-09-03T10:00:00+02:00\",\"at\":\"now\",\"id\":\"a-1\","
	       "\"country\":\"fr\",\"role\":\"processor\",\"yes\":false,"
	       "\"count\":0,\"exhibit\":1,\"one\":{\"name\":\"n\"},"
	       "\"many\":[{\"name\":\"n\"}],\"ids\":[\"a\"]}",
		"");
}

static void blanks_are_not_wrong(void **state)
{
	(void)state;
	expect("{\"text\":\"\",\"date\":\"\",\"role\":\"\",\"one\":{},"
	       "\"many\":[],\"ids\":[]}",
		"blank /text: is still to be filled in\n");
	expect("{}", "blank /text: is still to be filled in\n");
	expect("{\"text\":\"a\",\"many\":[{}]}",
		"blank /many/0: is still to be filled in\n");
	expect("{\"text\":\"a\",\"many\":[{\"name\":\"\"}]}",
		"blank /many/0/name: is still to be filled in\n");
}

static void refuses(void **state)
{
	(void)state;
	expect("{\"text\":1}", "wrong /text: expected a text in quotes\n");
	expect("{\"text\":\"a\",\"date\":\"2018-02-30\"}",
		"wrong /date: expected a date like 2018-09-03, not "
		"'2018-02-30'\n");
	expect("{\"text\":\"a\",\"when\":\"2018-09-03T10:00:00\"}",
		"wrong /when: expected a date like 2018-09-03 or a time like "
		"2018-09-03T10:12:00+02:00, not '2018-09-03T10:00:00'\n");
	expect("{\"text\":\"a\",\"id\":\"A b\"}",
		"wrong /id: expected a short name of a-z, 0-9 and -, beginning "
		"with a letter, not 'A b'\n");
	expect("{\"text\":\"a\",\"country\":\"FR\"}",
		"wrong /country: expected a country code of two small letters "
		"like fr, not 'FR'\n");
	expect("{\"text\":\"a\",\"role\":\"chef\"}",
		"wrong /role: expected one of controller, processor, not "
		"'chef'\n");
	expect("{\"text\":\"a\",\"yes\":\"true\"}",
		"wrong /yes: expected true or false\n");
	expect("{\"text\":\"a\",\"count\":-1}",
		"wrong /count: expected a number from 0 on\n");
	expect("{\"text\":\"a\",\"count\":1.5}",
		"wrong /count: expected a number from 0 on\n");
	expect("{\"text\":\"a\",\"one\":[1]}",
		"wrong /one: expected an object in { }\n");
	expect("{\"text\":\"a\",\"many\":{\"name\":\"n\"}}",
		"wrong /many: expected a list in [ ]\n");
	expect("{\"text\":\"a\",\"ids\":[\"a\",\"B\"]}",
		"wrong /ids/1: expected a short name of a-z, 0-9 and -, "
		"beginning with a letter, not 'B'\n");
}

static void names_unknown_members(void **state)
{
	(void)state;
	expect("{\"text\":\"a\",\"one\":{\"name\":\"n\",\"nom/x\":1}}",
		"wrong /one/nom~1x: there is no such member here; there are "
		"name\n");
}

static void hides_controls_and_length(void **state)
{
	(void)state;
	expect("{\"text\":\"a\",\"role\":\"\\u001b[31m\"}",
		"wrong /role: expected one of controller, processor, not "
		"'\\x1B[31m'\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts),
		cmocka_unit_test(blanks_are_not_wrong),
		cmocka_unit_test(refuses),
		cmocka_unit_test(names_unknown_members),
		cmocka_unit_test(hides_controls_and_length),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
