/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "base/str.h"
#include "evidence/records.h"

static int take(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

/* Each line names its record's place and the digest of its bytes there. */
static void writes(void **state)
{
	static const char whole[] = "[{\"h\":\"a.b\"},{\"h\":\"c.d\"}]";
	struct observation o = { .host = "c.d",
		.type = "A",
		.client = "",
		.app = "",
		.answer = "",
		.rule = "",
		.detail = "",
		.member = "",
		.count = 1,
		.line = 2,
		.position = 13,
		.length = 11 };
	struct observation place;
	char name[DIGEST_NAME + 1];
	struct digest digest;
	struct str text = { 0 };
	struct records r = { .size = sizeof(whole) - 1,
		.file = "x.json",
		.format = "some",
		.chosen = 1,
		.total = 2,
		.row = 2,
		.fn = take,
		.ctx = &text };
	cJSON *json = NULL;
	struct scene s;
	struct kept k;

	(void)state;
	scene_open(&s);
	assert_int_equal(kept_open_file(&k, scene_file(&s, "x.json", whole,
						    sizeof(whole) - 1)),
		0);
	r.kept = &k;
	digest_of(&r.of, whole, sizeof(whole) - 1);
	assert_int_equal(records_begin(&r), 0);
	assert_int_equal(records_write(&r, &o, &place), 0);
	assert_int_equal(place.line, 2);
	assert_int_equal(place.position + place.length, text.len);
	assert_int_equal(text.p[place.position - 1], '\n');
	assert_int_equal(json_parse(&json, text.p, place.position, NULL), 0);
	assert_int_equal(json_integer(json, "ev.rows_of", 0), 2);
	digest_hex(name, &r.of);
	assert_string_equal(json_string(json, "file.hash.sha256"), name);
	cJSON_Delete(json);
	assert_int_equal(
		json_parse(&json, text.p + place.position, place.length, NULL),
		0);
	digest_of(&digest, "{\"h\":\"c.d\"}", 11);
	digest_name(name, &digest);
	assert_string_equal(json_string(json, "event.hash"), name);
	assert_int_equal(json_integer(json, "ev.row", 0), 2);
	assert_int_equal(json_integer(json, "log.offset", 0), 13);
	assert_int_equal(json_integer(json, "ev.length", 0), 11);
	cJSON_Delete(json);
	/* A place outside the whole is no place. */
	o.position = 20;
	assert_int_equal(records_write(&r, &o, NULL), ERR_CORRUPT);
	str_release(&text);
	kept_close(&k);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(writes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
