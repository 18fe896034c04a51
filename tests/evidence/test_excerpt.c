/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"
#include "tests/evidence/scene.h"

#include "evidence/excerpt.h"
#include "evidence/observe.h"
#include "tests/evidence/database.h"
#include "tests/evidence/pack.h"
#include "tests/evidence/packets.h"

static int make(struct excerpt *e, struct scene *s, const char *glob)
{
	const char *const globs[] = { glob, NULL };

	return excerpt_make(e, s->store, s->result.exhibit.id, globs);
}

static void table(void **state)
{
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "timestamp,type,host\r\n"
				 "1536048591222,a,www.other.example\r\n"
				 "1536048591223,b,PUSH.vendor.example\r\n"
				 "nonsense\r\n"
				 "1536048591224,a,push.vendor.example",
				 NULL),
		0);
	assert_int_equal(make(&e, &s, "push.vendor.example"), 0);
	assert_string_equal(e.v[0].text.p,
		"timestamp,type,host\r\n"
		"1536048591223,b,PUSH.vendor.example\r\n"
		"1536048591224,a,push.vendor.example");
	assert_int_equal(e.v[0].lines, 2);
	assert_int_equal(e.rows, 2);
	assert_int_equal(e.total, 3);
	assert_int_equal(e.v[0].first_line, 3);
	assert_int_equal(e.v[0].last_line, 5);
	assert_true(e.v[0].heading);
	excerpt_release(&e);
	assert_int_equal(make(&e, &s, "nobody.example"), ERR_NOTFOUND);
	scene_says("no record of exhibit 1 names 'nobody.example'");
	scene_close(&s);
}

/* A first line that is data, or bad, is no heading. */
static void no_heading(void **state)
{
	const struct importer_options options = { .map = "time=1,host=2",
		.time_format = "epoch-s" };
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "1536048591,a.example\n1536048592,b.example\n",
				 &options),
		0);
	assert_int_equal(make(&e, &s, "b.example"), 0);
	assert_string_equal(e.v[0].text.p, "1536048592,b.example\n");
	assert_false(e.v[0].heading);
	excerpt_release(&e);
	assert_int_equal(
		scene_import(&s, "csv", "secret,note\n1536048592,b.example\n",
			&options),
		0);
	assert_int_equal(make(&e, &s, "b.example"), 0);
	assert_string_equal(e.v[0].text.p, "1536048592,b.example\n");
	excerpt_release(&e);
	scene_close(&s);
}

/* The lines that say what became of a look-up belong to it. */
static void verdicts(void **state)
{
	struct importer_options options = { .zone = scene_paris(),
		.year = 2026 };
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL,
				 "Jul 16 09:00:00 dnsmasq[1]: query[A] "
				 "x.example from 192.0.2.7\n"
				 "Jul 16 09:00:00 dnsmasq[1]: query[A] "
				 "private.example from 192.0.2.8\n"
				 "Jul 16 09:00:00 dnsmasq[1]: gravity blocked "
				 "x.example is 0.0.0.0\n"
				 "Jul 16 09:00:00 dnsmasq[1]: cached "
				 "private.example is 198.51.100.3\n",
				 &options),
		0);
	assert_int_equal(make(&e, &s, "x.example"), 0);
	assert_string_equal(e.v[0].text.p,
		"Jul 16 09:00:00 dnsmasq[1]: query[A] "
		"x.example from 192.0.2.7\n"
		"Jul 16 09:00:00 dnsmasq[1]: gravity "
		"blocked x.example is 0.0.0.0\n");
	assert_int_equal(e.v[0].lines, 2);
	assert_int_equal(e.rows, 1);
	assert_int_equal(e.total, 2);
	excerpt_release(&e);
	scene_close(&s);
}

