/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "evidence/ocsf.h"

static struct observation sample(enum observation_kind kind)
{
	return (struct observation){ .kind = (uint8_t)kind,
		.ns = 1536048591222000000,
		.precision = OBSERVATION_PRECISION_MS,
		.disposition = OBSERVATION_BLOCKED,
		.count = 2,
		.sent = 10,
		.host = "push.vendor.example",
		.type = "A",
		.client = "device A",
		.app = "org.app",
		.answer = "cdn.example 198.51.100.1",
		.rule = "list",
		.detail = "{\"url.path\":\"/x\"}",
		.member = "",
		.line = 3 };
}

static const struct ecs_place place = { .exhibit = 2, .row = 7 };

static void lookup(void **state)
{
	struct observation o = sample(OBSERVATION_LOOKUP);
	cJSON *e = ocsf_row(&o, &place);
	const cJSON *answers = json_member(e, "answers");

	(void)state;
	assert_int_equal(json_integer(e, "class_uid", 0), 4003);
	assert_int_equal(json_integer(e, "type_uid", 0), 400306);
	assert_true(json_integer(e, "time", 0) == 1536048591222);
	assert_int_equal(json_integer(e, "disposition_id", 0), 2);
	assert_int_equal(json_integer(e, "count", 0), 2);
	assert_string_equal(json_string(json_member(e, "query"), "hostname"),
		"push.vendor.example");
	assert_int_equal(cJSON_GetArraySize(answers), 2);
	assert_string_equal(
		json_string(cJSON_GetArrayItem(answers, 1), "rdata"),
		"198.51.100.1");
	assert_string_equal(
		json_string(json_member(e, "metadata"), "uid"), "2/7");
	assert_string_equal(
		json_string(json_member(e, "unmapped"), "url.path"), "/x");
	assert_null(json_member(json_member(e, "unmapped"), "client.address"));
	cJSON_Delete(e);
	o.answer = "";
	o.precision = OBSERVATION_PRECISION_NONE;
	o.disposition = OBSERVATION_REWRITTEN;
	e = ocsf_row(&o, &place);
	assert_int_equal(json_integer(e, "type_uid", 0), 400301);
	assert_null(json_member(e, "time"));
	assert_null(json_member(e, "answers"));
	assert_int_equal(json_integer(e, "disposition_id", 0), 99);
	assert_string_equal(json_string(e, "disposition"), "rewritten");
	cJSON_Delete(e);
}

static void others(void **state)
{
	struct observation o = sample(OBSERVATION_CONNECTION);
	cJSON *e = ocsf_row(&o, &place);

	(void)state;
	assert_int_equal(json_integer(e, "type_uid", 0), 400106);
	assert_string_equal(
		json_string(json_member(e, "dst_endpoint"), "hostname"),
		"push.vendor.example");
	assert_int_equal(
		json_integer(json_member(e, "traffic"), "bytes_out", 0), 10);
	cJSON_Delete(e);
	o = sample(OBSERVATION_REQUEST);
	e = ocsf_row(&o, &place);
	assert_int_equal(json_integer(e, "type_uid", 0), 400200);
	cJSON_Delete(e);
	o = sample(OBSERVATION_EVENT);
	assert_null(ocsf_row(&o, &place));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lookup),
		cmocka_unit_test(others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
