/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/ota_stream.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/instant.h"
#include "ota_case.h"

static int make(void **state)
{
	*state = ota_case_folder();
	return 0;
}

static int wipe(void **state)
{
	ota_case_remove(*state);
	return 0;
}

static char *in(const char *folder, const char *name)
{
	struct str path = { 0 };

	file_join(&path, folder, name);
	return str_take(&path);
}

static int add(struct ota_stream *s, int64_t seconds, const char *path,
	const void *data, size_t len)
{
	return ota_stream_add(s, &(struct ota_stream_commit){
					 .seen_ns = seconds * INSTANT_SECOND,
					 .message = "First record of E P\n",
					 .path = path,
					 .data = data,
					 .len = len });
}

static void expect_git(
	const char *dir, const char *const args[], const char *wanted)
{
	struct str out = { 0 };
	struct ota_git g = { 0 };

	assert_int_equal(ota_git_open(&g, dir), 0);
	assert_int_equal(ota_git_run(&out, &g, args, NULL, 0), 0);
	assert_string_equal(out.p, wanted);
	ota_git_close(&g);
	str_release(&out);
}

static void writes_commits_and_files(void **state)
{
	static const char *const log[] = { "log", "--format=%at %ct %s",
		"--name-only", NULL };
	char *dir = in(*state, "a"), *file = in(*state, "a/E/\"P\\.md"),
	     *part = in(*state, "a.part");
	struct ota_stream s = { 0 };
	struct str names = { 0 }, text = { 0 };

	assert_int_equal(ota_stream_open(&s, dir), 0);
	assert_int_equal(add(&s, 5, "E/\"P\\.md", "a\0b", 3), 0);
	assert_int_equal(add(&s, 9, "E/é.md", "x\n", 2), 0);
	assert_int_equal(ota_stream_names(&names, &s), 0);
	assert_non_null(strstr(names.p, ":1 "));
	assert_non_null(strstr(names.p, ":2 "));
	assert_int_equal(add(&s, 10, "E/é.md", "y\n", 2), 0);
	assert_false(file_exists(dir));
	assert_int_equal(ota_stream_close(&s, 0), 0);
	assert_false(file_exists(part));
	expect_git(dir, log,
		"10 10 First record of E P\n\n\"E/\\303\\251.md\"\n"
		"9 9 First record of E P\n\n\"E/\\303\\251.md\"\n"
		"5 5 First record of E P\n\n\"E/\\\"P\\\\.md\"\n");
	assert_int_equal(file_read(&text, file), 0);
	assert_int_equal(text.len, 3);
	assert_memory_equal(text.p, "a\0b", 3);
	str_release(&names);
	str_release(&text);
	free(dir);
	free(file);
	free(part);
}

/* Contents beyond what one run of git is given. */
static void large_ones_go_in_groups(void **state)
{
	static const char *const count[] = { "rev-list", "--count", "HEAD",
		NULL };
	size_t len = (size_t)9 << 20;
	char *dir = in(*state, "b"), *data = malloc(len);
	struct ota_stream s = { 0 };

	assert_int_equal(ota_stream_open(&s, dir), 0);
	for (int i = 0; i < 3; i++) {
		memset(data, 'a' + i, len);
		assert_int_equal(add(&s, i, "E/P.md", data, len), 0);
		assert_int_equal(s.written, i + 1);
	}
	assert_int_equal(ota_stream_close(&s, 0), 0);
	expect_git(dir, count, "3\n");
	free(data);
	free(dir);
}

static void nothing_is_replaced(void **state)
{
	char *dir = in(*state, "c"), *part = in(*state, "c.part");
	struct ota_stream s = { 0 };
	struct str wanted = { 0 };

	assert_int_equal(ota_stream_open(&s, dir), 0);
	assert_int_equal(add(&s, -1, "E/P.md", "x", 1), ERR_INVALID);
	assert_string_equal(err_message(), "git holds no dates before 1970");
	assert_int_equal(ota_stream_close(&s, ERR_INVALID), ERR_INVALID);
	assert_false(file_exists(dir));
	assert_true(file_exists(part));
	assert_int_equal(ota_stream_open(&s, dir), ERR_EXISTS);
	str_printf(&wanted,
		"'%s' is left of an export that did not end; remove it", part);
	assert_string_equal(err_message(), wanted.p);
	assert_int_equal(file_mkdir(dir), 0);
	assert_int_equal(ota_stream_open(&s, dir), ERR_EXISTS);
	str_clear(&wanted);
	str_printf(&wanted, "'%s' is there already; nothing of it is replaced",
		dir);
	assert_string_equal(err_message(), wanted.p);
	str_release(&wanted);
	free(dir);
	free(part);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_commits_and_files),
		cmocka_unit_test(large_ones_go_in_groups),
		cmocka_unit_test(nothing_is_replaced),
	};

	return cmocka_run_group_tests(tests, make, wipe);
}
