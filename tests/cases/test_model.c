/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model.h"

#include "model_sample.h"

/* A template sees texts, truths, lists and objects, and nothing else. */
static void check_kinds(const cJSON *value)
{
	const cJSON *child;

	assert_true(cJSON_IsString(value) || cJSON_IsBool(value) ||
		    cJSON_IsArray(value) || cJSON_IsObject(value));
	cJSON_ArrayForEach(child, value) check_kinds(child);
}

static void only_texts(void **state)
{
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	check_kinds(m.model);
	model_sample_close(&m);
}

static void people(void **state)
{
	struct model_sample m;
	const cJSON *who, *organisation;

	(void)state;
	model_sample_open(&m, NULL);
	who = json_member(m.model, "complainant");
	model_sample_text(who, "name", "Mme Camille Exemple");
	model_sample_text(who, "country", "France");
	model_sample_text(
		who, "identifiers", "compte « camille@courriel.example »");
	model_sample_text(m.model, "accused", "Montre Exemple SAS");
	model_sample_text(m.model, "date", "24 novembre 2026");
	organisation = model_sample_item(&m, "organisations", 0);
	model_sample_text(organisation, "role", "responsable du traitement");
	model_sample_text(organisation, "source_date", "20 août 2018");
	assert_true(json_bool(m.model, "unsigned", false));
	assert_true(json_bool(m.model, "transfer_yes", false));
	model_sample_close(&m);
}

static void requests(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "requests", 0);
	assert_true(json_bool(one, "investigate-58-1", false));
	assert_false(json_bool(one, "fine-58-2-i", true));
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_texts),
		cmocka_unit_test(people),
		cmocka_unit_test(requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
