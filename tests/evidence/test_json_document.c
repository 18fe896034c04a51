/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/json_document.h"

struct seen {
	struct json_document_place place;
	struct str names;
};

static int see(struct json_stream *s, const char *name,
	const struct json_stream_token *t, void *ctx)
{
	struct seen *seen = ctx;
	const char *why;
	cJSON *tree;
	int rc;

	json_document_begin(&seen->place, t);
	rc = json_document_tree(&tree, &why, s, t, 20);
	if (rc != 0)
		return rc;
	str_printf(&seen->names, "%s:%s ", name,
		why != NULL	       ? why
		: cJSON_IsObject(tree) ? "object"
		: cJSON_IsNumber(tree) ? "number"
				       : "other");
	json_document_end(&seen->place, s);
	cJSON_Delete(tree);
	return 0;
}

static void run(struct scene *s, const char *text, const char *want,
	uint64_t bad, uint64_t position)
{
	struct importer_job job = { .path = scene_file(
					    s, "x.json", text, strlen(text)) };
	struct seen seen = { .place = { .number = 1 } };

	str_init(&seen.names, 0);
	assert_int_equal(json_document_each(&job, see, &seen, &seen.place), 0);
	assert_string_equal(seen.names.p, want);
	assert_int_equal(job.bad, bad);
	assert_int_equal(seen.place.position, position);
	assert_true(job.hashed);
	str_release(&seen.names);
}

static void members(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	run(&s, "{\"a\":{\"b\":[1]},\"c\": 7}", "a:object c:number ", 0, 21);
	run(&s, "{\"a\":\"0123456789012345678901234\",\"c\":1}",
		"a:a record that is too long c:number ", 0, 38);
	run(&s, "{\"a\":{\"b\":1,\"b\":2}}", "a:no valid JSON ", 0, 18);
	run(&s, "[{\"a\":1}]", "", 0, 0);
	run(&s, "{\"a\":1,\"b\":[1,", "a:number ", 1, 11);
	run(&s, "", "", 1, 0);
	scene_close(&s);
}

static void heads(void **state)
{
	static const char *const words[] = { "\"a\"", "\"b\"", NULL };
	static const struct {
		const char *text;
		bool want;
	} cases[] = { { " \n{\"a\":1,\"b\":2}", true }, { "{\"a\":1}", false },
		{ "[{\"a\":1,\"b\":2}]", false }, { "", false } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct importer_head head = { .text = cases[i].text,
			.len = strlen(cases[i].text) };

		assert_int_equal(
			json_document_has(&head, words), cases[i].want);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members),
		cmocka_unit_test(heads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
