/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "archive/delta.h"
#include "archive/object.h"
#include "base/err.h"
#include "base/file.h"
#include "sample.h"

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

static int64_t count(struct store *s, const char *sql)
{
	int64_t n = -1;

	sample_must(db_int(&n, store_db(s), sql, ""), "count");
	return n;
}

static void comes_back(void **state)
{
	static const char text[] = "Nous recueillons vos pas.\0 Et le reste.";
	struct str out = { 0 };
	struct digest d, e;
	uint64_t size = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(object_put(s, text, sizeof(text), &d), "put");
	sample_must(object_put(s, text, sizeof(text), &e), "put again");
	digest_of(&e, text, sizeof(text));
	assert_true(digest_equal(&d, &e));
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 1);
	sample_must(object_get(s, &d, &out), "get");
	assert_int_equal(out.len, sizeof(text));
	assert_memory_equal(out.p, text, sizeof(text));
	sample_must(object_size(s, &d, &size), "size");
	assert_int_equal(size, sizeof(text));
	str_release(&out);
	str_init(&out, 5);
	assert_int_equal(object_get(s, &d, &out), ERR_LIMIT);
	sample_must(object_put(s, "", 0, &e), "put nothing");
	str_clear(&out);
	sample_must(object_get(s, &e, &out), "get nothing");
	assert_int_equal(out.len, 0);
	e.b[3] ^= 1;
	assert_int_equal(object_get(s, &e, &out), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "the content e3b0c4"));
	assert_int_equal(object_size(s, &e, &size), ERR_NOTFOUND);
	str_release(&out);
	close_store(s, dir);
}

/* Writes one byte over the file's first, as a logger might meanwhile. */
static void overwrite(
	const char *what, uint64_t done, uint64_t total, void *ctx)
{
	int fd = open(ctx, O_WRONLY | O_CLOEXEC);

	(void)what;
	(void)done;
	(void)total;
	assert_int_equal(pwrite(fd, "x", 1, 0), 1);
	close(fd);
}

/* A file of the same length that is no longer what was read is refused. */
static void changed_while_read(void **state)
{
	const struct timespec old[2] = { { 1000000000, 0 }, { 1000000000, 0 } };
	struct str path = { 0 };
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);
	struct progress busy = { overwrite, NULL };

	(void)state;
	file_join(&path, dir, "log");
	sample_must(file_write(path.p, "abc", 3, FILE_EXCL), "write");
	assert_int_equal(utimensat(AT_FDCWD, path.p, old, 0), 0);
	busy.ctx = path.p;
	assert_int_equal(object_put_file(s, path.p, &d, NULL, &busy), ERR_IO);
	assert_non_null(strstr(err_message(), "changed while it was read"));
	str_release(&path);
	close_store(s, dir);
}

static void large_ones_in_chunks(void **state)
{
	size_t len = 2 * OBJECT_CHUNK + 12345;
	struct str data, path = { 0 }, back = { 0 };
	struct digest d, e;
	uint64_t size = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	str_init(&data, 0);
	for (size_t i = 0; data.len < len; i++)
		str_printf(&data, "%zu,", i * i);
	str_cut(&data, len);
	file_join(&path, dir, "big");
	sample_must(file_write(path.p, data.p, len, FILE_EXCL), "write");
	sample_must(object_put_file(s, path.p, &d, &size, NULL), "put file");
	assert_int_equal(size, len);
	digest_of(&e, data.p, len);
	assert_true(digest_equal(&d, &e));
	assert_int_equal(count(s, "SELECT count(*) FROM chunk"), 3);
	assert_int_equal(count(s, "SELECT max(size) FROM chunk"), OBJECT_CHUNK);
	sample_must(object_put(s, data.p, len, &e), "put");
	sample_must(object_put_file(s, path.p, &e, NULL, NULL), "put again");
	assert_int_equal(count(s, "SELECT count(*) FROM chunk"), 3);
	unlink(path.p);
	sample_must(object_export(s, &d, path.p), "export");
	sample_must(file_read(&back, path.p), "read");
	assert_int_equal(back.len, len);
	assert_memory_equal(back.p, data.p, len);
	assert_int_equal(object_export(s, &d, path.p), ERR_EXISTS);
	assert_int_equal(object_put_file(s, dir, &d, NULL, NULL), ERR_INVALID);
	assert_int_equal(
		object_put_file(s, "/nowhere", &d, NULL, NULL), ERR_NOTFOUND);
	str_release(&data);
	str_release(&path);
	str_release(&back);
	close_store(s, dir);
}

static void damage_is_seen(void **state)
{
	struct str out = { 0 };
	struct digest d;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(object_put(s, "abcabcabc", 9, &d), "put");
	sample_must(db_exec(store_db(s),
			    "UPDATE chunk SET data = substr(data, 1, 5)"),
		"spoil");
	assert_int_equal(object_get(s, &d, &out), ERR_CORRUPT);
	assert_non_null(strstr(err_message(), "is not what it was"));
	str_release(&out);
	close_store(s, dir);
}

/* A page of n paragraphs, of which one is `mark`. */
static void page(struct str *out, int n, int at, const char *mark)
{
	str_clear(out);
	for (int i = 0; i < n; i++)
		str_printf(out, "%d. We may collect %d kinds of data.\n", i,
			i * 7919 % 1013);
	str_printf(out, "%d: %s\n", at, mark);
	for (int i = 0; i < n; i++)
		str_printf(out, "%d. You may object %d times.\n", i,
			i * 104729 % 1009);
}

static int64_t stored(struct store *s)
{
	return count(s, "SELECT sum(length(data)) FROM chunk");
}

