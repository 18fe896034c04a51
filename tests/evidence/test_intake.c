/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include <fcntl.h>

#include "archive/object.h"

#define LOG                                                                    \
	"timestamp,type,host\n1536048591222,b,push.vendor.example\n"           \
	"1536048592000,a,www.other.example\nnonsense\n"

static int count(const struct exhibit *e, void *ctx)
{
	(void)e;
	++*(size_t *)ctx;
	return 0;
}

static size_t exhibits(struct scene *s)
{
	size_t n = 0;

	assert_int_equal(exhibit_each(s->store, count, &n), 0);
	return n;
}

static void imports(void **state)
{
	struct str content = { 0 };
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, LOG, NULL), 0);
	assert_int_equal(s.result.exhibit.id, 1);
	assert_string_equal(s.result.exhibit.kind, "log");
	assert_string_equal(s.result.exhibit.title, "log.txt");
	assert_string_equal(s.result.exhibit.file, "log.txt");
	assert_string_equal(s.result.exhibit.media_type, "text/plain");
	assert_int_equal(s.result.exhibit.size, strlen(LOG));
	assert_false(s.result.known);
	assert_int_equal(s.result.import.rows, 2);
	assert_int_equal(s.result.import.bad, 1);
	assert_int_equal(s.result.by[OBSERVATION_BLOCKED], 1);
	assert_int_equal(s.result.by[OBSERVATION_ALLOWED], 1);
	assert_int_equal(s.result.by[OBSERVATION_UNKNOWN], 0);
	assert_int_equal(
		s.result.import.first_ns, scene_at("2018-09-04T08:09:51.222Z"));
	assert_int_equal(
		object_get(s.store, &s.result.exhibit.content, &content), 0);
	assert_true(str_is(&content, LOG));
	str_release(&content);
	scene_close(&s);
}

static void same_bytes_again(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, NULL, LOG, NULL), 0);
	assert_int_equal(scene_import(&s, NULL, LOG, NULL), 0);
	assert_true(s.result.known);
	assert_int_equal(s.result.exhibit.id, 1);
	assert_int_equal(s.result.import.rows, 2);
	assert_int_equal(s.result.by[OBSERVATION_BLOCKED], 1);
	assert_int_equal(exhibits(&s), 1);
	scene_close(&s);
}

/* A wrong zone is set right by importing again: the new rows count. */
static void other_options(void **state)
{
	static const char log[] = "Jul 16 09:22:40 dnsmasq[1]: "
				  "query[A] x.example from 192.0.2.7\n";
	struct importer_options options = { .year = 2026 };
	struct zone *utc = NULL;
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(zone_open(&utc, "UTC"), 0);
	options.zone = utc;
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T09:22:40Z"));
	options.zone = scene_paris();
	assert_int_equal(scene_import(&s, NULL, log, &options), 0);
	assert_false(s.result.known);
	assert_int_equal(s.result.exhibit.id, 1);
	assert_int_equal(s.n, 1);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	/* None given: those of before. */
	assert_int_equal(scene_import(&s, NULL, log, NULL), 0);
	assert_true(s.result.known);
	assert_int_equal(s.rows[0].o.ns, scene_at("2026-07-16T07:22:40Z"));
	assert_int_equal(exhibits(&s), 1);
	zone_free(utc);
	scene_close(&s);
}

static void refused(void **state)
{
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import_bytes(&s, NULL, "\x89PNG\r\n", 6, NULL),
		ERR_PARSE);
	scene_says("log.txt' is a PNG picture, and no log that is known here");
	scene_says("constat formats");
	assert_int_equal(scene_import(&s, NULL, "", NULL), ERR_PARSE);
	scene_says("is an empty file");
	assert_int_equal(scene_import(&s, NULL, "a letter\n", NULL), ERR_PARSE);
	scene_says("is a text of an unknown format");
	assert_int_equal(
		scene_import(&s, "dnsmasq", "a letter\n", NULL), ERR_PARSE);
	scene_says("(line 1: no time at the start)");
	assert_int_equal(exhibits(&s), 0);
	scene_close(&s);
}

static void dry(void **state)
{
	static const struct importer_options none;
	const struct intake_about about = { .kind = "log" };
	struct intake_order order = {
		.options = &none, .about = &about, .dry = true
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	order.path = scene_file(&s, "log.txt", LOG, strlen(LOG));
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(s.result.import.rows, 2);
	assert_int_equal(exhibits(&s), 0);
	scene_close(&s);
}

/* A line that never ends is told, and costs no memory. */
static void endless_line(void **state)
{
	size_t len = (10 << 20) + strlen(LOG);
	char *log = mem_new(len + 1, 1);
	struct scene s;

	(void)state;
	memcpy(log, LOG, strlen(LOG));
	memset(log + strlen(LOG), 'x', 10 << 20);
	scene_open(&s);
	assert_int_equal(scene_import_bytes(&s, NULL, log, len, NULL), 0);
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_bad, 2);
	assert_string_equal(s.bad[1].reason, "line too long");
	assert_int_equal(s.bad[1].position, strlen(LOG));
	free(log);
	scene_close(&s);
}

/* A log that is large enough to be read once: its rows, and one bad line. */
static void large_log(struct str *log, unsigned salt)
{
	str_init(log, 0);
	str_puts(log, LOG);
	for (unsigned i = 0; log->len <= OBJECT_CHUNK + 70000; i++)
		str_printf(log, "%llu,%c,host%u.example\n",
			1536048600000ull + i * 1300ull, i % 3 == 0 ? 'b' : 'a',
			100 + (i * 7 + salt) % 300);
}

/* Kept while it is read, a log gives what it gives when it is kept before:
 * as when an exhibit of its size, and other bytes, is there. */
