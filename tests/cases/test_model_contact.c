/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/model_contact.h"

#include "model_sample.h"

static void hosts(void **state)
{
	struct model_sample m;
	const cJSON *one, *host;

	(void)state;
	model_sample_open(&m, NULL);
	one = model_sample_item(&m, "observations", 0);
	model_sample_text(one, "excerpt_lines", "42");
	model_sample_text(one, "precision", "la milliseconde");
	model_sample_text(one, "rows", "162");
	host = json_member(one, "hosts")->child;
	model_sample_text(host, "host", SAMPLE_HOST);
	model_sample_text(host, "allowed", "28");
	model_sample_text(host, "blocked", "14");
	model_sample_text(host, "unknown", "0");
	assert_true(json_bool(json_member(host, "owner"), "is_derived", false));
	assert_false(
		json_bool(json_member(host, "owner"), "is_confirmed", true));
	model_sample_text(
		json_member(host, "cloud"), "service", "Répartiteur de charge");
	model_sample_text(
		json_member(host, "cloud"), "place", "Francfort, Allemagne");
	one = model_sample_item(&m, "observations", 1);
	assert_true(json_bool(one, "typed", false));
	model_sample_text(one, "precision", "la minute");
	model_sample_close(&m);
}

/* One paragraph per host, and every rival explanation. */
static void owners_and_rivals(void **state)
{
	struct model_sample m;

	(void)state;
	model_sample_open(&m, NULL);
	assert_int_equal(cJSON_GetArraySize(json_member(m.model, "owners")), 1);
	assert_int_equal(cJSON_GetArraySize(json_member(m.model, "rivals")), 5);
	assert_int_equal(
		cJSON_GetArraySize(json_member(m.model, "experiments")), 1);
	model_sample_close(&m);
}

/* A log that tells no times still makes a draft. */
static void without_times(void **state)
{
	struct model_sample m = { 0 };
	const cJSON *one;

	(void)state;
	sample_open(&m.s, "{\"observations\":[{\"id\":\"o\",\"exhibit\":5,"
			  "\"host\":\"push.example\"}]}");
	assert_int_equal(sample_vague_log(&m.s, 1), 5);
	sample_backing(&m.b, &m.s);
	sample_must(pieces_open(&m.p, &m.b));
	sample_must(model_make(&m.model, &m.p));
	one = model_sample_item(&m, "observations", 0);
	assert_false(json_bool(one, "has_times", true));
	model_sample_text(one, "first", "");
	model_sample_text(one, "last_day", "");
	model_sample_close(&m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hosts),
		cmocka_unit_test(owners_and_rivals),
		cmocka_unit_test(without_times),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
