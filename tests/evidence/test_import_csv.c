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
				 "1536048591222,\n"
				 "1536048591222\n"
				 "1536048591222,a.example,more\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_UNKNOWN);
	assert_int_equal(s.n_bad, 4);
	assert_string_equal(s.bad[0].reason, "no valid time");
	assert_string_equal(s.bad[1].reason, "no host name");
	assert_string_equal(
		s.bad[2].reason, "fewer fields than the heading has");
	assert_string_equal(
		s.bad[3].reason, "more fields than the heading has");
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
			.time_format = "soon",
			.zone = scene_paris() },
		"has no 's'");
	refuse(&s, &(struct importer_options){ .map = "time=1,host=9" },
		"no column '9'; it has: When, Domain");
	refuse(&s,
		&(struct importer_options){
			.mapping = "format = jsonl\ntime = a\nhost = b\n" },
		"for the format jsonl, not csv");
	scene_close(&s);
}

/* As Excel writes it in Europe, in two columns, from a mapping file. */
static void european(void **state)
{
	static const struct importer_options options = {
		.mapping = "delimiter = ;\ndate = Datum\ntime = Uhrzeit\n"
			   "host = Dom\xC3\xA4ne\nclient = Ger\xC3\xA4t\n"
			   "time_format = %d.%m.%y %H:%M:%S,%f\n"
			   "tz = Europe/Paris\ncomment = #\n"
			   "disposition = Status\nblocked = gesperrt, zu\n"
			   "rewritten = umgeleitet\nerror = Fehler\n",
	};
	static const char text[] =
		"\xEF\xBB\xBFsep=;\r\n"
		"Datum ;Uhrzeit;Dom\xC3\xA4ne; Ger\xC3\xA4t;Status\r\n"
		"# made by hand\r\n"
		"14.09.26; 08:12:40,5 ; Push.Vendor.example:443;=cmd|x;zu\r\n"
		"14.09.26;08:12:41;https://api.vendor.example/a?b=c;;"
		"umgeleitet\r\n"
		"14.09.26;08:12:42;x.example;;Fehler\r\n"
		"31.02.26;08:12:43;x.example;;\r\n"
		"14.09.26;;x.example;;\r\n"
		"14.09.26;08:12:44;b\xC3\xBC.example\0;;";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, "csv", text, sizeof(text) - 1, &options),
		0);
	assert_int_equal(s.n, 3);
	assert_int_equal(
		s.rows[0].o.ns, scene_at("2026-09-14T08:12:40.5+02:00"));
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_GIVEN);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_string_equal(s.rows[0].client, "=cmd|x");
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(s.rows[0].o.line, 4);
	assert_string_equal(s.rows[1].host, "api.vendor.example");
	assert_int_equal(s.rows[1].o.precision, OBSERVATION_PRECISION_S);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_REWRITTEN);
	assert_int_equal(s.rows[2].o.disposition, OBSERVATION_ERROR);
	assert_int_equal(s.n_bad, 3);
	assert_string_equal(s.bad[0].reason, "a time of another form");
	assert_string_equal(s.bad[1].reason, "a time of another form");
	assert_string_equal(s.bad[2].reason, "NUL bytes");
	scene_close(&s);
}

/* The way back: the mapping is kept with the import, and given again it
 * changes nothing; another one reads anew. */
static void kept(void **state)
{
	struct importer_options options = {
		.mapping = "time = t\nhost = h\ntime_format = epoch-s\n"
	};
	static const char text[] = "t,h,g\n1536048591,a.example,b.example\n";
	struct block_import import = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv", text, &options), 0);
	assert_false(s.result.known);
	assert_int_equal(
		block_import_find(&import, s.store, s.result.exhibit.id), 0);
	assert_string_equal(import.options,
		"{\"mapping\":\"time = t\\nhost = h\\n"
		"time_format = epoch-s\\n\"}");
	free((char *)(uintptr_t)import.importer);
	free((char *)(uintptr_t)import.options);
	assert_int_equal(scene_import(&s, "csv", text, &options), 0);
	assert_true(s.result.known);
	options.mapping = "time = t\nhost = g\ntime_format = epoch-s\n";
	assert_int_equal(scene_import(&s, "csv", text, &options), 0);
	assert_false(s.result.known);
	assert_string_equal(s.rows[0].host, "b.example");
	scene_close(&s);
}

/* UTF-16 with a mark, tabs, and a field of 10 kB. */
static void hostile(void **state)
{
	static char text[12000];
	static char wide[24000];
	struct importer_options options = { .map = "time=t,host=h,app=a",
		.time_format = "epoch",
		.delimiter = "\\t" };
	struct scene s;
	size_t n;

	(void)state;
	strcpy(text, "t\th\ta\n1536048591,25\tx.example\t");
	memset(text + strlen(text), 'z', 10240);
	strcat(text, "\n1536048592\t");
	memset(text + strlen(text), 'y', 300);
	strcat(text, ".example\t\x1B[2Jq\n");
	n = strlen(text);
	wide[0] = '\xFF';
	wide[1] = '\xFE';
	for (size_t i = 0; i < n; i++)
		wide[2 + 2 * i] = text[i];
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, "csv", wide, 2 + 2 * n, &options), 0);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.ns, INT64_C(1536048591250000000));
	assert_int_equal(s.n_bad, 1);
	assert_string_equal(s.bad[0].reason, "no host name");
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
		cmocka_unit_test(european),
		cmocka_unit_test(kept),
		cmocka_unit_test(hostile),
		cmocka_unit_test(refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
