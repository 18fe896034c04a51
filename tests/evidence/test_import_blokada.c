/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#define HEADER "timestamp,type,host\n"

static void immediate(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 HEADER "1536048591222,b,push.vendor.example\n"
					"1536048592000,a,www.other.example\r\n"
					"1536048592001,a,LAST.example.",
				 NULL),
		0);
	assert_string_equal(s.result.importer->name, "blokada");
	assert_int_equal(s.n, 3);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "push.vendor.example");
	assert_int_equal(s.rows[0].o.ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(s.rows[0].o.disposition, OBSERVATION_BLOCKED);
	assert_int_equal(
		s.rows[0].o.disposition_source, OBSERVATION_SOURCE_FIELD);
	assert_int_equal(s.rows[0].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[0].o.zone, OBSERVATION_ZONE_EPOCH);
	assert_int_equal(s.rows[0].o.year, OBSERVATION_YEAR_RECORD);
	assert_int_equal(s.rows[0].o.count_kind, OBSERVATION_COUNT_EXACT);
	assert_int_equal(s.rows[0].o.line, 2);
	assert_int_equal(s.rows[0].o.position, strlen(HEADER));
	assert_int_equal(s.rows[0].o.length, 36);
	assert_int_equal(s.rows[1].o.disposition, OBSERVATION_ALLOWED);
	assert_string_equal(s.rows[2].host, "last.example");
	scene_close(&s);
}

static void bad_lines(void **state)
{
	static const char *const reasons[] = { "no timestamp",
		"timestamp is no number of milliseconds",
		"timestamp is no number of milliseconds",
		"timestamp is no number of milliseconds",
		"type is neither a nor b", "type is neither a nor b",
		"no host name", "no host name", "no host name" };
	static const char log[] = HEADER "1536048591222,a,good.example\n"
					 "nonsense\n"
					 "0,a,x.example\n"
					 "99999999999999999999,a,x.example\n"
					 " 1536048591222,a,x.example\n"
					 "1536048591222,c,x.example\n"
					 "1536048591222,ab,x.example\n"
					 "1536048591222,a,not a host\n"
					 "1536048591222,a,x\0y.example\n"
					 "1536048591222,a,h\xC3\n"
					 "1536048591223,b,good.example\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, NULL, log, sizeof(log) - 1, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, sizeof(reasons) / sizeof(reasons[0]));
	for (size_t i = 0; i < s.n_bad; i++) {
		assert_int_equal(s.bad[i].line, i + 3);
		assert_string_equal(s.bad[i].reason, reasons[i]);
	}
	assert_int_equal(s.rows[1].o.line, 12);
	scene_close(&s);
}

/* A batch of n rows at one moment, newest first: h<n>, …, h1. */
static void put_batch(struct str *log, int64_t ms, int n)
{
	for (int i = 0; i < n; i++)
		str_printf(log, "%lld,%c,h%d.example\n",
			(long long)(ms + i / 10), i % 2 ? 'b' : 'a', n - i);
}

static void batched(void **state)
{
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&log, HEADER);
	put_batch(&log, 1587000000000, 50);
	put_batch(&log, 1587000600000, 50);
	put_batch(&log, 1587001200000, 3);
	assert_int_equal(scene_import(&s, NULL, log.p, NULL), 0);
	assert_int_equal(s.n, 103);
	assert_string_equal(s.rows[0].host, "h1.example");
	assert_string_equal(s.rows[49].host, "h50.example");
	assert_string_equal(s.rows[50].host, "h1.example");
	for (size_t i = 0; i < s.n; i++) {
		const struct observation *o = &s.rows[i].o;

		assert_int_equal(o->precision, OBSERVATION_PRECISION_WINDOW);
		assert_int_equal(o->count_kind, OBSERVATION_COUNT_LOWER_BOUND);
		assert_int_equal(o->window_end, o->ns);
	}
	/* Of the first batch nobody knows since when. */
	assert_int_equal(s.rows[0].o.window_start, 0);
	assert_int_equal(
		s.rows[50].o.window_start, INT64_C(1587000000004) * 1000000);
	assert_int_equal(
		s.rows[102].o.window_start, INT64_C(1587000600004) * 1000000);
	assert_int_equal(s.rows[0].o.line, 51);
	str_release(&log);
	scene_close(&s);
}

/* An update in the middle of a file. */
static void mixed(void **state)
{
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&log, HEADER);
	for (int i = 0; i < 20; i++)
		str_printf(&log, "%lld,a,old%d.example\n",
			1586000000000LL + i * 60000LL, i);
	put_batch(&log, 1587000000000, 50);
	put_batch(&log, 1587000600000, 4);
	assert_int_equal(scene_import(&s, NULL, log.p, NULL), 0);
	assert_int_equal(s.n, 74);
	assert_int_equal(s.rows[19].o.precision, OBSERVATION_PRECISION_MS);
	assert_int_equal(s.rows[20].o.precision, OBSERVATION_PRECISION_WINDOW);
	assert_int_equal(s.rows[20].o.window_start, s.rows[19].o.ns);
	assert_int_equal(s.rows[73].o.precision, OBSERVATION_PRECISION_WINDOW);
	str_release(&log);
	scene_close(&s);
}

/* A burst of requests looks like a batch; what follows it does not. */
static void burst(void **state)
{
	struct str log = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	str_puts(&log, HEADER);
	put_batch(&log, 1586000000000, 12);
	for (int i = 0; i < 40; i++)
		str_printf(&log, "%lld,a,later%d.example\n",
			1586000060000LL + i * 60000LL, i);
	assert_int_equal(scene_import(&s, NULL, log.p, NULL), 0);
	assert_int_equal(s.n, 52);
	assert_int_equal(s.rows[11].o.precision, OBSERVATION_PRECISION_WINDOW);
	for (size_t i = 12; i < s.n; i++)
		assert_int_equal(
			s.rows[i].o.precision, OBSERVATION_PRECISION_MS);
	str_release(&log);
	scene_close(&s);
}

static void encodings(void **state)
{
	static const char utf16[] =
		"\xFF\xFE"
		"t\0i\0m\0e\0s\0t\0a\0m\0p\0,\0t\0y\0p\0e\0,"
		"\0h\0o\0s\0t\0\r\0\n\0"
		"1\0005\0003\0006\0000\0004\0008\0005\0009"
		"\0001\0002\0002\0002\0,\0b\0,\0x\0.\0y\0\n";
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, "blokada", utf16, sizeof(utf16), NULL),
		0);
	assert_int_equal(s.n, 1);
	assert_string_equal(s.rows[0].host, "x.y");
	assert_int_equal(s.rows[0].o.position, 44);
	assert_int_equal(
		scene_import(&s, NULL,
			"\xEF\xBB\xBF" HEADER "1536048591222,b,bom.example\n",
			NULL),
		0);
	assert_int_equal(s.n_bad, 0);
	assert_string_equal(s.rows[0].host, "bom.example");
	scene_close(&s);
}

static void nothing_read(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import(&s, NULL, HEADER "x\ny\n", NULL), ERR_PARSE);
	scene_says("not one line of '");
	scene_says("(line 2: no timestamp)");
	assert_int_equal(scene_import(&s, NULL, HEADER, NULL), ERR_PARSE);
	scene_says("holds no record");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(immediate),
		cmocka_unit_test(bad_lines),
		cmocka_unit_test(batched),
		cmocka_unit_test(mixed),
		cmocka_unit_test(burst),
		cmocka_unit_test(encodings),
		cmocka_unit_test(nothing_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
