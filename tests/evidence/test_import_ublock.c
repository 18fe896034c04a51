/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static const char *const forms[] = {
	/* list, plain */
	"+12\n||tracker.example^\n--\nwww.vendor.example\n3\nGET\nscript\n"
	"https://tracker.example/a.js\n\n"
	"+11\nwww.vendor.example\n1\nGET\ncss\nhttps://www.vendor.example/s\n\n"
	"+9\n@@|https://cdn.example$script\n++\nwww.vendor.example\n3\nGET\n"
	"script\nhttps://cdn.example/a.js\n\n"
	"+3\n||b.example^$rewrite\n<<\nwww.vendor.example\n3,1\nPOST\nping\n"
	"https://user@b.example:8443/b?c=https://z.example\n"
	"aliasURL=https://metrics.vendor.example/b\n\n"
	"+0\nvendor.example##.banner\nwww.vendor.example\ndom\n"
	"https://www.vendor.example/\n",
	/* list, markdown */
	"<details><summary>Logger output</summary>\n\n```\n"
	"+12\n||tracker.example^\n--\nwww.vendor.example\n3\nGET\nscript\n"
	"https://tracker.example/a.js\n```\n```\n"
	"+11\nwww.vendor.example\n1\nGET\ncss\nhttps://www.vendor.example/s\n"
	"```\n```\n"
	"+9\n@@|https://cdn.example$script\n++\nwww.vendor.example\n3\nGET\n"
	"script\nhttps://cdn.example/a.js\n```\n```\n"
	"+3\n||b.example^$rewrite\n<<\nwww.vendor.example\n3,1\nPOST\nping\n"
	"https://user@b.example:8443/b?c=https://z.example\n"
	"aliasURL=https://metrics.vendor.example/b\n```\n```\n"
	"+0\nvendor.example##.banner\nwww.vendor.example\ndom\n"
	"https://www.vendor.example/\n```\n</details>\n",
	/* table, plain */
	"+12\t||tracker.example^\t--\twww.vendor.example\t3\tGET\tscript\t"
	"https://tracker.example/a.js\n"
	"+11\t\t\twww.vendor.example\t1\tGET\tcss\t"
	"https://www.vendor.example/s\n"
	"+9\t@@|https://cdn.example$script\t++\twww.vendor.example\t3\tGET\t"
	"script\thttps://cdn.example/a.js\n"
	"+3\t||b.example^$rewrite\t<<\twww.vendor.example\t3,1\tPOST\tping\t"
	"https://user@b.example:8443/b?c=https://z.example\t"
	"aliasURL=https://metrics.vendor.example/b\n"
	"+0\tvendor.example##.banner\t\twww.vendor.example\t\t\tdom\t"
	"https://www.vendor.example/\n",
	/* table, markdown */
	"<details><summary>Logger output</summary>\n\n"
	"| | | | | | | | | |\n|:--- |:--- |:--- |:--- |:--- |:--- |:--- |:---\n"
	"| +12 | `\\|\\|tracker.example^` | -- | www.vendor.example | 3 | GET "
	"| "
	"script | `https://tracker.example/a.js` |\n"
	"| +11 | `` |  | www.vendor.example | 1 | GET | css | "
	"`https://www.vendor.example/s` |\n"
	"| +9 | `@@\\|https://cdn.example$script` | ++ | www.vendor.example | "
	"3 | GET | script | `https://cdn.example/a.js` |\n"
	"| +3 | `\\|\\|b.example^$rewrite` | << | www.vendor.example | 3,1 | "
	"POST | ping | `https://user@b.example:8443/b?c=https://z.example` | "
	"`aliasURL=https://metrics.vendor.example/b` |\n"
	"| +0 | `vendor.example##.banner` |  | www.vendor.example |  |  | dom "
	"| `https://www.vendor.example/` |\n</details>\n",
};

static int keep_detail(int64_t exhibit, const struct observation *o, void *ctx)
{
	(void)exhibit;
	str_puts(ctx, o->detail);
	str_putc(ctx, '\n');
	return 0;
}

