/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_proof.h"

#include "model_sample.h"

static void bordereau(void **state)
{
	struct model_sample m;
	const cJSON *row, *file;

	(void)state;
	model_sample_open(&m, NULL);
	model_sample_text(m.model, "pieces_count", "6");
	row = model_sample_item(&m, "bordereau", 0);
	model_sample_text(row, "number", "1");
	model_sample_text(row, "title",
		"« Politique de confidentialité » de Montre Exemple, telle que "
		"vue le 20 août 2018");
	file = json_member(row, "files")->child;
	model_sample_text(file, "label", "1-a");
	model_sample_text(file, "name", "PJ01a_politique_2018-08-20.md");
	assert_int_equal(strlen(json_string(file, "sha256")), 64);
	row = model_sample_item(&m, "bordereau", 2);
	assert_true(json_bool(row, "kept_home", false));
	model_sample_text(row, "whole_name", "requests.csv");
	model_sample_text(row, "date", "3 septembre 2018 – 4 septembre 2018");
	row = model_sample_item(&m, "bordereau", 3);
	model_sample_text(row, "title",
		"Observation relevée à l’écran le 8 septembre 2018");
	assert_false(json_bool(m.model, "stamped", true));
	model_sample_close(&m);
}

static void nothing_before_the_numbers(void **state)
{
	struct backing b = { 0 };
	struct pieces p = { 0 };
	cJSON *model = json_object();
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_backing(&b, &s);
	sample_must(pieces_open(&p, &b));
	sample_must(model_proof_add(model, &p));
	assert_false(json_bool(model, "has_bordereau", true));
	cJSON_Delete(model);
	pieces_release(&p);
	backing_release(&b);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bordereau),
		cmocka_unit_test(nothing_before_the_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
