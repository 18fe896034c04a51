/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <zstd.h>

#include "archive/delta.h"
#include "sample.h"

enum { TEXTS = 5 };

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	sample_must(store_begin(s), "begin");
	return s;
}

static void close_store(struct store *s, char *dir)
{
	store_close(s);
	sample_remove(dir);
}

static int64_t ask(struct store *s, const char *sql)
{
	int64_t n = -1;

	sample_must(db_int(&n, store_db(s), sql, ""), sql);
	return n;
}

/* Text i of a history; only one line differs. */
static void text_of(struct str *out, int i)
{
	str_clear(out);
	for (int k = 0; k < 400; k++)
		str_printf(out, "%d: we keep %d.\n", k,
			k == i ? -1 : k * 7919 % 1013);
}

/* A chain of TEXTS objects, each based on the one before. */
static void make_chain(struct store *s, struct digest d[TEXTS])
{
	struct str text = { 0 };

	for (int i = 0; i < TEXTS; i++) {
		text_of(&text, i);
		sample_must(object_put_near(s, text.p, text.len,
				    i > 0 ? &d[i - 1] : NULL, i > 0, &d[i]),
			"put");
	}
	assert_int_equal(ask(s, "SELECT max(depth) FROM delta"), TEXTS - 1);
	str_release(&text);
}

static int read_one(struct store *s, int64_t id, struct str *out)
{
	struct delta_reader *r = NULL;
	const void *data = NULL;
	size_t len = 0;
	int rc = delta_reader_open(&r, s);

	if (rc == 0)
		rc = delta_reader_get(&data, &len, r, id);
	if (rc == 0)
		str_add(out, data, len);
	delta_reader_close(r);
	return rc;
}

static void in_any_order(void **state)
{
	static const int64_t order[] = { 5, 1, 3, 3, 2, 5, 4, 1 };
	struct delta_reader *r = NULL;
	struct str text = { 0 };
	struct digest d[TEXTS];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	make_chain(s, d);
	sample_must(delta_reader_open(&r, s), "open");
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const void *data = NULL;
		size_t len = 0;

		sample_must(delta_reader_get(&data, &len, r, order[i]), "get");
		text_of(&text, (int)order[i] - 1);
		assert_int_equal(len, text.len);
		assert_memory_equal(data, text.p, len);
	}
	delta_reader_close(r);
	delta_reader_close(NULL);
	str_release(&text);
	close_store(s, dir);
}

/* More than a reader remembers: large contents in turn. */
static void memory_is_bounded(void **state)
{
	enum { LARGE = 3 << 20, N = 12 };
	struct delta_reader *r = NULL;
	char *dir, *data = mem_new(LARGE, 1);
	struct store *s = open_store(&dir);
	struct digest last, d;

	(void)state;
	memset(data, 'x', LARGE);
	for (int i = 0; i < N; i++) {
		data[i] = 'y';
		sample_must(object_put_near(s, data, LARGE, &last, i > 0, &d),
			"put");
		last = d;
	}
	sample_must(delta_reader_open(&r, s), "open");
	for (int round = 0; round < 2; round++)
		for (int64_t id = 1; id <= N; id++) {
			const void *got = NULL;
			size_t len = 0;

			sample_must(delta_reader_get(&got, &len, r, id), "get");
			assert_int_equal(len, LARGE);
			assert_int_equal(((const char *)got)[id - 1], 'y');
			assert_int_equal(((const char *)got)[id], 'x');
		}
	delta_reader_close(r);
	free(data);
	close_store(s, dir);
}

