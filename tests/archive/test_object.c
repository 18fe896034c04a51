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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back),
		cmocka_unit_test(large_ones_in_chunks),
		cmocka_unit_test(changed_while_read),
		cmocka_unit_test(damage_is_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
