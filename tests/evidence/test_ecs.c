/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/json.h"
#include "evidence/ecs.h"

static struct observation sample(enum observation_kind kind)
{
	return (struct observation){ .kind = (uint8_t)kind,
		.ns = 1536048591222000000,
		.disposition = OBSERVATION_BLOCKED,
		.count = 1,
		.host = "push.vendor.example",
		.type = "A",
		.client = "192.0.2.7",
		.app = "",
		.answer = "198.51.100.1",
		.rule = "",
		.detail = "{\"url.path\":\"/x\"}",
		.member = "queries",
		.line = 3,
		.position = 40,
		.length = 12 };
}

static void expect(const cJSON *row, const char *name, const char *want)
{
	const char *got = json_string(row, name);

	assert_string_equal(got != NULL ? got : "", want);
}

static void names(void **state)
{
	const struct ecs_place place = { .exhibit = 2, .row = 7 };
	struct observation o = sample(OBSERVATION_LOOKUP);
	cJSON *row = ecs_row(&o, &place);

	(void)state;
	expect(row, "@timestamp", "2018-09-04T08:09:51.222000000Z");
	expect(row, "dns.question.name", "push.vendor.example");
	expect(row, "dns.answers", "198.51.100.1");
	expect(row, "url.path", "/x");
	expect(row, "ev.disposition", "blocked");
	expect(row, "ev.origin", "log");
	expect(row, "ev.member", "queries");
	assert_int_equal(json_integer(row, "ev.row", 0), 7);
	assert_int_equal(json_integer(row, "ev.exhibit", 0), 2);
	assert_null(json_member(row, "process.name"));
	cJSON_Delete(row);
	o = sample(OBSERVATION_CONNECTION);
	row = ecs_row(&o, &(struct ecs_place){ .stated = true });
	expect(row, "destination.domain", "push.vendor.example");
	expect(row, "network.protocol", "A");
	expect(row, "ev.origin", "stated by the complainant");
	assert_null(json_member(row, "ev.exhibit"));
	cJSON_Delete(row);
	o = sample(OBSERVATION_EVENT);
	row = ecs_row(&o, &place);
	expect(row, "event.type", "A");
	cJSON_Delete(row);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