static void are_rows(struct scene *s)
{
	static const struct {
		const char *host, *type, *rule;
		unsigned kind, disposition, source;
	} v[] = {
		{ "tracker.example", "https", "||tracker.example^",
			OBSERVATION_REQUEST, OBSERVATION_BLOCKED,
			OBSERVATION_SOURCE_FIELD },
		{ "www.vendor.example", "https", "", OBSERVATION_REQUEST,
			OBSERVATION_ALLOWED, OBSERVATION_SOURCE_FORMAT },
		{ "cdn.example", "https", "@@|https://cdn.example$script",
			OBSERVATION_REQUEST, OBSERVATION_ALLOWED,
			OBSERVATION_SOURCE_FIELD },
		{ "b.example", "https", "||b.example^$rewrite",
			OBSERVATION_REQUEST, OBSERVATION_REWRITTEN,
			OBSERVATION_SOURCE_FIELD },
		{ "www.vendor.example", "", "vendor.example##.banner",
			OBSERVATION_FINDING, OBSERVATION_UNKNOWN,
			OBSERVATION_SOURCE_NONE },
	};

	assert_int_equal(s->n, 5);
	assert_int_equal(s->n_bad, 0);
	for (size_t i = 0; i < 5; i++) {
		assert_string_equal(s->rows[i].host, v[i].host);
		assert_string_equal(s->rows[i].type, v[i].type);
		assert_string_equal(s->rows[i].rule, v[i].rule);
		assert_int_equal(s->rows[i].o.kind, v[i].kind);
		assert_int_equal(s->rows[i].o.disposition, v[i].disposition);
		assert_int_equal(s->rows[i].o.disposition_source, v[i].source);
	}
}

static void four_forms(void **state)
{
	struct str details = { 0 };
	struct scene s;

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, forms[i], NULL), 0);
		assert_string_equal(s.result.importer->name, "ublock");
		are_rows(&s);
		assert_int_equal(
			s.rows[0].o.precision, OBSERVATION_PRECISION_NONE);
		assert_int_equal(s.rows[0].o.ns, 0);
		str_clear(&details);
		block_each(s.store, s.result.exhibit.id, keep_detail, &details);
		assert_non_null(strstr(details.p,
			"{\"ev.alias\":\"metrics.vendor.example\",\"ev.page\":"
			"\"www.vendor.example\",\"ev.request_type\":\"ping\","
			"\"http.request.method\":\"POST\"}\n"));
		scene_close(&s);
	}
	str_release(&details);
}

/* The bytes of a row are all its lines. */
static void places(void **state)
{
	const char *second = strstr(forms[0], "+11");
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, forms[0], NULL), 0);
	assert_int_equal(s.rows[1].o.line, 10);
	assert_int_equal(s.rows[1].o.position, second - forms[0]);
	assert_int_equal(
		s.rows[1].o.length, strstr(second, "\n\n") + 1 - second);
	scene_close(&s);
}

/* Seconds since the oldest row: bounds, not instants. */
static void windows(void **state)
{
	struct importer_options options = { .zone = scene_paris(),
		.date = "2026-07-16 10:00" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, forms[2], &options), 0);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(
			s.rows[i].o.precision, OBSERVATION_PRECISION_WINDOW);
	assert_int_equal(
		s.rows[0].o.window_end, scene_at("2026-07-16T08:01:00Z"));
	assert_int_equal(
		s.rows[0].o.window_start, scene_at("2026-07-16T04:00:12Z"));
	assert_int_equal(
		s.rows[4].o.window_end, scene_at("2026-07-16T08:00:48Z"));
	assert_int_equal(
		s.rows[4].o.window_start, scene_at("2026-07-16T04:00:00Z"));
	scene_close(&s);
	scene_open(&s);
	options.date = "2026-07-16";
	assert_int_equal(scene_import(&s, NULL, forms[2], &options), 0);
	assert_int_equal(
		s.rows[0].o.window_end, scene_at("2026-07-16T22:00:00Z"));
	assert_int_equal(
		s.rows[4].o.window_start, scene_at("2026-07-15T18:00:00Z"));
	options.zone = NULL;
	options.date = "2026-07-17";
	assert_int_equal(
		scene_import(&s, NULL, forms[2], &options), ERR_INVALID);
	scene_says("--tz Europe/Paris");
	options.zone = scene_paris();
	options.date = "yesterday";
	assert_true(scene_import(&s, NULL, forms[2], &options) != 0);
	scene_says("--date");
	scene_close(&s);
}

