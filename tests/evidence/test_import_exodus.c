/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define SUM "70b6f0d9df432c66351a587df7b65bea160de59e791be420f0e68b2fc435429f"

static void holds(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, text);
}

/* The trackers stand before the application here: order does not matter. */
static const char report[] =
	"{\"trackers\":[{\"name\":\"Some Ads\",\"id\":70},\n"
	"{\"id\":\"9\",\"name\":\"\"}],"
	"\"apk\":{\"path\":\"app.apk\",\"checksum\":\"" SUM "\"},"
	"\"application\":{\"handle\":\"com.vendor.app\",\"version_name\":\"3."
	"4\","
	"\"version_code\":4034,\"name\":\"App\",\"uaid\":\"C585\","
	"\"permissions\":[\"android.permission.CAMERA\"],\"libraries\":[]}}";

static void standalone(void **state)
{
	const struct scene_row *r;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, report, NULL), 0);
	assert_string_equal(s.result.importer->name, "exodus");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.n_bad, 0);
	r = &s.rows[0];
	assert_int_equal(r->o.kind, OBSERVATION_FINDING);
	assert_int_equal(r->o.precision, OBSERVATION_PRECISION_NONE);
	assert_int_equal(r->o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(r->o.ns, 0);
	assert_string_equal(r->host, "");
	assert_string_equal(r->type, "tracker");
	assert_string_equal(r->app, "com.vendor.app");
	assert_int_equal(r->o.line, 1);
	assert_int_equal(r->o.position, strlen("{\"trackers\":["));
	assert_int_equal(
		r->o.length, strlen("{\"name\":\"Some Ads\",\"id\":70}"));
	holds(r->detail, "\"ev.name\":\"Some Ads\"");
	holds(r->detail, "\"ev.tracker\":\"70\"");
	holds(r->detail, "\"file.hash.sha256\":\"" SUM "\"");
	holds(r->detail, "\"package.version\":\"3.4\"");
	holds(r->detail, "\"ev.version_code\":\"4034\"");
	holds(s.rows[1].detail, "\"ev.tracker\":\"9\"");
	assert_string_equal(s.rows[2].type, "permission");
	holds(s.rows[2].detail, "\"ev.name\":\"android.permission.CAMERA\"");
	assert_memory_equal(report + s.rows[2].o.position,
		"\"android.permission.CAMERA\"", s.rows[2].o.length);
	scene_close(&s);
}

static void web_site(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"{\"creation_date\":\"2026-09-14T08:00:00Z\","
			"\"found_trackers\":[70,9],"
			"\"application\":{\"handle\":\"com.vendor.app\"}}",
			NULL),
		0);
	assert_string_equal(s.result.importer->name, "exodus");
	assert_int_equal(s.n, 2);
	holds(s.rows[1].detail, "\"ev.tracker\":\"9\"");
	assert_int_equal(s.rows[1].o.length, 1);
	scene_close(&s);
}

static void bad_records(void **state)
{
	static const char text[] =
		"{\"application\":{\"handle\":\"a.b\",\"permissions\":[7,\"\"]}"
		","
		"\"apk\":{\"checksum\":\"none\"},\"trackers\":[{},null,"
		"{\"name\":\"\\u001b[2J\\u202e\"},{\"id\":1,\"id\":2},{\"id\":"
		"3";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 1);
	holds(s.rows[0].detail, "\"ev.name\":\"\\\\x1B[2J\\\\u{202E}\"");
	assert_null(strstr(s.rows[0].detail, "sha256"));
	assert_int_equal(s.n_bad, 6);
	assert_string_equal(s.bad[0].reason, "a permission without a name");
	assert_string_equal(
		s.bad[2].reason, "a tracker without a name or a number");
	assert_string_equal(s.bad[4].reason, "no valid JSON");
	assert_string_equal(
		s.bad[5].reason, "the file breaks off in the middle");
	for (size_t i = 0; i < s.n_bad; i++)
		assert_int_equal(s.bad[i].line, i + 1 + (i > 3));
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(standalone),
		cmocka_unit_test(web_site),
		cmocka_unit_test(bad_records),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
