/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static const struct importer_options options = {
	.mapping = "format = jsonl\ntime = at\ntime_format = epoch-ms\n"
		   "host = question.name\ntype = question.type\n"
		   "client = client.id.orig_h\nanswer = answers\n"
		   "disposition = blocked\nblocked = true\nallowed = false\n"
		   "rule = rules[0].text\ncount = n\n",
};

static void by_paths(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "jsonl",
			"{\"at\":1789366360125,\"question\":{\"name\":"
			"\"Push.Vendor.example.\",\"type\":\"A\"},\"client\":"
			"{\"id.orig_h\":\"10.0.0.2\"},\"blocked\":true,"
			"\"answers\":[\"192.0.2.1\",\"192.0.2.2\"],"
			"\"rules\":[{\"text\":\"||vendor\"}],\"n\":2}\n"
			"{\"at\":\"1789366360126\",\"question\":{\"name\":"
			"\"b\\u00fc.example\"},\"blocked\":null,\"n\":1}\n"
			"{\"at\":1789366360127,\"question\":{\"name\":"
			"\"x.example\"},\"blocked\":false}\n",
			&options),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].client, "10.0.0.2");
	assert_string_equal(s.rows[0].answer, "192.0.2.1 192.0.2.2");
	assert_string_equal(s.rows[0].rule, "||vendor");
	assert_int_equal(s.rows[0].o.count, 2);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 2);
	assert_string_equal(s.bad[0].reason, "no host name");
	scene_close(&s);
}

static void bad_lines(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "jsonl",
			"{\"at\":1789366360125,\"question\":{\"name\":\"x.y\"}}"
			"\n"
			"[1]\n"
			"{\"question\":{\"name\":\"x.y\"}}\n"
			"{\"at\":1,\"at\":2,\"question\":{\"name\":\"x.y\"}}\n"
			"{\"at\":1789366360125,\"question\":{\"na",
			&options),
		0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 4);
	assert_string_equal(s.bad[0].reason, "no JSON object");
	assert_string_equal(s.bad[1].reason, "no time");
	assert_string_equal(s.bad[2].reason, "a key stands twice");
	assert_string_equal(s.bad[3].reason, "the record ends in the middle");
	scene_close(&s);
}

/* A log of notifications: events, their titles only where asked for. */
static void events(void **state)
{
	static const struct importer_options asked = {
		.mapping = "kind = event\ntime = when\napp = app\n"
			   "event = what\ntitle = title\n"
	};
	static const struct importer_options plain = {
		.mapping = "kind = event\ntime = when\napp = app\n"
	};
	static const char text[] =
		"{\"when\":\"2026-09-14T08:12:40+02:00\",\"app\":\"chat\","
		"\"what\":\"posted\",\"title\":\"Anna \\\"A\\\"\"}\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "jsonl", text, &asked), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_EVENT);
	assert_string_equal(s.rows[0].app, "chat");
	assert_string_equal(s.rows[0].type, "posted");
	assert_string_equal(s.rows[0].host, "");
	assert_string_equal(
		s.rows[0].detail, "{\"ev.title\":\"Anna \\\"A\\\"\"}");
	assert_int_equal(scene_import(&s, "jsonl", text, &plain), 0);
	assert_string_equal(s.rows[0].type, "");
	assert_string_equal(s.rows[0].detail, "");
	scene_close(&s);
}

static void found_out(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "{\"ts\":\"2026-09-14T08:12:40Z\",\"domain\":"
				 "\"push.vendor.example\"}\n",
				 NULL),
		ERR_INVALID);
	scene_says("needs --map or --mapping");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_paths),
		cmocka_unit_test(bad_lines),
		cmocka_unit_test(events),
		cmocka_unit_test(found_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
