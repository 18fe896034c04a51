/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "archive/object_writer.h"
#include "tests/archive/sample.h"

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	sample_must(store_begin(s), "begin");
	return s;
}

static int64_t count(struct store *s, const char *sql)
{
	int64_t n = -1;

	sample_must(db_int(&n, store_db(s), sql, ""), "count");
	return n;
}

/* Numbers, of which no two chunks are alike. */
static void fill(struct str *data, size_t len)
{
	str_init(data, 0);
	for (size_t i = 0; data->len < len; i++)
		str_printf(data, "%zu;", i * 7);
	str_cut(data, len);
}

/* In pieces that begin and end anywhere. */
static void write_pieces(
	struct store *s, const struct str *data, size_t piece, struct digest *d)
{
	struct object_writer *w = NULL;
	uint64_t size = 0;

	sample_must(object_writer_open(&w, s), "open");
	for (size_t at = 0; at < data->len; at += piece) {
		size_t left = data->len - at;

		sample_must(object_writer_add(w, data->p + at,
				    left < piece ? left : piece),
			"add");
	}
	sample_must(object_writer_close(w, 0, d, &size), "close");
	assert_int_equal(size, data->len);
}

static void pieces_become_the_content(void **state)
{
	static const size_t lengths[] = { 0, 1, OBJECT_CHUNK - 1, OBJECT_CHUNK,
		OBJECT_CHUNK + 1, 7 * OBJECT_CHUNK + 5 };
	static const size_t pieces[] = { 999983, OBJECT_CHUNK,
		9 * OBJECT_CHUNK };

	(void)state;
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct str data, back = { 0 };
		struct digest d, want;
		char *dir;
		struct store *s = open_store(&dir);

		fill(&data, lengths[i]);
		digest_of(&want, data.p, data.len);
		write_pieces(s, &data, pieces[i % 3], &d);
		assert_true(digest_equal(&d, &want));
		sample_must(object_get(s, &d, &back), "get");
		assert_int_equal(back.len, data.len);
		assert_memory_equal(back.p, data.p, data.len);
		assert_int_equal(count(s, "SELECT count(*) FROM chunk"),
			(lengths[i] + OBJECT_CHUNK - 1) / OBJECT_CHUNK);
		str_release(&back);
		str_release(&data);
		store_close(s);
		sample_remove(dir);
	}
}

/* What is kept already is kept once; what lost its bytes has them back. */
static void a_known_content_is_kept_once(void **state)
{
	struct str data, back = { 0 };
	struct digest d, e;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	fill(&data, OBJECT_CHUNK + 100);
	sample_must(object_put(s, data.p, data.len, &d), "put");
	write_pieces(s, &data, 65536, &e);
	assert_true(digest_equal(&d, &e));
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 1);
	assert_int_equal(count(s, "SELECT count(*) FROM chunk"), 2);
	sample_must(object_empty(s, &d), "empty");
	write_pieces(s, &data, 65536, &e);
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 1);
	sample_must(object_get(s, &d, &back), "get");
	assert_int_equal(back.len, data.len);
	str_release(&back);
	str_release(&data);
	store_close(s);
	sample_remove(dir);
}

/* A failure of the caller's ends it with chunks under way. */
static void a_failure_passes_through(void **state)
{
	struct object_writer *w = NULL;
	struct str data;
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	fill(&data, 6 * OBJECT_CHUNK);
	sample_must(object_writer_open(&w, s), "open");
	sample_must(object_writer_add(w, data.p, data.len), "add");
	assert_int_equal(
		object_writer_close(w, ERR_LIMIT, &d, NULL), ERR_LIMIT);
	assert_int_equal(
		object_writer_close(NULL, ERR_BUSY, &d, NULL), ERR_BUSY);
	store_rollback(s);
	sample_must(store_begin(s), "begin");
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 0);
	str_release(&data);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_become_the_content),
		cmocka_unit_test(a_known_content_is_kept_once),
		cmocka_unit_test(a_failure_passes_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
