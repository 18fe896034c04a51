/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/mentions_json.h"

#include "sample.h"

static void members(void **state)
{
	cJSON *o = json_object();
	const cJSON *document, *text, *passage;
	struct mentions m = { 0 };
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_must(
		mentions_ask(&m, &(struct mentions_question){ .store = s.store,
					 .host = SAMPLE_HOST,
					 .at = "2026-11-20" }));
	sample_must(mentions_read(&m, "Montre Exemple", "Privacy Policy"));
	sample_must(mentions_read(&m, "Montre Exemple", "Cookies"));
	mentions_json(o, &m);
	assert_string_equal(json_string(o, "answer"), "vague");
	assert_string_equal(json_string(json_member(json_member(o, "question"),
						"owner_of_host"),
				    "basis"),
		"derived");
	assert_int_equal(json_integer(o, "documents_missing", 0), 1);
	document = cJSON_GetArrayItem(json_member(o, "documents"), 0);
	text = json_member(document, "text");
	passage = cJSON_GetArrayItem(json_member(text, "passages"), 0);
	assert_string_equal(json_string(passage, "of"), "category");
	assert_string_equal(json_string(passage, "claim"), "affirmed");
	assert_non_null(strstr(json_string(passage, "quotation"), "à des "));
	document = cJSON_GetArrayItem(json_member(o, "documents"), 1);
	assert_non_null(json_string(document, "missing"));
	assert_true(cJSON_GetArraySize(json_member(o, "searched")) > 90);
	cJSON_Delete(o);
	mentions_release(&m);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
