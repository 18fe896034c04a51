/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_steps.h"

#include "model_sample.h"

static void chronology(void **state)
{
	static const char *const kinds[] = { "is_fact", "is_policy",
		"is_observation", "is_experiment", "is_observation",
		"is_letter", "is_letter", "is_policy" };
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	assert_int_equal(
		cJSON_GetArraySize(json_member(m.model, "chronology")), 8);
	for (int i = 0; i < 8; i++)
		assert_true(json_bool(model_sample_item(&m, "chronology", i),
			kinds[i], false));
	model_sample_close(&m);
}

static void letters(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "letters", 0);
	assert_true(json_bool(one, "statutory", false));
	assert_true(json_bool(one, "is_met", false));
	model_sample_text(one, "due", "15 octobre 2018");
	assert_int_equal(cJSON_GetArraySize(json_member(one, "trace")), 3);
	one = model_sample_item(&m, "letters", 1);
	assert_false(json_bool(one, "statutory", true));
	model_sample_close(&m);
}

static void grievances(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "grievances", 0);
	model_sample_text(one, "provision",
		"article 13, paragraphe 1, point e), du RGPD");
	model_sample_text(one, "certainty", "indices sérieux");
	model_sample_text(one, "ref", "Pièces n° 1 et 3");
	assert_int_equal(cJSON_GetArraySize(json_member(one, "facts")), 2);
	one = model_sample_item(&m, "grievances", 3);
	model_sample_text(one, "certainty",
		"simple hypothèse, à vérifier par l’autorité");
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chronology),
		cmocka_unit_test(letters),
		cmocka_unit_test(grievances),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