/* UTF-16 keeps its mark, a record over two lines both. */
static void shapes(void **state)
{
	static const char utf16[] = "\xFF\xFE"
				    "1\0,\0a\0.\0b\0\n\0"
				    "2\0,\0c\0.\0d\0\n\0";
	struct importer_options options = { .map = "time=1,host=2",
		.time_format = "epoch-s" };
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import_bytes(
				 &s, "csv", utf16, sizeof(utf16) - 1, &options),
		0);
	assert_int_equal(make(&e, &s, "c.d"), 0);
	assert_int_equal(e.v[0].text.len, 14);
	assert_memory_equal(e.v[0].text.p,
		"\xFF\xFE"
		"2\0,\0c\0.\0d\0\n\0",
		14);
	excerpt_release(&e);
	options.map = "time=t,host=h,app=a";
	assert_int_equal(scene_import(&s, "csv",
				 "t,h,a\n1,a.b,\"x\ny\"\n2,c.d,z\n", &options),
		0);
	assert_int_equal(make(&e, &s, "a.b"), 0);
	assert_string_equal(e.v[0].text.p, "t,h,a\n1,a.b,\"x\ny\"\n");
	excerpt_release(&e);
	scene_close(&s);
}

/* Longer than the pieces an object is given in. */
static void large(void **state)
{
	struct str log = { 0 };
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	str_puts(&log, "timestamp,type,host\n");
	for (int i = 0; i < 200000; i++)
		str_printf(&log, "%lld,a,h%d.vendor.example\n",
			1536048591222LL + i * 2000LL, i % 1000);
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, log.p, NULL), 0);
	assert_int_equal(make(&e, &s, "h7.vendor.example"), 0);
	assert_int_equal(e.v[0].lines, 200);
	assert_int_equal(e.v[0].text.len, 20 + 200 * 34);
	assert_null(strstr(e.v[0].text.p, "h8.vendor.example"));
	excerpt_release(&e);
	str_release(&log);
	scene_close(&s);
}

/* What is packed is unpacked, and its lines are as they stand there. */
static void gzipped(void **state)
{
	struct excerpt e = { 0 };
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = pack_file(&s, PACK_GZIP,
		"timestamp,type,host\r\n"
		"1536048591222,a,www.other.example\r\n"
		"1536048591223,b,push.vendor.example\r\n");
	assert_int_equal(scene_import_path(&s, NULL, path, NULL), 0);
	unlink(path); /* what is kept is enough */
	assert_int_equal(make(&e, &s, "push.*"), 0);
	assert_int_equal(e.n, 1);
	assert_true(e.unpacked);
	assert_string_equal(e.v[0].text.p,
		"timestamp,type,host\r\n"
		"1536048591223,b,push.vendor.example\r\n");
	assert_int_equal(e.v[0].first_line, 3);
	excerpt_release(&e);
	scene_close(&s);
}

/* Each member gives its own part, with its own heading; a member that tells
 * of no such host none. */
static void members(void **state)
{
	static const struct pack_member two[] = {
		{ "requests.csv", "timestamp,type,host\n"
				  "1536048591222,a,www.other.example\n"
				  "1536048591223,b,push.vendor.example\n" },
		{ "older/none.csv", "timestamp,type,host\n"
				    "1436048591222,a,www.other.example\n" },
		{ "older/requests.csv", "timestamp,type,host\n"
					"1436048591222,a,push.vendor.example\n"
					"nonsense\n"
					"1436048591223,a,mail.other.example" },
		{ NULL, NULL },
	};
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_path(&s, "blokada", pack_zip(&s, two), NULL), 0);
	assert_int_equal(s.n, 5);
	assert_int_equal(make(&e, &s, "push.vendor.example"), 0);
	assert_int_equal(e.n, 2);
	assert_string_equal(e.v[0].member, "requests.csv");
	assert_string_equal(e.v[0].text.p,
		"timestamp,type,host\n"
		"1536048591223,b,push.vendor.example\n");
	assert_string_equal(e.v[1].member, "older/requests.csv");
	assert_string_equal(e.v[1].text.p,
		"timestamp,type,host\n"
		"1436048591222,a,push.vendor.example\n");
	assert_int_equal(e.v[1].first_line, 2);
	assert_int_equal(e.rows, 2);
	assert_int_equal(e.total, 5);
	excerpt_release(&e);
	scene_close(&s);
}

