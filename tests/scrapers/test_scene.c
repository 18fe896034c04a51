/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/scene.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"

static void says_where_and_with_what(void **state)
{
	const struct fetch_options fetch = { .proxy = "http://192.0.2.9:3128" };
	struct scene *scene;
	struct str text = { 0 };
	cJSON *record = json_object();
	const cJSON *network;

	(void)state;
	setenv("https_proxy", "http://user:secret@proxy.test", 1);
	scene = scene_new(&(struct scene_options){
		.fetch = &fetch, .person = "A. Martin", .purpose = "essai" });
	scene_add(record, scene);
	assert_int_equal(json_canonical(&text, record), 0);
	assert_null(strstr(text.p, "secret"));
	assert_non_null(strstr(text.p, "\"https_proxy\""));
	assert_string_equal(
		json_string(json_member(record, "operator"), "stated_name"),
		"A. Martin");
	network = json_member(record, "network");
	assert_string_equal(
		json_string(network, "proxy"), "http://192.0.2.9:3128");
	assert_false(json_bool(network, "private_addresses_allowed", true));
	assert_non_null(json_string(json_member(record, "machine"), "release"));
	assert_non_null(json_string(json_member(record, "libraries"), "curl"));
	assert_non_null(json_string(json_member(record, "tool"), "sha256"));
	cJSON_Delete(record);
	/* The scene outlives the record. */
	record = json_object();
	scene_add(record, scene);
	assert_non_null(json_member(record, "trust"));
	cJSON_Delete(record);
	scene_free(scene);
	scene_free(NULL);
	str_release(&text);
}

static void states_nothing_for_nobody(void **state)
{
	const struct fetch_options fetch = { 0 };
	struct scene *scene =
		scene_new(&(struct scene_options){ .fetch = &fetch });
	cJSON *record = json_object();

	(void)state;
	scene_add(record, scene);
	assert_null(
		json_string(json_member(record, "operator"), "stated_name"));
	cJSON_Delete(record);
	scene_free(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(says_where_and_with_what),
		cmocka_unit_test(states_nothing_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
