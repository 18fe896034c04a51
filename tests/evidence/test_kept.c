/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/pack.h"
#include "tests/evidence/scene.h"

#include "base/str.h"
#include "evidence/kept.h"

static int take(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

static void expect_bytes(
	struct kept *k, uint64_t position, uint64_t length, const char *want)
{
	struct str got = { 0 };

	assert_int_equal(kept_bytes(k, position, length, take, &got), 0);
	assert_int_equal(got.len, strlen(want));
	assert_memory_equal(got.p != NULL ? got.p : "", want, got.len);
	str_release(&got);
}

static void keep(struct scene *s, struct kept *k, const char *path)
{
	struct digest content;

	assert_int_equal(store_begin(s->store), 0);
	assert_int_equal(
		object_put_file(s->store, path, &content, NULL, NULL), 0);
	assert_int_equal(store_end(s->store, 0), 0);
	unlink(path);
	assert_int_equal(kept_open(k, s->store, &content), 0);
}

static void plain(void **state)
{
	struct scene s;
	struct kept k;

	(void)state;
	scene_open(&s);
	keep(&s, &k, scene_file(&s, "log", "one\ntwo\n", 8));
	assert_int_equal(kept_member(&k, ""), 0);
	assert_false(kept_is_packed(&k));
	expect_bytes(&k, 4, 4, "two\n");
	expect_bytes(&k, 8, 0, "");
	assert_int_equal(kept_bytes(&k, 5, 4, take, NULL), ERR_CORRUPT);
	assert_int_equal(
		kept_bytes(&k, 1, UINT64_MAX, take, NULL), ERR_CORRUPT);
	scene_says("the file has 8");
	assert_int_equal(kept_member(&k, "x"), ERR_NOTFOUND);
	kept_close(&k);
	scene_close(&s);
}

static void packed(void **state)
{
	static const struct pack_member members[] = { { "a", "first" },
		{ "b/c", "second" }, { NULL, NULL } };
	static const struct pack_member twice[] = { { "a", "first" },
		{ "a", "second" }, { NULL, NULL } };
	struct scene s;
	struct kept k;

	(void)state;
	scene_open(&s);
	keep(&s, &k, pack_file(&s, PACK_GZIP, "one\ntwo\n"));
	assert_int_equal(kept_member(&k, ""), 0);
	assert_true(kept_is_packed(&k));
	expect_bytes(&k, 4, 4, "two\n");
	kept_close(&k);
	keep(&s, &k, pack_zip(&s, members));
	assert_int_equal(kept_member(&k, "b/c"), 0);
	expect_bytes(&k, 0, 6, "second");
	assert_int_equal(kept_member(&k, "a"), 0);
	expect_bytes(&k, 1, 4, "irst");
	kept_close(&k);
	keep(&s, &k, pack_zip(&s, twice));
	assert_int_equal(kept_member(&k, "a"), ERR_INVALID);
	kept_close(&k);
	scene_close(&s);
}

/* Places that no importer of ours gave: from an archive that was tampered
 * with. */
static void records(void **state)
{
	struct observation o = {
		.host = "", .member = "queries", .line = 17, .length = 0
	};
	struct scene s;
	struct kept k;

	(void)state;
	scene_open(&s);
	keep(&s, &k, scene_file(&s, "log", "one\ntwo\n", 8));
	assert_int_equal(kept_record(&k, &o, take, NULL), ERR_INVALID);
	scene_says("row 17 of 'queries'");
	o.member = "";
	o.position = UINT64_MAX;
	o.length = 2;
	assert_int_equal(kept_record(&k, &o, take, NULL), ERR_CORRUPT);
	kept_close(&k);
	scene_close(&s);
}

static void nothing_stays(void **state)
{
	struct scene s;
	struct kept k;
	char folder[128];
	DIR *d;

	(void)state;
	scene_open(&s);
	snprintf(folder, sizeof(folder), "%s/tmp", s.dir);
	mkdir(folder, 0700);
	setenv("TMPDIR", folder, 1);
	keep(&s, &k, pack_file(&s, PACK_GZIP, "one\ntwo\n"));
	assert_int_equal(kept_member(&k, ""), 0);
	d = opendir(folder);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		assert_int_equal(e->d_name[0], '.');
	closedir(d);
	kept_close(&k);
	setenv("TMPDIR", "/nowhere", 1);
	assert_int_not_equal(
		kept_open(&k, s.store, &(struct digest){ { 0 } }), 0);
	kept_close(&k);
	unsetenv("TMPDIR");
	scene_close(&s);
}

/* --- the same bytes read again give the same records --- */

enum { LOG_ROWS = 4000, BATCH = 50, BATCHES = 4 };

static uint32_t next(uint32_t *seed)
{
	*seed = *seed * 1103515245u + 12345u;
	return *seed >> 8;
}

typedef void (*line_maker)(struct str *out, int i, uint32_t r);

static void blokada_line(struct str *out, int i, uint32_t r)
{
	str_printf(out, "%lld,%c,host%u.vendor.example\r\n",
		1536048591222LL + i * 1300LL, "ab"[r % 2], r % 300);
}

static void csv_line(struct str *out, int i, uint32_t r)
{
	str_printf(out, "%d,\"h%u.example\",\"app%s%u\"\n", 1536048591 + i,
		r % 300, r % 3 == 0 ? "\n" : " ", r % 7);
}

static void dnsmasq_line(struct str *out, int i, uint32_t r)
{
	str_printf(out,
		"Jul 16 %02d:%02d:%02d dnsmasq[1]: query[%s] h%u.example from "
		"192.0.2.%u\n",
		i / 3600, i / 60 % 60, i % 60, r % 2 ? "A" : "AAAA", r % 300,
		r % 250);
}

static void logcat_line(struct str *out, int i, uint32_t r)
{
	str_printf(out,
		"07-16 %02d:%02d:%02d.%03u  1234  1300 I notification_enqueue: "
		"[10123,4567,org.app%u,1,NULL,0,Notification(x),%u]\n",
		i / 3600, i / 60 % 60, i % 60, r % 1000, r % 20, r % 3);
}

static void gadgetbridge_line(struct str *out, int i, uint32_t r)
{
	str_printf(out,
		"%02d:%02d:%02d.%03u [main] INFO  n.f.g.e.NotificationListener "
		"- Processing notification 1001, age: 12, source: org.app%u, "
		"flags: 24\n",
		i / 3600, i / 60 % 60, i % 60, r % 1000, r % 20);
}

static const struct log_kind {
	const char *format, *file, *heading, *map;
	line_maker line;
} kinds[] = {
	{ "android", "log.txt", "", NULL, logcat_line },
	{ "blokada", "log.txt", "timestamp,type,host\r\n", NULL, blokada_line },
	{ "csv", "log.txt", "t,h,a\n", "time=t,host=h,app=a", csv_line },
	{ "dnsmasq", "log.txt", "", NULL, dnsmasq_line },
	{ "gadgetbridge", "gadgetbridge-2018-07-16.0.log", "", NULL,
		gadgetbridge_line },
};

static void same_row(const struct scene_row *a, const struct scene_row *b)
{
	assert_true(a->o.ns == b->o.ns);
	assert_int_equal(a->o.kind, b->o.kind);
	assert_int_equal(a->o.disposition, b->o.disposition);
	assert_int_equal(a->o.precision, b->o.precision);
	assert_int_equal(a->o.zone, b->o.zone);
	assert_int_equal(a->o.count, b->o.count);
	assert_int_equal(a->o.length, b->o.length);
	assert_string_equal(a->host, b->host);
	assert_string_equal(a->type, b->type);
	assert_string_equal(a->client, b->client);
	assert_string_equal(a->app, b->app);
	assert_string_equal(a->answer, b->answer);
	assert_string_equal(a->rule, b->rule);
}

/* Some rows, ascending, from their own bytes alone, in a new log. */
static void read_again(struct scene *s, struct kept *k,
	const struct log_kind *kind, const struct importer_options *options,
	uint32_t *seed)
{
	struct scene again;
	size_t picked[BATCH], at = 0;
	struct str bytes = { 0 };

	str_puts(&bytes, kind->heading);
	for (size_t i = 0; i < BATCH; i++) {
		at += next(seed) % (LOG_ROWS / BATCH - 1) + (i > 0);
		picked[i] = at;
		assert_int_equal(
			kept_record(k, &s->rows[at].o, take, &bytes), 0);
	}
	scene_open(&again);
	assert_int_equal(
		scene_import_path(&again, kind->format,
			scene_file(&again, kind->file, bytes.p, bytes.len),
			options),
		0);
	assert_int_equal(again.n_bad, 0);
	assert_int_equal(again.n, BATCH);
	for (size_t i = 0; i < BATCH; i++)
		same_row(&s->rows[picked[i]], &again.rows[i]);
	str_release(&bytes);
	scene_close(&again);
}

static void same_again(void **state)
{
	uint32_t seed = 20180716;

	(void)state;
	for (size_t n = 0; n < sizeof(kinds) / sizeof(kinds[0]); n++) {
		struct importer_options options = { .zone = scene_paris(),
			.year = 2018,
			.map = kinds[n].map,
			.time_format = kinds[n].map ? "epoch-s" : NULL };
		struct str log = { 0 };
		struct scene s;
		struct kept k;

		str_puts(&log, kinds[n].heading);
		for (int i = 0; i < LOG_ROWS; i++)
			kinds[n].line(&log, i, next(&seed));
		scene_open(&s);
		assert_int_equal(
			scene_import_path(&s, kinds[n].format,
				scene_file(&s, kinds[n].file, log.p, log.len),
				&options),
			0);
		assert_int_equal(s.n, LOG_ROWS);
		for (size_t i = 0; i < s.n; i++)
			s.rows[i].o.member = "";
		assert_int_equal(
			kept_open(&k, s.store, &s.result.exhibit.content), 0);
		for (int i = 0; i < BATCHES; i++)
			read_again(&s, &k, &kinds[n], &options, &seed);
		kept_close(&k);
		scene_close(&s);
		str_release(&log);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain),
		cmocka_unit_test(packed),
		cmocka_unit_test(records),
		cmocka_unit_test(nothing_stays),
		cmocka_unit_test(same_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
