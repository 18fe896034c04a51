/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/redline_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "groups_case.h"

#include "base/json.h"

static const char old[] = "# H\n\nWe keep your steps <b> for long.\n\nWent.\n";
static const char new[] = "# H\n\nWe keep your \033[1mdata <b> for long.\n\n"
			  "Some other words came.\n";

static void changes_are_told(void **state)
{
	struct redline r = { 0 };
	cJSON *list;
	const cJSON *one;

	(void)state;
	redline_make(&r, old, strlen(old), new, strlen(new));
	list = redline_json(&r);
	assert_int_equal(cJSON_GetArraySize(list), 3);
	one = cJSON_GetArrayItem(list, 0);
	assert_string_equal(json_string(one, "kind"), "changed");
	assert_string_equal(json_string(one, "section"), "H");
	assert_string_equal(json_string(one, "kind_of_change"), "news");
	assert_string_equal(json_string(one, "rule"), "words");
	assert_int_equal(json_integer(json_member(one, "old"), "line", 0), 3);
	assert_int_equal(cJSON_GetArraySize(json_member(one, "parts")), 4);
	one = cJSON_GetArrayItem(list, 2);
	assert_string_equal(json_string(one, "kind"), "added");
	assert_int_equal(json_integer(json_member(one, "old"), "lines", 9), 0);
	assert_int_equal(json_integer(json_member(one, "new"), "line", 0), 5);
	cJSON_Delete(list);
	redline_release(&r);
}

static void coarse_is_told(void **state)
{
	struct str a = { 0 }, b = { 0 };
	struct redline r = { 0 };
	cJSON *list;

	(void)state;
	groups_make(&a, &b);
	redline_make(&r, a.p, a.len, b.p, b.len);
	list = redline_json(&r);
	assert_true(json_bool(cJSON_GetArrayItem(list, 0), "coarse", false));
	cJSON_Delete(list);
	redline_release(&r);
	redline_make(&r, old, strlen(old), new, strlen(new));
	list = redline_json(&r);
	assert_false(json_bool(cJSON_GetArrayItem(list, 0), "coarse", true));
	cJSON_Delete(list);
	redline_release(&r);
	str_release(&a);
	str_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(changes_are_told),
		cmocka_unit_test(coarse_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
