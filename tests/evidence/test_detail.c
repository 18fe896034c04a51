/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "evidence/detail.h"

static void members(void **state)
{
	struct detail d = { 0 };

	(void)state;
	assert_string_equal(detail_json(&d), "");
	detail_text(&d, "z", "last");
	detail_number(&d, "m", 7);
	detail_true(&d, "b");
	detail_text(&d, "a.b", "first");
	detail_text(&d, "none", "");
	detail_text(&d, "none", NULL);
	assert_string_equal(detail_json(&d),
		"{\"a.b\":\"first\",\"b\":true,\"m\":7,\"z\":\"last\"}");
	detail_clear(&d);
	assert_string_equal(detail_json(&d), "");
	detail_release(&d);
}

/* Whatever a text holds, the object is canonical, and safe to print. */
static void hostile(void **state)
{
	struct str again = { 0 };
	struct detail d = { 0 };
	cJSON *tree = NULL;
	char text[1000];

	(void)state;
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = (char)(1 + i % 255);
	text[sizeof(text) - 1] = '\0';
	detail_text(&d, "a", text);
	detail_text(&d, "b", "quote\" back\\ é \xE2\x80\xAE \x1B[31m");
	detail_json(&d);
	assert_int_equal(json_parse(&tree, d.json.p, d.json.len, NULL), 0);
	json_canonical(&again, tree);
	assert_string_equal(d.json.p, again.p);
	assert_null(strchr(d.json.p, '\x1B'));
	assert_null(strstr(d.json.p, "\xE2\x80\xAE"));
	assert_true(strlen(json_string(tree, "a")) <= DETAIL_TEXT + 3);
	assert_non_null(strstr(json_string(tree, "b"), "quote\" back\\ é "));
	cJSON_Delete(tree);
	str_release(&again);
	detail_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
