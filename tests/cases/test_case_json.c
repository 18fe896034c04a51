/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cases/case_json.h"

#include "sample.h"

static void skeleton_lacks_all_but_is_usable(void **state)
{
	struct case_json c = { 0 };
	struct str text = { 0 };
	size_t blanks = 0;

	(void)state;
	setenv("SOURCE_DATE_EPOCH", "1536000000", 1);
	assert_int_equal(case_json_skeleton(&text), 0);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_non_null(strstr(text.p, "\"created\": \"2018-09-03\""));
	assert_int_equal(case_json_parse(&c, text.p, text.len), 0);
	assert_true(case_json_usable(&c));
	for (size_t i = 0; i < c.n_faults; i++)
		blanks += c.faults[i].blank;
	assert_true(blanks >= 6);
	assert_string_equal(c.faults[0].pointer, "/title");
	assert_string_equal(c.faults[0].message, "is still to be filled in");
	assert_int_equal(c.faults[0].line, 5);
	case_json_release(&c);
	str_release(&text);
}

static void fixture_is_whole(void **state)
{
	struct case_json c = { 0 };
	const char *list = NULL;

	(void)state;
	sample_must(case_json_read(&c, TEST_DIR "/draft/case.json"));
	assert_int_equal(c.n_faults, 0);
	assert_non_null(case_json_find(&c, "journal", &list));
	assert_string_equal(list, "observations");
	assert_non_null(case_json_find(&c, "peuvent-varier", &list));
	assert_string_equal(list, "quotes");
	assert_null(case_json_find(&c, "personne", &list));
	assert_non_null(case_json_party(&c, "vendor"));
	case_json_release(&c);
}

static void expect_wrong(const char *patch, const char *message)
{
	char *text = sample_case(patch);
	struct case_json c = { 0 };

	sample_must(case_json_parse(&c, text, strlen(text)));
	assert_false(case_json_usable(&c));
	assert_string_equal(c.faults[0].message, message);
	assert_true(c.faults[0].line > 1);
	case_json_release(&c);
	free(text);
}

static void names_must_exist(void **state)
{
	(void)state;
	expect_wrong("{\"data_categories\":[{\"name\":\"x\",\"known_how\":"
		     "\"declared\",\"facts\":[\"nulle-part\"]}]}",
		"nothing in this case has the id 'nulle-part'");
	expect_wrong("{\"facts\":[{\"id\":\"journal\",\"date\":\"2018-05-12\","
		     "\"text\":\"x\"}]}",
		"the id 'journal' is used twice");
	expect_wrong("{\"products\":[{\"kind\":\"app\",\"name\":\"x\","
		     "\"vendor\":\"autre\"}]}",
		"no organisation of this case has the id 'autre'");
}

static void cut_in_half(void **state)
{
	struct case_json c = { 0 };
	struct str text = { 0 };

	(void)state;
	sample_must(file_read(&text, TEST_DIR "/draft/case.json"));
	for (size_t n = 0; n < text.len - 2; n += 97) {
		assert_int_equal(case_json_parse(&c, text.p, n), ERR_PARSE);
		assert_non_null(strstr(err_message(), "line "));
	}
	str_release(&text);
}

static void not_there(void **state)
{
	struct case_json c = { 0 };

	(void)state;
	assert_int_equal(
		case_json_read(&c, "/nowhere/case.json"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "/nowhere/case.json"));
}

static void dates_in_a_zone(void **state)
{
	struct zone *zone = NULL;
	cJSON *object = json_object();
	bool day_only = false;
	int64_t ns = 0;

	(void)state;
	sample_must(zone_open(&zone, "Europe/Paris"));
	json_set(object, "at", "2018-09-03");
	assert_true(case_json_when(&ns, &day_only, object, "at", zone));
	assert_true(day_only);
	assert_int_equal(ns, sample_ns("2018-09-02T22:00:00Z"));
	json_set(object, "at", "");
	assert_false(case_json_when(&ns, &day_only, object, "at", zone));
	cJSON_Delete(object);
	zone_free(zone);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skeleton_lacks_all_but_is_usable),
		cmocka_unit_test(fixture_is_whole),
		cmocka_unit_test(names_must_exist),
		cmocka_unit_test(cut_in_half),
		cmocka_unit_test(not_there),
		cmocka_unit_test(dates_in_a_zone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
