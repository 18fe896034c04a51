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

/* A text that comes back is dated by all of its sightings. */
static void comes_back(void **state)
{
	struct sample *s;
	struct model_sample m = { 0 };
	const cJSON *one;
	struct str text = { 0 };

	(void)state;
	s = &m.s;
	sample_open(s, NULL);
	sample_version(s->store, "Un autre texte.\n", "2019-01-01T00:00:00Z");
	sample_version(s->store, sample_2018, "2020-02-02T00:00:00Z");
	sample_version(s->store, "Un autre texte.\n", "2021-03-03T00:00:00Z");
	sample_version(s->store, sample_2018, "2022-04-04T00:00:00Z");
	sample_backing(&m.b, s);
	sample_must(pieces_open(&m.p, &m.b));
	model_sample_number(&m.p);
	sample_must(model_make(&m.model, &m.p));
	one = model_sample_item(&m, "differences", 0);
	assert_false(json_bool(json_member(one, "old"), "once", true));
	model_sample_text(json_member(one, "old"), "sightings", "3");
	model_sample_text(json_member(json_member(one, "old"), "last"), "date",
		"4 avril 2022");
	model_sample_text(
		json_member(one, "last_same"), "date", "4 avril 2022");
	model_sample_text(
		json_member(one, "first_other"), "date", "20 novembre 2026");
	model_sample_text(one, "between", "1");
	sample_must(letter_render(&text,
		&(struct letter){
			.kind = "complaint-difference", .lang = "fr" },
		m.model));
	assert_non_null(strstr(text.p, "avait été remplacé, puis est revenu"));
	assert_non_null(strstr(text.p,
		"a été vu en dernier lieu le 4 avril 2022, et un autre texte "
		"ensuite le 20 novembre 2026"));
	str_release(&text);
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
		cmocka_unit_test(comes_back),
		cmocka_unit_test(in_each_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
