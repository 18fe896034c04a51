/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_difference.h"

#include "model_sample.h"

#include "templates/letter.h"

static void names_both_texts(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "differences", 0);
	model_sample_text(one, "service", "Montre Exemple");
	model_sample_text(one, "terms", "Politique de confidentialité");
	model_sample_text(json_member(one, "old"), "ref", "Pièce n° 1");
	model_sample_text(json_member(one, "new"), "ref", "Pièce n° 2");
	model_sample_text(json_member(one, "old"), "file",
		"PJ01a_politique_2018-08-20.md");
	model_sample_text(json_member(json_member(one, "old"), "first"),
		"basis", "date déclarée par le plaignant");
	assert_true(json_bool(one, "has_replaced", false));
	model_sample_text(
		json_member(one, "last_same"), "date", "20 août 2018");
	model_sample_text(
		json_member(one, "first_other"), "date", "20 novembre 2026");
	model_sample_text(one, "between", "");
	assert_true(json_bool(one, "same_rules", false));
	assert_null(cJSON_GetArrayItem(json_member(m.model, "differences"), 1));
	model_sample_close(&m);
}

/* A text that the case does not name is compared, and handed over. */
static void latest_becomes_an_exhibit(void **state)
{
	struct model_sample m;
	const cJSON *one;

	(void)state;
	model_sample_open(&m,
		"{\"policies\":[{\"id\":\"avant\",\"service\":\"Montre "
		"Exemple\",\"terms\":\"Privacy Policy\",\"at\":\"2018-09-08\"}"
		"]}");
	one = model_sample_item(&m, "differences", 0);
	model_sample_text(json_member(one, "new"), "ref", "Pièce n° 2");
	assert_int_equal(
		cJSON_GetArraySize(json_member(m.model, "policies")), 1);
	model_sample_close(&m);
}

static void none_when_so_chosen(void **state)
{
	struct model_sample m;

	(void)state;
	model_sample_open(&m,
		"{\"policies\":[{\"id\":\"avant\",\"service\":\"Montre "
		"Exemple\",\"terms\":\"Privacy Policy\",\"at\":\"2018-09-08\","
		"\"compare_with\":\"none\"}]}");
	assert_false(json_bool(m.model, "has_differences", true));
	model_sample_close(&m);
}

/* The annex in each language that has it. */
static void in_each_language(void **state)
{
	static const char *const want[][4] = {
		{ "fr", "<del>Mots barrés</del>", "n° 1 des 2 connus",
			"<del>25 mai 2018</del><ins>2 novembre 2026</ins>" },
		{ "en", "<del>Words struck through</del>", "no. 1 of 2 known",
			"<del>25 mai 2018</del><ins>2 novembre 2026</ins>" },
	};
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	for (size_t i = 0; i < 2; i++) {
		struct str text = { 0 };

		sample_must(letter_render(&text,
			&(struct letter){ .kind = "complaint-difference",
				.lang = want[i][0] },
			m.model));
		for (size_t k = 1; k < 4; k++)
			if (strstr(text.p, want[i][k]) == NULL)
				fail_msg("no '%s' in:\n%s", want[i][k], text.p);
		str_release(&text);
	}
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_both_texts),
		cmocka_unit_test(latest_becomes_an_exhibit),
		cmocka_unit_test(none_when_so_chosen),
		cmocka_unit_test(in_each_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
