/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

static void by_heading(void **state)
{
	struct importer_options options = {
		.map = "time=Date,host=domain,disposition=Action,client=Device,"
		       "app=App,type=Type,rule=List,count=Hits",
		.time_format = "d/m/Y H:M:S",
		.delimiter = ";",
		.blocked = "BLOCK,REFUSED",
		.allowed = "OK",
		.zone = scene_paris(),
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, "csv",
			"Date;Device;Domain;Action;App;Type;List;Hits\n"
			"14/09/2026 08:12:40;phone;push.vendor.example;"
			"BLOCK;\"Watch; app\";A;ads;1\n"
			"14/09/2026 08:12:41;phone;x.example;REFUSED;;;;3\n"
			"14/09/2026 08:12:42;phone;x.example;OK;;;;1\n"
			"14/09/2026 08:12:43;phone;x.example;ok;;;;1\n"
			"14/09/2026 08:12:44;phone;x.example;;;;;1\n",
			&options),
		0);
	assert_int_equal(s.n, 5);
	assert_int_equal(s.n_bad, 0);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-09-14T08:12:40+02:00"));
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_string_equal(s.rows[0].client, "phone");
	assert_string_equal(s.rows[0].app, "Watch; app");
	assert_string_equal(s.rows[0].type, "A");
	assert_string_equal(s.rows[0].rule, "ads");
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[1].o.count, 3);
	assert_int_equal(s.rows[1].o.count_kind, OBSERVATION_COUNT_AGGREGATE);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ALLOWED);
	/* Another value, or none, means nothing. */
	for (int i = 3; i < 5; i++) {
		assert_int_equal(s.rows[i].o.disposition, OBSERVATION_UNKNOWN);
		assert_int_equal(s.rows[i].o.disposition_source,
			OBSERVATION_SOURCE_NONE);
	}
	scene_close(&s);
}

static void by_number(void **state)
{
	struct importer_options options = { .map = "time=1,host=2",
		.time_format = "epoch-ms" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "1536048591222,a.example\n"
				 "1536048591222.5,b.example\n"
				 "soon,c.example\n"
				 "1536048591222\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.n_bad, 2);
	assert_string_equal(s.bad[0].reason, "no time");
	assert_string_equal(s.bad[1].reason, "no host name");
	scene_close(&s);
}

static void offsets(void **state)
{
	struct importer_options options = { .map = "time=t,host=h" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "t,h\n2026-09-14T08:12:40+02:00,a.example\n"
				 "2026-09-14T06:12:40.123456Z,a.example\n"
				 "2026-09-14T06:12:40,a.example\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_OFFSET);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_US);
	assert_int_equal(s.rows[1].o.ns - s.rows[0].o.ns, 123456000);
	assert_int_equal(s.n_bad, 1);
	scene_close(&s);
}

/* Clocks go forward at 2:00 and back at 3:00. */
static void clock_changes(void **state)
{
	struct importer_options options = { .map = "time=1,host=2",
		.time_format = "Y-m-d H:M",
		.zone = scene_paris() };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "2026-03-29 02:30,a.example\n"
				 "2026-10-25 02:30,a.example\n"
				 "2026-10-25 04:30,a.example\n",
				 &options),
		0);
	assert_int_equal(s.rows[0].o.mark, OBSERVATION_MARK_GAP);
	assert_int_equal(s.rows[1].o.mark, OBSERVATION_MARK_REPEAT);
	assert_int_equal(s.rows[2].o.mark, OBSERVATION_MARK_NONE);
	assert_int_equal(s.rows[2].o.precision, OBSERVATION_PRECISION_MIN);
	scene_close(&s);
}

/* A record over several lines; its place is all of them. */
static void over_lines(void **state)
{
	struct importer_options options = { .map = "time=t,host=h,app=a",
		.time_format = "epoch-s" };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "t,h,a\n1536048591,a.example,\"two\nlines\"\n"
				 "1536048592,b.example,\"never\n"
				 "1536048593,c.example,z\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].app, "two\\x0Alines");
	assert_int_equal(s.rows[0].o.position, 6);
	assert_int_equal(s.rows[0].o.length, 33);
	assert_string_equal(s.rows[1].host, "c.example");
	assert_int_equal(s.n_bad, 1);
	assert_int_equal(s.bad[0].line, 4);
	assert_string_equal(s.bad[0].reason, "a quote is not closed");
	scene_close(&s);
}

static void refuse(struct scene *s, const struct importer_options *options,
	const char *words)
{
	assert_int_equal(
		scene_import(s, "csv", "When,Domain\n1,x.example\n", options),
		ERR_INVALID);
	scene_says(words);
}

static void refused(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	refuse(&s, &(struct importer_options){ 0 }, "needs --map");
	refuse(&s, &(struct importer_options){ .map = "time=When" },
		"at least time=COLUMN and host=COLUMN");
	refuse(&s, &(struct importer_options){ .map = "when=1,host=2" },
		"'when=1' is not known");
	refuse(&s, &(struct importer_options){ .map = "time,host=2" },
		"'time' is not known");
	refuse(&s, &(struct importer_options){ .map = "time=When,host=Host" },
		"no column 'Host'; it has: When, Domain");
	refuse(&s,
		&(struct importer_options){
			.map = "time=1,host=2", .time_format = "Y-m-d" },
		"have no zone");
	refuse(&s,
		&(struct importer_options){ .map = "time=1,host=2",
			.time_format = "epoch",
			.zone = scene_paris() },
		"has no 'e'");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_heading),
		cmocka_unit_test(by_number),
		cmocka_unit_test(offsets),
		cmocka_unit_test(clock_changes),
		cmocka_unit_test(over_lines),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
