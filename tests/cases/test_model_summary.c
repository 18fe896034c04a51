/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_summary.h"

#include "model_sample.h"

static void stays_short(void **state)
{
	static const char *const lists[] = { "products", "contacts", "quotes",
		"changed", "letters" };
	struct model_sample m;
	const cJSON *summary;
	int lines = 2;

	(void)state;
	model_sample_open(&m, NULL);
	summary = json_member(m.model, "summary");
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		lines += cJSON_GetArraySize(json_member(summary, lists[i]));
	assert_true(lines <= 10);
	model_sample_text(json_member(summary, "products")->child, "names",
		"Montre Exemple (appareil) et Exemple Fit (application)");
	model_sample_text(
		json_member(summary, "contacts")->child, "contacts", "42");
	assert_non_null(
		strstr(json_string(summary, "provisions"), "article 12"));
	model_sample_close(&m);
}

/* A quote bears the day its text was seen, not that of the complaint. */
static void quote_is_dated(void **state)
{
	struct model_sample m;
	const cJSON *policy, *quote;

	(void)state;
	model_sample_open(&m, NULL);
	policy = json_member(m.model, "policies")->child;
	quote = json_member(json_member(m.model, "summary"), "quotes")->child;
	assert_non_null(quote);
	assert_string_equal(json_string(quote, "seen_date"),
		json_string(json_member(policy, "seen"), "date"));
	assert_string_not_equal(json_string(quote, "seen_date"),
		json_string(m.model, "date"));
	assert_string_equal(json_string(quote, "basis"),
		json_string(json_member(policy, "seen"), "basis"));
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_short),
		cmocka_unit_test(quote_is_dated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
