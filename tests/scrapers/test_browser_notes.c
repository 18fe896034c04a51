/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/browser_notes.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void keeps_each_once(void **state)
{
	struct browser_notes notes = { 0 };
	char *text;

	(void)state;
	browser_notes_add(&notes, "a \"%d\"", 1);
	browser_notes_add(&notes, "b");
	browser_notes_add(&notes, "a \"%d\"", 1);
	text = browser_notes_take(&notes);
	assert_string_equal(text, "[\"a \\\"1\\\"\",\"b\"]");
	free(text);
	text = browser_notes_take(&notes);
	assert_string_equal(text, "[]");
	free(text);
	browser_notes_release(&notes);
}

static void is_bounded(void **state)
{
	struct browser_notes notes = { 0 };
	char *text, filler[2000];
	cJSON *list = NULL;

	(void)state;
	memset(filler, 'x', sizeof(filler));
	filler[sizeof(filler) - 1] = '\0';
	memcpy(filler + BROWSER_NOTES_LENGTH - 1, "\xC3\xA9", 2);
	browser_notes_add(&notes, "%s", filler);
	for (int i = 0; i < BROWSER_NOTES_MAX + 7; i++)
		browser_notes_add(&notes, "%d", i);
	text = browser_notes_take(&notes);
	assert_int_equal(json_parse(&list, text, strlen(text), NULL), 0);
	assert_int_equal(cJSON_GetArraySize(list), BROWSER_NOTES_MAX + 1);
	assert_int_equal(strlen(cJSON_GetArrayItem(list, 0)->valuestring),
		BROWSER_NOTES_LENGTH - 1 + 3);
	assert_string_equal(
		cJSON_GetArrayItem(list, BROWSER_NOTES_MAX)->valuestring,
		"and 8 more");
	cJSON_Delete(list);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_each_once),
		cmocka_unit_test(is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
