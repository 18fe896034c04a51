/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "evidence/importer.h"

static void table(void **state)
{
	size_t n = 0;

	(void)state;
	for (const struct importer *const *i = importers; *i != NULL; i++) {
		assert_ptr_equal(importer_find((*i)->name), *i);
		assert_true((*i)->version > 0);
		assert_non_null((*i)->summary);
		assert_non_null((*i)->how);
		assert_int_equal(
			(*i)->sniff(&(struct importer_head){
				.text = "", .whole = true, .name = "" }),
			0);
		n++;
	}
	assert_true(n >= 3);
	assert_null(importer_find("horoscope"));
}

/* What is not plain text is kept with escapes; counts are at least one. */
static void rows_made_harmless(void **state)
{
	const struct importer_options options = {
		.map = "time=1,host=2,app=3,client=4",
		.time_format = "epoch-s",
	};
	struct scene s;

	(void)state;
	scene_open(&s);
	assert_int_equal(scene_import(&s, "csv",
				 "1536048591,x.example,\x1B[31mred,h\xC3\xA9\n"
				 "1536048592,x.example,half\xC3,ok\n",
				 &options),
		0);
	assert_int_equal(s.n, 2);
	assert_string_equal(s.rows[0].app, "\\x1B[31mred");
	assert_string_equal(s.rows[0].client, "h\xC3\xA9");
	assert_string_equal(s.rows[1].app, "half\\xC3");
	assert_string_equal(s.rows[1].type, "");
	assert_int_equal(s.rows[0].o.count, 1);
	scene_close(&s);
}

/* Without a writer rows and bad lines are only counted. */
static void counting_alone(void **state)
{
	static const char log[] = "timestamp,type,host\n"
				  "1536048591222,a,x.example\n"
				  "nonsense\n";
	const struct importer_options options = { 0 };
	struct importer_job job = { .options = &options };
	struct scene s;

	(void)state;
	scene_open(&s);
	job.path = scene_file(&s, "f", log, strlen(log));
	assert_int_equal(importer_find("blokada")->read(&job), 0);
	assert_int_equal(job.good, 1);
	assert_int_equal(job.bad, 1);
	assert_int_equal(job.file.size, strlen(log));
	scene_close(&s);
}

static int add_line(
	struct importer_job *job, const struct line *line, void *ctx)
{
	(void)ctx;
	return importer_bad(job, line, "seen");
}

/* A first look leaves what is known of the file, and nothing else. */
static void looking_first(void **state)
{
	const struct importer_options options = { 0 };
	struct importer_job job = { .options = &options };
	struct digest wanted;
	struct scene s;

	(void)state;
	scene_open(&s);
	job.path = scene_file(&s, "log", "a\nb\n", 4);
	digest_of(&wanted, "a\nb\n", 4);
	assert_int_equal(importer_look(&job, add_line, NULL), 0);
	assert_int_equal(job.bad, 0);
	assert_true(job.seen);
	assert_false(job.hashed);
	assert_int_equal(job.file.size, 4);
	assert_int_equal(importer_lines(&job, add_line, NULL), 0);
	assert_int_equal(job.bad, 2);
	assert_true(digest_equal(&job.file.digest, &wanted));
	scene_file(&s, "log", "a\nb\nc\n", 6);
	assert_int_equal(importer_lines(&job, add_line, NULL), ERR_IO);
	scene_says("changed while it was read");
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(rows_made_harmless),
		cmocka_unit_test(counting_alone),
		cmocka_unit_test(looking_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
