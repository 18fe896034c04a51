/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/policy.h"

#include "sample.h"

static struct policy_times times_of(struct zone *zone)
{
	return (struct policy_times){ zone, sample_ns("2026-11-24T22:59:59Z") };
}

static void version_of_a_day(void **state)
{
	struct policy p = { 0 };
	struct zone *zone = NULL;
	struct policy_times times;
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "Europe/Paris"));
	times = times_of(zone);
	sample_must(policy_read(&p, s.store,
		cJSON_GetArrayItem(case_json_list(&s.c, "policies"), 0),
		&times));
	assert_null(p.missing);
	assert_int_equal(p.at.span->number, 1);
	assert_int_equal(p.spans.n, 2);
	assert_true(p.at.has_after);
	assert_false(p.at.after_same);
	assert_int_equal(p.n_quotes, 2);
	assert_true(p.quotes[0].found);
	assert_true(p.quotes[1].found);
	assert_int_equal(p.at_ns,
		sample_ns("2018-09-03T21:59:59Z") + INSTANT_SECOND - 1);
	policy_release(&p);
	sample_must(policy_read(&p, s.store,
		cJSON_GetArrayItem(case_json_list(&s.c, "policies"), 1),
		&times));
	assert_true(p.now);
	assert_int_equal(p.at.span->number, 2);
	assert_false(p.at.has_after);
	policy_release(&p);
	zone_free(zone);
	sample_close(&s);
}

static void before_the_first(void **state)
{
	cJSON *item = json_object();
	struct policy p = { 0 };
	struct zone *zone = NULL;
	struct policy_times times;
	struct sample s;

	(void)state;
	sample_open(&s, NULL);
	sample_must(zone_open(&zone, "Europe/Paris"));
	times = times_of(zone);
	json_set(item, "service", "Montre Exemple");
	json_set(item, "terms", "Privacy Policy");
	json_set(item, "at", "2018-08-19");
	sample_must(policy_read(&p, s.store, item, &times));
	assert_non_null(strstr(p.missing, "the first was seen on 2018-08-20"));
	policy_release(&p);
	json_set(item, "service", "Personne");
	sample_must(policy_read(&p, s.store, item, &times));
	assert_non_null(strstr(p.missing, "no version of 'Privacy Policy'"));
	policy_release(&p);
	cJSON_Delete(item);
	zone_free(zone);
	sample_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(version_of_a_day),
		cmocka_unit_test(before_the_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