/* UTF-16 in gzip keeps its mark too. */
static void packed_utf16(void **state)
{
	static const char utf16[] = "\xFF\xFE"
				    "1\0,\0a\0.\0b\0\n\0"
				    "2\0,\0c\0.\0d\0\n\0";
	struct importer_options options = { .map = "time=1,host=2",
		.time_format = "epoch-s" };
	struct excerpt e = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		scene_import_path(&s, "csv",
			pack_bytes(&s, PACK_ZSTD, utf16, sizeof(utf16) - 1),
			&options),
		0);
	assert_int_equal(make(&e, &s, "c.d"), 0);
	assert_int_equal(e.v[0].text.len, 14);
	assert_memory_equal(e.v[0].text.p,
		"\xFF\xFE"
		"2\0,\0c\0.\0d\0\n\0",
		14);
	excerpt_release(&e);
	scene_close(&s);
}

static void statements(void **state)
{
	struct observe_order order = { .ns = 1,
		.precision = OBSERVATION_PRECISION_DAY,
		.zone = "UTC",
		.host = "x.example",
		.disposition = OBSERVATION_BLOCKED };
	struct excerpt e = { 0 };
	struct scene s;
	int64_t picture;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		observe_add(&s.result.exhibit, &picture, s.store, &order), 0);
	assert_int_equal(make(&e, &s, "x.example"), 0);
	assert_int_equal(e.v[0].text.len, s.result.exhibit.size);
	excerpt_release(&e);
	s.result.exhibit.id = 99;
	assert_int_equal(make(&e, &s, "x.example"), ERR_NOTFOUND);
	scene_says("exhibit 99");
	scene_close(&s);
}

/* The chosen records in our own form, with their place in the whole. */
static void is_record(struct scene *s, const char *format, const char *place)
{
	struct excerpt e = { 0 };

	assert_int_equal(make(&e, s, "push.vendor.example"), 0);
	assert_int_equal(e.n, 1);
	assert_true(e.v[0].records);
	assert_int_equal(e.v[0].lines, 1);
	assert_int_equal(e.v[0].first_line, 0);
	assert_non_null(strstr(e.v[0].text.p, "constat.records/1"));
	assert_non_null(strstr(e.v[0].text.p, format));
	assert_non_null(strstr(e.v[0].text.p, place));
	assert_null(strstr(e.v[0].text.p, "other.example"));
	excerpt_release(&e);
}

/* A row of a database is nowhere in one piece, a packet is no line. */
static void without_lines(void **state)
{
	struct str file = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		database_import(&s,
			"CREATE TABLE dns_logs(dlid INTEGER PRIMARY KEY, "
			"timestamp DATETIME, client_ip TEXT, response_type, "
			"rcode, qname TEXT, qtype, answer TEXT);"
			"INSERT INTO dns_logs VALUES (1, '2026-07-16 "
			"07:22:40', '192.0.2.7', 4, 3, 'push.vendor.example', "
			"1, NULL), (2, '2026-07-16 07:22:41', '192.0.2.7', 4, "
			"3, 'other.example', 1, NULL);"),
		0);
	is_record(&s, "\"ev.format\":\"technitium\"",
		"\"ev.member\":\"dns_logs\",\"ev.line\":1");
	pcap_begin(&file, 101);
	pcap_add(&file, 1784186560000000,
		udp("192.0.2.7", 5000, "9.9.9.9", 53,
			dns_query(7, "push.vendor.example", 1)));
	assert_int_equal(
		scene_import_bytes(&s, NULL, file.p, file.len, NULL), 0);
	is_record(&s, "\"ev.format\":\"pcap\"", "\"log.offset\":24");
	str_release(&file);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(no_heading),
		cmocka_unit_test(verdicts),
		cmocka_unit_test(shapes),
		cmocka_unit_test(large),
		cmocka_unit_test(gzipped),
		cmocka_unit_test(members),
		cmocka_unit_test(packed_utf16),
		cmocka_unit_test(statements),
		cmocka_unit_test(without_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