static void differences(void **state)
{
	struct digest d[40], unknown = { { 1 } }, near[3];
	struct str text = { 0 }, back = { 0 };
	char *dir;
	struct store *s = open_store(&dir);
	int64_t first;

	(void)state;
	page(&text, 300, 0, "first");
	sample_must(object_put_near(s, text.p, text.len, NULL, 0, &d[0]), "0");
	first = stored(s);
	for (int i = 1; i < 40; i++) {
		page(&text, 300, i, "another one");
		near[0] = unknown;
		near[1] = d[i - 1];
		near[2] = d[i > 1 ? i - 2 : 0];
		sample_must(
			object_put_near(s, text.p, text.len, near, 3, &d[i]),
			"put near");
		sample_must(
			object_put_near(s, text.p, text.len, near, 3, &d[i]),
			"put again");
	}
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 40);
	/* One more root behind a full chain, the rest nearly for nothing. */
	assert_true(stored(s) < 3 * first);
	assert_true(count(s, "SELECT max(depth) FROM delta") <= DELTA_DEPTH);
	for (int i = 0; i < 40; i++) {
		str_clear(&back);
		sample_must(object_get(s, &d[i], &back), "get");
		page(&text, 300, i, i == 0 ? "first" : "another one");
		assert_int_equal(back.len, text.len);
		assert_memory_equal(back.p, text.p, text.len);
	}
	str_release(&text);
	str_release(&back);
	close_store(s, dir);
}

/* What has no base: nothing near, another kind of content, too large. */
static void by_itself(void **state)
{
	struct str noise = { 0 }, back = { 0 };
	struct digest d, e;
	uint64_t state64 = 1;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (int i = 0; i < 5000; i++) {
		state64 = state64 * 6364136223846793005u + 1;
		str_add(&noise, &state64, sizeof(state64));
	}
	sample_must(object_put(s, "{}", 2, &d), "put");
	sample_must(object_put_near(s, noise.p, noise.len, &d, 1, &e), "put");
	assert_int_equal(count(s, "SELECT count(*) FROM delta"), 0);
	sample_must(object_get(s, &e, &back), "get");
	assert_int_equal(back.len, noise.len);
	sample_must(object_put_near(s, "", 0, &d, 1, &e), "nothing");
	str_clear(&noise);
	for (size_t i = 0; noise.len <= OBJECT_CHUNK; i++)
		str_printf(&noise, "%zu,", i * i);
	sample_must(object_put_near(s, noise.p, noise.len, &d, 1, &d), "large");
	str_clear(&back);
	sample_must(object_get(s, &d, &back), "get large");
	assert_int_equal(back.len, noise.len);
	assert_int_equal(count(s, "SELECT count(*) FROM delta"), 0);
	str_release(&noise);
	str_release(&back);
	close_store(s, dir);
}

/* Bytes leave; what was based on them stays, and they may come back. */
static void emptied_and_kept_again(void **state)
{
	struct digest d[4];
	struct str text = { 0 }, back = { 0 }, path = { 0 };
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	for (int i = 0; i < 4; i++) {
		page(&text, 200, i, "x");
		sample_must(object_put_near(s, text.p, text.len,
				    i > 0 ? &d[i - 1] : NULL, i > 0, &d[i]),
			"put");
	}
	assert_int_equal(count(s, "SELECT count(*) FROM delta"), 3);
	sample_must(object_empty(s, &d[1]), "empty");
	assert_int_equal(object_get(s, &d[1], &back), ERR_CORRUPT);
	sample_must(object_empty(s, &d[0]), "empty");
	assert_int_equal(count(s, "SELECT count(*) FROM chunk"), 2);
	assert_int_equal(count(s, "SELECT count(*) FROM delta"), 1);
	for (int i = 2; i < 4; i++) {
		str_clear(&back);
		sample_must(object_get(s, &d[i], &back), "get");
	}
	page(&text, 200, 1, "x");
	sample_must(object_put_near(s, text.p, text.len, &d[3], 1, &d[1]), "1");
	page(&text, 200, 0, "x");
	file_join(&path, dir, "again");
	sample_must(file_write(path.p, text.p, text.len, FILE_EXCL), "write");
	sample_must(object_put_file(s, path.p, &d[0], NULL, NULL), "again");
	for (int i = 0; i < 2; i++) {
		str_clear(&back);
		sample_must(object_get(s, &d[i], &back), "get again");
	}
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 4);
	assert_int_equal(
		count(s, "SELECT count(*) FROM delta WHERE base >= object"), 0);
	sample_must(object_empty(s, &(struct digest){ { 9 } }), "unknown");
	str_release(&text);
	str_release(&back);
	str_release(&path);
	close_store(s, dir);
}

static void large_ones_kept_again(void **state)
{
	size_t len = OBJECT_CHUNK + 5;
	struct str path = { 0 }, back = { 0 };
	char *data = mem_new(len, 1), *dir;
	struct store *s = open_store(&dir);
	struct digest d;

	(void)state;
	file_join(&path, dir, "big");
	sample_must(file_write(path.p, data, len, FILE_EXCL), "write");
	sample_must(object_put_file(s, path.p, &d, NULL, NULL), "put");
	sample_must(object_empty(s, &d), "empty");
	sample_must(object_put_file(s, path.p, &d, NULL, NULL), "put again");
	sample_must(object_get(s, &d, &back), "get");
	assert_int_equal(back.len, len);
	assert_int_equal(count(s, "SELECT count(*) FROM object"), 1);
	free(data);
	str_release(&path);
	str_release(&back);
	close_store(s, dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(large_ones_in_chunks),
		cmocka_unit_test(changed_while_read),
		cmocka_unit_test(damage_is_seen),
		cmocka_unit_test(differences),
		cmocka_unit_test(by_itself),
		cmocka_unit_test(emptied_and_kept_again),
		cmocka_unit_test(large_ones_kept_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