/* What a damaged file may claim: each ends with a message. */
static void unsound_chains(void **state)
{
	static const char *const changes[] = {
		"UPDATE delta SET base = 5 WHERE object = 2",
		"UPDATE delta SET base = 2 WHERE object = 2",
		"UPDATE delta SET base = -1 WHERE object = 2",
		"UPDATE delta SET base = 77 WHERE object = 2",
		"UPDATE delta SET depth = 4 WHERE object = 4",
		"UPDATE delta SET depth = 33 WHERE object = 5",
		"UPDATE delta SET depth = 0 WHERE object = 2",
		"DELETE FROM delta WHERE object = 3",
		"DELETE FROM chunk WHERE object = 1",
		"UPDATE chunk SET size = 4194305 WHERE object = 1",
		"UPDATE chunk SET size = -1 WHERE object = 3",
		"UPDATE chunk SET size = size + 1 WHERE object = 3",
		"UPDATE object SET size = size + 1 WHERE id = 3",
		"UPDATE chunk SET data = x'' WHERE object = 4",
	};
	struct digest d[TEXTS];
	struct str out = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	make_chain(s, d);
	sample_must(store_commit(s), "commit");
	sample_must(db_exec(store_db(s), "PRAGMA foreign_keys = OFF"), "off");
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		sample_must(db_begin(store_db(s)), "begin");
		sample_must(db_exec(store_db(s), changes[i]), changes[i]);
		if (read_one(s, 5, &out) != ERR_CORRUPT)
			fail_msg("read all the same: %s", changes[i]);
		assert_non_null(strstr(err_message(), "is damaged"));
		assert_int_equal(object_get(s, &d[4], &out), ERR_CORRUPT);
		assert_non_null(strstr(err_message(), "is not what it was"));
		db_rollback(store_db(s));
	}
	str_clear(&out);
	sample_must(read_one(s, 5, &out), "whole again");
	str_release(&out);
	close_store(s, dir);
}

/* A base that is no longer what was kept spoils nothing that comes. */
static void damaged_bases_are_not_used(void **state)
{
	static const char text[] = "the same words again and again, the same";
	struct digest d[TEXTS], e;
	struct str out = { 0 }, next = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	make_chain(s, d);
	sample_must(db_exec(store_db(s),
			    "UPDATE object SET digest = x'"
			    "0102030405060708010203040506070801020304050607080"
			    "102030405060708' WHERE id = 5"),
		"another name");
	for (int i = 0; i < 32; i++)
		e.b[i] = (unsigned char)(i % 8 + 1);
	text_of(&next, 77);
	sample_must(
		object_put_near(s, next.p, next.len, &e, 1, &d[4]), "put near");
	assert_int_equal(ask(s, "SELECT count(*) FROM delta"), TEXTS - 1);
	sample_must(object_get(s, &d[4], &out), "get");
	sample_must(db_exec(store_db(s),
			    "UPDATE chunk SET data = x'00' WHERE object = 2"),
		"damage");
	sample_must(object_put_near(s, text, sizeof(text), &d[3], 1, &e),
		"put near");
	str_clear(&out);
	sample_must(object_get(s, &e, &out), "get");
	assert_int_equal(out.len, sizeof(text));
	str_release(&out);
	str_release(&next);
	close_store(s, dir);
}

/* The format is zstd's own: a frame with the base as prefix. */
static void frames(void **state)
{
	static const char base[] = "we may share your data with our partners";
	static const char text[] = "we may share your data with all partners";
	char frame[200], out[sizeof(text)];
	ZSTD_CCtx *zstd = ZSTD_createCCtx();
	struct delta_packed packed = { frame, base, 0, sizeof(base) };

	(void)state;
	ZSTD_CCtx_refPrefix(zstd, base, sizeof(base));
	packed.len =
		ZSTD_compress2(zstd, frame, sizeof(frame), text, sizeof(text));
	assert_false(ZSTD_isError(packed.len));
	assert_true(delta_unpack(out, sizeof(out), &packed));
	assert_memory_equal(out, text, sizeof(text));
	assert_false(delta_unpack(out, sizeof(out) - 1, &packed));
	packed.len--;
	assert_false(delta_unpack(out, sizeof(out), &packed));
	packed.len = 0;
	assert_false(delta_unpack(out, sizeof(out), &packed));
	ZSTD_freeCCtx(zstd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_any_order),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(unsound_chains),
		cmocka_unit_test(damaged_bases_are_not_used),
		cmocka_unit_test(frames),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