/* Times of day, newest first, over midnight. */
static void wall_clock(void **state)
{
	static const char log[] =
		"00:00:10\twww.a.example\t1\tGET\tcss\thttps://a.example/\n"
		"00:00:10\twww.a.example\t1\tGET\tcss\thttps://b.example/\n"
		"23:59:50\twww.a.example\t1\tGET\tcss\thttps://c.example/\n";
	const struct importer_options options = { .zone = scene_paris(),
		.date = "2026-07-16" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_string_equal(s.result.importer->name, "ublock");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T00:00:10+02:00"));
	assert_int_equal(s.rows[1].o.ns, scene_at("2026-07-16T00:00:10+02:00"));
	assert_int_equal(s.rows[2].o.ns, scene_at("2026-07-15T23:59:50+02:00"));
	assert_int_equal(s.rows[2].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[2].o.zone, OBSERVATION_ZONE_GIVEN);
	scene_close(&s);
}

#define ROW(time, host) time "\twww.a.example\t1\tGET\tcss\thttps://" host "/\n"

/* Rows somewhat out of order stay on their day. */
static void disorder(void **state)
{
	static const char log[] = ROW("00:00:12", "a.example")
		ROW("00:00:10", "b.example") ROW("00:00:11", "c.example")
			ROW("23:59:59", "d.example")
				ROW("00:00:01", "e.example")
					ROW("23:59:58", "f.example");
	static const char *const at[] = { "2026-07-16T00:00:12+02:00",
		"2026-07-16T00:00:10+02:00", "2026-07-16T00:00:11+02:00",
		"2026-07-15T23:59:59+02:00", "2026-07-16T00:00:01+02:00",
		"2026-07-15T23:59:58+02:00" };
	/* The export may be dated a little too early. */
	static const char *const dates[] = { "2026-07-16", "2026-07-16 00:00",
		"2026-07-16 00:05" };
	struct importer_options options = { .zone = scene_paris() };
	struct scene s;

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		options.date = dates[k];
		scene_open(&s);
		assert_int_equal(scene_import(&s, NULL, log, &options), 0);
		assert_int_equal(s.n, 6);
		for (size_t i = 0; i < 6; i++)
			assert_int_equal(s.rows[i].o.ns, scene_at(at[i]));
		scene_close(&s);
	}
	options.date = "2026-07-16 08:00";
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 ROW("08:07:00", "a.example")
					 ROW("08:06:00", "b.example"),
				 &options),
		0);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T08:07:00+02:00"));
	options.date = "2026-07-16 00:30";
	assert_int_equal(scene_import(&s, NULL,
				 ROW("23:58:00", "a.example")
					 ROW("23:57:00", "b.example"),
				 &options),
		0);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-15T23:58:00+02:00"));
	scene_close(&s);
}

static void bad(void **state)
{
	static const char log[] =
		"+12\twww.a.example\t1\tGET\tcss\thttps://a.example/\n"
		"nonsense\n"
		"+11\twww.a.example\t1\tGET\tcss\n"
		"+x\twww.a.example\t1\tGET\tcss\thttps://a.example/\n"
		"+9\twww.a.example\t1\tGET\tcss\thttps://a\x01.example/\n"
		"+8\ta\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\thttps://a.example/\n"
		"+7\n||b.exam";
	static const char *const reasons[] = { "no time at the start",
		"no address of a request", "no time at the start",
		"no address of a request", "more fields than a row has",
		"no address of a request" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "ublock", log, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < 6; i++) {
		assert_string_equal(s.bad[i].reason, reasons[i]);
		assert_int_equal(s.bad[i].line, i + 2);
	}
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(four_forms),
		cmocka_unit_test(places),
		cmocka_unit_test(windows),
		cmocka_unit_test(wall_clock),
		cmocka_unit_test(disorder),
		cmocka_unit_test(bad),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
