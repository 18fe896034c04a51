/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/evidence/scene.h"

#include "base/digest.h"
#include "base/file.h"
#include "evidence/source.h"
#include "tests/evidence/pack.h"

/* All of a source's members, as "name=text;". */
static int slurp(struct str *out, const char *path, struct source_file *file)
{
	struct source *s = NULL;
	bool more = true;
	char piece[7];
	size_t n;
	int rc = source_open(&s, path, true, NULL);

	str_init(out, 0);
	while (rc == 0 && (rc = source_next(s, &more)) == 0 && more) {
		str_printf(out, "%s=", source_name(s));
		do {
			rc = source_read(s, piece, sizeof(piece), &n);
			if (rc == 0 && out->len < 1000)
				str_add(out, piece, n);
		} while (rc == 0 && n > 0);
		str_puts(out, ";");
	}
	return source_close(s, rc, file);
}

static void is(const char *path, const char *want)
{
	struct source_file file = { 0 };
	struct str got = { 0 }, bytes = { 0 };
	struct digest digest;

	assert_int_equal(slurp(&got, path, &file), 0);
	assert_string_equal(got.p, want);
	/* The digest is that of the file, whatever was unpacked. */
	str_init(&bytes, 0);
	assert_int_equal(file_read(&bytes, path), 0);
	digest_of(&digest, bytes.p, bytes.len);
	assert_true(digest_equal(&digest, &file.digest));
	assert_int_equal(file.size, bytes.len);
	str_release(&bytes);
	str_release(&got);
}

static int collect(const void *data, size_t len, void *ctx)
{
	return str_add(ctx, data, len);
}

/* The tap has all of the file, also what the reader leaves; and nobody has
 * it when the file changed. */
static void a_tap_has_every_byte(void **state)
{
	struct source_file file = { 0 };
	struct source *source = NULL;
	struct str got = { 0 };
	struct scene s;
	const char *path;
	char piece[5];
	size_t n = 0;

	(void)state;
	scene_open(&s);
	path = scene_file(&s, "plain", "hello\nworld\n", 12);
	for (int changes = 0; changes < 2; changes++) {
		str_clear(&got);
		assert_int_equal(source_open(&source, path, false, NULL), 0);
		source_tap(source, collect, &got);
		assert_int_equal(source_seek(source, 0), 0);
		assert_int_equal(source_read(source, piece, 5, &n), 0);
		assert_int_equal(n, 5);
		if (changes)
			assert_int_equal(truncate(path, 8), 0);
		assert_int_equal(
			source_close(source, 0, &file), changes ? ERR_IO : 0);
		assert_true(changes || str_is(&got, "hello\nworld\n"));
	}
	scene_says("changed while it was read");
	str_release(&got);
	scene_close(&s);
}

static void every_dress(void **state)
{
	static const struct pack_member zip[] = { { "a.txt", "one" },
		{ "../b\x1B[2J", "two" }, { NULL, NULL } };
	struct scene s;

	(void)state;
	scene_open(&s);
	is(scene_file(&s, "plain", "hello\nworld\n", 12), "=hello\nworld\n;");
	is(scene_file(&s, "empty", "", 0), "=;");
	is(pack_file(&s, PACK_GZIP, "hello\nworld\n"), "=hello\nworld\n;");
	is(pack_file(&s, PACK_ZSTD, "hello\nworld\n"), "=hello\nworld\n;");
	is(pack_zip(&s, zip), "a.txt=one;../b\\x1B[2J=two;");
	scene_close(&s);
}

static void seeks(void **state)
{
	static const struct pack_member zip[] = { { "a", "one" },
		{ "b", "two" }, { NULL, NULL } };
	struct source *source = NULL;
	struct scene s;
	char got[8];
	size_t n = 0;

	(void)state;
	scene_open(&s);
	assert_int_equal(
		source_open(&source, pack_zip(&s, zip), false, NULL), 0);
	assert_int_equal(source_seek(source, 1), 0);
	assert_int_equal(source_index(source), 1);
	assert_int_equal(source_read(source, got, sizeof(got), &n), 0);
	assert_int_equal(n, 3);
	assert_memory_equal(got, "two", 3);
	assert_int_equal(source_seek(source, 2), ERR_NOTFOUND);
	assert_int_equal(source_close(source, 0, NULL), 0);
	scene_close(&s);
}

/* What is cut, damaged or a bomb ends in a message, in bounded time. */
static void bad_files(void **state)
{
	struct str bytes = { 0 }, got = { 0 };
	struct source_file file;
	struct scene s;
	char *zeros;

	(void)state;
	scene_open(&s);
	str_init(&bytes, 0);
	file_read(&bytes, pack_file(&s, PACK_GZIP, "hello, world; hello"));
	assert_int_equal(
		slurp(&got, scene_file(&s, "cut", bytes.p, bytes.len / 2),
			&file),
		ERR_PARSE);
	scene_says("cannot be unpacked");
	str_release(&got);
	assert_int_equal(
		slurp(&got, scene_file(&s, "cut", "PK\3\4 and no more", 16),
			&file),
		ERR_PARSE);
	str_release(&got);
	assert_int_equal(slurp(&got, "/tmp", &file), ERR_INVALID);
	str_release(&got);
	zeros = mem_new(SOURCE_FREE + (32 << 20), 1);
	assert_int_equal(slurp(&got,
				 pack_bytes(&s, PACK_ZSTD, zeros,
					 SOURCE_FREE + (32 << 20)),
				 &file),
		ERR_LIMIT);
	scene_says("no log does");
	str_release(&got);
	free(zeros);
	str_release(&bytes);
	scene_close(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tap_has_every_byte),
		cmocka_unit_test(every_dress),
		cmocka_unit_test(seeks),
		cmocka_unit_test(bad_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
