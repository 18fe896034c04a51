/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/forms.h"

#define ALL                                                                    \
	"\"uid\",\"daddr\",\"time\",\"uncertain\",\"Tracker\",\"Category\","   \
	"\"Package\",\"App\"\n"
#define ONE                                                                    \
	"\"daddr\",\"time\",\"uncertain\",\"Tracker Name\",\"Tracker "         \
	"Category\"\n"

static void all_apps(void **state)
{
	static const char text[] =
		ALL "\"10145\",\"Push.vendor.example\",\"1536048591222\",\"2\","
		    "\"Vendor, \"\"Inc\"\"\",\"Push\",\"com.vendor.app\","
		    "\"Vendor\"\n"
		    "\"1000\",\"x.example\",\"1536048591000\",\"0\",,,\"\","
		    "\"System, shared\"\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_string_equal(s.result.importer->name, "trackercontrol");
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].app, "com.vendor.app");
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_LAST);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.rows[0].o.kind, OBSERVATION_CONNECTION);
	assert_string_equal(s.rows[0].detail,
		"{\"ev.app_name\":\"Vendor\",\"ev.tracker\":\"Vendor, "
		"\\\"Inc\\\"\",\"ev.tracker_category\":\"Push\","
		"\"ev.uncertain\":2}");
	assert_string_equal(s.rows[1].app, "System, shared");
	assert_string_equal(s.rows[1].detail, "");
	forms_check(&s, "trackercontrol", text, 2, NULL);
	scene_close(&s);
}

static const char *app_of(struct scene *s, const char *file)
{
	static const char text[] =
		ONE "\"x.example\",\"1536048591222\",\"0\",\"\",\"\"\n";
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = { .options = &none, .about = &about };

	/* The same bytes are the same exhibit: each name has its own. */
	static int count;
	char other[sizeof(text)];

	memcpy(other, text, sizeof(text));
	strstr(other, "222")[2] = (char)('0' + count++);
	order.path = scene_file(s, file, other, sizeof(text) - 1);
	s->n = 0;
	intake_result_release(&s->result);
	assert_int_equal(intake_log(&s->result, s->store, &order), 0);
	assert_int_equal(
		block_each(s->store, s->result.exhibit.id, scene_row, s), 0);
	assert_int_equal(s->n, 1);
	return s->rows[0].app;
}

static void one_app(void **state)
{
	static const char *const cases[][2] = {
		{ "com.vendor.app_20180904.csv", "com.vendor.app" },
		{ "com.vendor.app_20180904 (1).csv", "com.vendor.app" },
		{ "org.a_b.C2_20180904.csv", "org.a_b.C2" },
		{ "x.csv", "" },
		{ "export_20180904.csv", "" },
		{ "com.vendor.app_2018.csv", "" },
		{ "com..app_20180904.csv", "" },
		{ "com.vendor app_20180904.csv", "" },
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(app_of(&s, cases[i][0]), cases[i][1]);
	scene_close(&s);
}

static void bad_lines(void **state)
{
	static const char text[] = ONE "\"x.example\",\"1536048591222\"\n"
				       "\"x y\",\"1536048591222\",0,,\n"
				       "x.example,soon,0,,\n"
				       "x.example,,0,,\n"
				       "x.example,1536048591222,yes,,\n"
				       "x.example,1536048591222,3,,\n"
				       "\"x.example,1536048591222,0,,\n";
	static const char *const reasons[] = {
		"fewer fields than the heading has", "no host name",
		"no valid time", "no time",
		"no word on how certain the host is", "a quote is not closed"
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, text, NULL), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.n_bad, 6);
	for (size_t i = 0; i < s.n_bad; i++)
		assert_string_equal(s.bad[i].reason, reasons[i]);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_apps),
		cmocka_unit_test(one_app),
		cmocka_unit_test(bad_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