static void large_ones_are_read_once(void **state)
{
	struct digest once, digest;
	struct str log, other, back = { 0 };
	uint64_t rows;
	struct scene s;

	(void)state;
	large_log(&log, 1);
	large_log(&other, 2);
	assert_int_equal(log.len, other.len);
	scene_open(&s);
	assert_int_equal(scene_import_bytes(&s, NULL, log.p, log.len, NULL), 0);
	digest_of(&digest, log.p, log.len);
	assert_true(digest_equal(&digest, &s.result.exhibit.content));
	assert_int_equal(s.result.exhibit.size, log.len);
	assert_int_equal(s.result.exhibit.id, 1);
	assert_int_equal(s.result.import.bad, 1);
	rows = s.result.import.rows;
	assert_int_equal(rows, s.n);
	once = s.result.import.digest;
	assert_int_equal(object_get(s.store, &digest, &back), 0);
	assert_int_equal(back.len, log.len);
	assert_memory_equal(back.p, log.p, log.len);
	intake_result_release(&s.result);
	assert_int_equal(scene_import_bytes(&s, NULL, log.p, log.len, NULL), 0);
	assert_true(s.result.known);
	scene_close(&s);

	scene_open(&s);
	assert_int_equal(
		scene_import_bytes(&s, NULL, other.p, other.len, NULL), 0);
	intake_result_release(&s.result);
	assert_int_equal(scene_import_bytes(&s, NULL, log.p, log.len, NULL), 0);
	assert_false(s.result.known);
	assert_int_equal(s.result.exhibit.id, 2);
	assert_int_equal(s.result.import.rows, rows);
	assert_true(digest_equal(&once, &s.result.import.digest));
	assert_int_equal(block_verify(s.store, s.result.import.id), 0);
	scene_close(&s);
	str_release(&log);
	str_release(&other);
	str_release(&back);
}

/* Writes one byte over the file's first, as a logger might meanwhile. */
static void overwrite(
	const char *what, uint64_t done, uint64_t total, void *ctx)
{
	FILE *f = fopen(ctx, "r+b");

	(void)what;
	(void)done;
	(void)total;
	assert_non_null(f);
	assert_int_equal(fputc('t', f), 't');
	assert_int_equal(fclose(f), 0);
}

/* Nothing stays of a large log that changes while it is read, nor of one of
 * which no line can be read, nor of a trial. */
static void a_large_one_whole_or_not_at_all(void **state)
{
	static const struct importer_options none;
	static const struct timespec old[2] = { { 1000000000, 0 },
		{ 1000000000, 0 } };
	const struct intake_about about = { .kind = "log" };
	struct progress busy = { overwrite, NULL };
	struct intake_order order = { .options = &none, .about = &about };
	struct str log;
	struct scene s;
	char *path;

	(void)state;
	large_log(&log, 1);
	scene_open(&s);
	path = mem_strdup(scene_file(&s, "log.txt", log.p, log.len));
	assert_int_equal(utimensat(AT_FDCWD, path, old, 0), 0);
	busy.ctx = path;
	order.path = path;
	order.importer = importer_find("blokada");
	order.progress = &busy;
	assert_int_equal(intake_log(&s.result, s.store, &order), ERR_IO);
	scene_says("changed while it was read");
	assert_int_equal(exhibits(&s), 0);
	order.progress = NULL;
	order.dry = true;
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(exhibits(&s), 0);
	intake_result_release(&s.result);
	order.dry = false;
	order.importer = importer_find("dnsmasq");
	assert_int_not_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(exhibits(&s), 0);
	order.importer = importer_find("blokada");
	assert_int_equal(intake_log(&s.result, s.store, &order), 0);
	assert_int_equal(s.result.exhibit.id, 1);
	free(path);
	str_release(&log);
	scene_close(&s);
}

static void other_files(void **state)
{
	const struct intake_about about = { .kind = "email",
		.title = "Answer",
		.obtained_ns = 1,
		.day_only = true,
		.origin = "mailbox" };
	struct exhibit e = { 0 }, again = { 0 };
	bool known = true;
	struct scene s;
	const char *path;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "answer.EML", "Subject: x\n", 11);
	assert_int_equal(intake_file(&e, &known, s.store, path, &about), 0);
	assert_false(known);
	assert_string_equal(e.kind, "email");
	assert_string_equal(e.title, "Answer");
	assert_string_equal(e.media_type, "message/rfc822");
	assert_string_equal(e.obtained_by, "complainant");
	assert_true(e.day_only);
	assert_int_equal(intake_file(&again, &known, s.store, path, &about), 0);
	assert_true(known);
	assert_int_equal(again.id, e.id);
	exhibit_release(&e);
	exhibit_release(&again);
	assert_int_equal(intake_file(&e, &known, s.store, "/nowhere/x", &about),
		ERR_NOTFOUND);
	scene_close(&s);
}

static void media_types(void **state)
{
	(void)state;
	assert_string_equal(
		intake_media_type("a.csv", "\x89PNG", 4), "image/png");
	assert_string_equal(intake_media_type("a.csv", "a,b", 3), "text/csv");
	assert_string_equal(intake_media_type("a.log", "a,b", 3), "text/plain");
	assert_string_equal(intake_media_type("a.log", "\xFF\xFF", 2),
		"application/octet-stream");
	assert_string_equal(
		intake_media_type("a", "", 0), "application/octet-stream");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(imports),
		cmocka_unit_test(same_bytes_again),
		cmocka_unit_test(other_options),
		cmocka_unit_test(refused),
		cmocka_unit_test(dry),
		cmocka_unit_test(endless_line),
		cmocka_unit_test(large_ones_are_read_once),
		cmocka_unit_test(a_large_one_whole_or_not_at_all),
		cmocka_unit_test(other_files),
		cmocka_unit_test(media_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
