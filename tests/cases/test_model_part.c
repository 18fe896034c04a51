/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_part.h"

#include "model_sample.h"

static void dates_and_words(void **state)
{
	cJSON *out = json_object(), *item = json_object();
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	json_set(item, "day", "2018-09-03");
	json_set(item, "time", "2018-09-03T08:00:00Z");
	model_part_when(out, "a", &m.b, item, "day");
	model_part_when(out, "b", &m.b, item, "time");
	model_part_when(out, "c", &m.b, item, "nothing");
	model_part_word(out, "d", &m.b.wording, "role", "controller");
	model_part_word(out, "e", &m.b.wording, "role", "");
	model_part_number(out, "f", &m.b, 1000);
	model_sample_text(out, "a", "3 septembre 2018");
	model_sample_text(
		out, "b", "3 septembre 2018 à 10 h 00 (heure de Paris)");
	model_sample_text(out, "c", "");
	model_sample_text(out, "d", "responsable du traitement");
	model_sample_text(out, "e", "");
	model_sample_text(out, "f",
		"1\xE2\x80\xAF"
		"000");
	cJSON_Delete(out);
	cJSON_Delete(item);
	model_sample_close(&m);
}

static void what_backs_an_id(void **state)
{
	const struct piece *list[4];
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	assert_int_equal(model_part_backing(&m.p, "journal", list, 0, 4), 1);
	assert_ptr_equal(list[0], pieces_exhibit(&m.p, 1));
	assert_int_equal(
		model_part_backing(&m.p, "liaison-bluetooth", list, 0, 4), 1);
	assert_ptr_equal(list[0], pieces_policy(&m.p, &m.b.policies[0]));
	assert_int_equal(model_part_backing(&m.p, "achat", list, 0, 4), 0);
	assert_int_equal(model_part_backing(&m.p, "rien", list, 0, 4), 0);
	assert_int_equal(model_part_backing(&m.p, "journal", list, 4, 4), 4);
	model_sample_close(&m);
}

static void lines(void **state)
{
	cJSON *list = model_part_lines("a\n\nb");

	(void)state;
	assert_int_equal(cJSON_GetArraySize(list), 2);
	assert_string_equal(cJSON_GetArrayItem(list, 1)->valuestring, "b");
	cJSON_Delete(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_and_words),
		cmocka_unit_test(what_backs_an_id),
		cmocka_unit_test(lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
