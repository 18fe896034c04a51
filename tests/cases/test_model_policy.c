/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_policy.h"

#include "model_sample.h"

static void what_it_said(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "policies", 0);
	model_sample_text(one, "terms", "Politique de confidentialité");
	model_sample_text(one, "ref", "Pièce n° 1");
	model_sample_text(json_member(one, "seen"), "date", "20 août 2018");
	model_sample_text(json_member(one, "seen"), "basis",
		"date déclarée par le plaignant");
	assert_true(json_bool(one, "has_after", false));
	assert_false(json_bool(one, "after_same", true));
	model_sample_text(
		json_member(one, "after"), "date", "20 novembre 2026");
	one = model_sample_item(&m, "policies", 1);
	assert_true(json_bool(one, "now", false));
	assert_false(json_bool(one, "has_after", true));
	model_sample_close(&m);
}

static void what_changed(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "changes", 0);
	model_sample_text(one, "from", "Pièce n° 1");
	model_sample_text(one, "to", "Pièce n° 2");
	model_sample_text(one, "count", "3");
	one = cJSON_GetArrayItem(json_member(one, "passages"), 0);
	assert_true(json_bool(one, "replaced", false));
	model_sample_text(one, "before", "Dernière mise à jour : 25 mai 2018");
	model_sample_text(
		one, "after", "Dernière mise à jour : 2 novembre 2026");
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_it_said),
		cmocka_unit_test(what_changed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
