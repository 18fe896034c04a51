/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static void holds(const char *text, const char *words)
{
	if (strstr(text, words) == NULL)
		fail_msg("'%s' is not in '%s'", words, text);
}

#define LOG                                                                    \
	"\"log\":{\"stack\":[{\"fileName\":\"https://cdn.ads.example/"         \
	"x.js\"}],"                                                            \
	"\"timestamp\":\"2026-09-14T08:12:41.5Z\","                            \
	"\"location\":\"https://www.vendor.org/\"}"

static const char inspection[] =
	"{\"title\":\"x\",\"uri_ins\":\"https://www.vendor.org/a\","
	"\"secure_connection\":{},\"script\":{\"version\":{\"npm\":\"2.1.1\"}},"
	"\"localStorage\":{\"https://www.vendor.org\":{\"uid\":{\"value\":"
	"{\"id\":\"v4lue\"},\"firstPartyStorage\":true," LOG "}}},"
	"\"cookies\":[{\"name\":\"_id\",\"value\":\"s3cret\","
	"\"domain\":\".Ads.example\",\"expiresDays\":1.5,\"httpOnly\":true,"
	"\"session\":false,\"firstPartyStorage\":false," LOG "}],"
	"\"beacons\":[{\"url\":\"https://b.ads.example/p?cid=h1dden&x=1\","
	"\"filter\":\"||ads.example^\",\"listName\":\"list.txt\"," LOG
	",\"occurrances\":5},{\"url\":\"https://c.example/\"}],"
	"\"browser\":{\"name\":\"Chromium\",\"version\":\"121\"},"
	"\"hosts\":{\"requests\":{\"firstParty\":[\"www.vendor.org\"],"
	"\"thirdParty\":[\"b.ads.example\",\"C.example\"]},"
	"\"beacons\":{\"thirdParty\":[\"b.ads.example\"]}},"
	"\"start_time\":\"2026-09-14T08:12:40Z\","
	"\"end_time\":\"2026-09-14T08:12:50Z\"}";

static void whole(void **state)
{
	static const char *const types[] = { "local-storage", "cookie",
		"beacon", "beacon", "request", "request" };
	static const char *const hosts[] = { "www.vendor.org", "ads.example",
		"b.ads.example", "c.example", "b.ads.example", "c.example" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, inspection, NULL), 0);
	assert_string_equal(s.result.importer->name, "wec");
	assert_int_equal(s.n, 6);
	assert_int_equal(s.n_bad, 0);
	for (size_t i = 0; i < s.n; i++) {
		const struct observation *o = &s.rows[i].o;

		assert_int_equal(o->kind, OBSERVATION_FINDING);
		assert_int_equal(o->disposition, OBSERVATION_UNKNOWN);
		assert_int_equal(o->line, i + 1);
		assert_string_equal(s.rows[i].type, types[i]);
		assert_string_equal(s.rows[i].host, hosts[i]);
		assert_null(strstr(s.rows[i].detail, "v4lue"));
		assert_null(strstr(s.rows[i].detail, "s3cret"));
		assert_null(strstr(s.rows[i].detail, "h1dden"));
		holds(s.rows[i].detail, "\"ev.site\":\"www.vendor.org\"");
		holds(s.rows[i].detail, "\"observer.version\":\"2.1.1\"");
	}
	scene_close(&s);
}

#define EVENT(type, more)                                                      \
	"{\"type\":\"" type "\",\"level\":\"warn\",\"stack\":[{\"fileName\":"  \
	"\"https://cdn.ads.example/x.js\"}],"                                  \
	"\"timestamp\":\"2026-09-14T08:12:41.5Z\","                            \
	"\"location\":\"https://www.vendor.org/\"," more "}"

static const char *const events[] = {
	EVENT("Cookie.HTTP",
		"\"raw\":\"_id=s3cret\",\"data\":[{\"domain\":\"ads.example\","
		"\"key\":\"_id\",\"value\":\"s3cret\",\"httpOnly\":true,"
		"\"log\":{\"location\":\"https://other.example/\"}},"
		"{\"domain\":\"b.example\",\"key\":\"k\"}]"),
	EVENT("Storage.LocalStorage", "\"origin\":\"https://www.vendor.org\","
				      "\"data\":{\"uid\":\"v4lue\",\"x\":{}}"),
	EVENT("Request.Tracking",
		"\"data\":{\"url\":\"https://b.ads.example/p?cid=h1dden\","
		"\"filter\":\"||ads.example^\",\"listName\":\"list.txt\"}"),
	EVENT("Browser", "\"message\":\"browsing now to x\",\"data\":{}"),
	EVENT("Cookie.JS", "\"data\":[{\"domain\":\"\",\"key\":\"foo\"},7]"),
};

static void check_events(const char *text, bool whole_array)
{
	static const char *const hosts[] = { "ads.example", "b.example",
		"www.vendor.org", "www.vendor.org", "b.ads.example" };
	static const char *const types[] = { "cookie", "cookie",
		"local-storage", "local-storage", "beacon" };
	static const uint64_t lines[] = { 1, 1, 2, 2, 3 };
	struct scene s;

	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "wec");
	assert_int_equal(s.n, 5);
	assert_int_equal(s.n_bad, 1);
	for (size_t i = 0; i < s.n; i++) {
		const struct scene_row *r = &s.rows[i];

		assert_int_equal(r->o.kind, OBSERVATION_FINDING);
		assert_string_equal(r->host, hosts[i]);
		assert_string_equal(r->type, types[i]);
		assert_int_equal(r->o.line, lines[i]);
		assert_int_equal(r->o.ns, INT64_C(1789373561500000000));
		assert_null(strstr(r->detail, "v4lue"));
		assert_null(strstr(r->detail, "s3cret"));
		assert_null(strstr(r->detail, "h1dden"));
		assert_null(strstr(r->detail, "other.example"));
		holds(r->detail, "\"ev.document\":\"www.vendor.org\"");
		holds(r->detail, "\"ev.set_by\":\"cdn.ads.example\"");
		if (!whole_array)
			assert_int_equal(text[r->o.position], '{');
	}
	scene_close(&s);
}

/* What it writes as it goes: an array, or one event a line. */
static void written_as_they_happen(void **state)
{
	struct str array = { 0 }, lines = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		str_printf(&array, "%s%s", i == 0 ? "[" : ",\n", events[i]);
		str_printf(&lines, "%s\n", events[i]);
	}
	str_puts(&array, "]");
	check_events(array.p, true);
	check_events(lines.p, false);
	str_release(&array);
	str_release(&lines);
}

static void members(void **state)
{
	const struct scene_row *r;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, inspection, NULL), 0);
	holds(s.rows[0].detail, "\"ev.name\":\"uid\",\"ev.party\":\"first\"");
	r = &s.rows[1];
	assert_int_equal(r->o.ns, scene_at("2026-09-14T08:12:41.5Z"));
	holds(r->detail, "\"ev.document\":\"www.vendor.org\"");
	holds(r->detail, "\"ev.set_by\":\"cdn.ads.example\"");
	holds(r->detail, "\"ev.expires_days\":1.5");
	holds(r->detail, "\"ev.http_only\":true");
	holds(r->detail, "\"ev.masked\":[\"value\"]");
	holds(r->detail, "\"ev.party\":\"third\"");
	assert_memory_equal(
		inspection + r->o.position, "{\"name\":\"_id\"", 13);
	r = &s.rows[2];
	assert_int_equal(r->o.count, 5);
	assert_int_equal(r->o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_string_equal(r->rule, "list.txt: ||ads.example^");
	holds(r->detail, "\"url.query\":\"cid&x\"");
	/* Without a time of its own: within the inspection. */
	assert_int_equal(s.rows[3].o.precision, OBSERVATION_PRECISION_WINDOW);
	r = &s.rows[4];
	assert_int_equal(r->o.precision, OBSERVATION_PRECISION_WINDOW);
	assert_int_equal(r->o.window_start, scene_at("2026-09-14T08:12:40Z"));
	assert_int_equal(r->o.window_end, scene_at("2026-09-14T08:12:50Z"));
	assert_int_equal(r->o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	scene_close(&s);
}

/* Names that hold a person's or a device's value. */
static void names(void **state)
{
	static const char *const shown[] = { "\"ev.name\":\"*\"",
		"\"ev.name\":\"sess_new\"",
		"\"ev.name\":\"CognitoIdentityServiceProvider.*.*.idToken\"",
		"\"ev.name\":\"*\"", "\"ev.name\":\"user:*\"",
		"\"ev.name\":\"com.vendor.settings\"" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"{\"uri_ins\":\"https://h.example/\","
			"\"secure_connection\":{},\"cookies\":[{\"domain\":"
			"\"h.example\",\"name\":"
			"\"sess_8f14e45fceea167a5a36dedd4bea2543\"},"
			"{\"domain\":\"h.example\",\"name\":\"sess_new\"}],"
			"\"localStorage\":{\"https://h.example\":{"
			"\"CognitoIdentityServiceProvider.4abc.jeanne_duval."
			"idToken\":{},"
			"\"user:9fe17d55-927f-4186-9c56-24038b13cbb0\":{},"
			"\"user:jeanne\":{},\"com.vendor.settings\":{}}}}",
			NULL),
		0);
	assert_int_equal(s.n, sizeof(shown) / sizeof(shown[0]));
	for (size_t i = 0; i < s.n; i++)
		holds(s.rows[i].detail, shown[i]);
	scene_close(&s);
}

/* Members that are absent, of another type, or twice. */
static void odd(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL,
			"{\"uri_ins\":5,\"uri_dest\":null,\"hosts\":[],"
			"\"cookies\":[5,{\"domain\":\"h.example\"},"
			"{\"domain\":\"not a host\"},"
			"{\"domain\":\"h.example\",\"name\":\"me@mail."
			"example\"},"
			"{\"a\":1,\"a\":2}],\"localStorage\":{\"null\":{\"k\":"
			"1},"
			"\"x\":[]},\"beacons\":[{\"url\":\"nothing\"}],"
			"\"start_time\":\"yesterday\"",
			NULL),
		0);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_NONE);
	assert_int_equal(s.rows[0].o.line, 2);
	holds(s.rows[1].detail, "\"ev.name\":\"*\"");
	assert_string_equal(s.rows[2].type, "local-storage");
	assert_string_equal(s.rows[2].host, "");
	assert_int_equal(s.n_bad, 5);
	assert_string_equal(s.bad[0].reason, "no host name");
	assert_string_equal(s.bad[2].reason, "no valid JSON");
	assert_string_equal(s.bad[3].reason, "no URL");
	assert_string_equal(
		s.bad[4].reason, "the file breaks off in the middle");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(written_as_they_happen),
		cmocka_unit_test(members),
		cmocka_unit_test(names),
		cmocka_unit_test(odd),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
