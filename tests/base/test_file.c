/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/file.h"

enum { NOBODY = 65534 };

/* The tests run in a fresh folder. */
static char folder[] = "/tmp/constat-file-XXXXXX";

static int enter_folder(void **state)
{
	(void)state;
	return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int leave_folder(void **state)
{
	(void)state;
	return chdir("/") != 0 || rmdir(folder) != 0;
}

static size_t count_entries(const char *path)
{
	DIR *dir = opendir(path);
	size_t n = 0;

	assert_non_null(dir);
	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n - 2;
}

static void assert_content(const char *path, const char *want)
{
	struct str got = { 0 };

	assert_int_equal(file_read(&got, path), 0);
	assert_string_equal(got.p, want);
	str_release(&got);
}

static int write_text(const char *path, const char *text, enum file_mode mode)
{
	return file_write(path, text, strlen(text), mode);
}

/* Runs fn in a process of an ordinary user, as root may do everything;
 * whether it returned true. */
static bool as_ordinary_user(bool (*fn)(void))
{
	int status = 0;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		if (geteuid() == 0 &&
			(setgroups(0, NULL) != 0 || setgid(NOBODY) != 0 ||
				setuid(NOBODY) != 0))
			_exit(2);
		_exit(fn() ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void writes_and_reads(void **state)
{
	struct stat st;
	struct str got = { 0 };

	(void)state;
	assert_int_equal(file_write("f", "a\0b", 3, FILE_REPLACE), 0);
	assert_int_equal(file_read(&got, "f"), 0);
	assert_int_equal(got.len, 3);
	assert_memory_equal(got.p, "a\0b", 4);
	/* Appends to what is there. */
	assert_int_equal(file_read(&got, "f"), 0);
	assert_int_equal(got.len, 6);
	str_release(&got);
	assert_int_equal(stat("f", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(write_text("f", "", FILE_REPLACE), 0);
	assert_content("f", "");
	assert_int_equal(write_text("./f", "again", FILE_REPLACE), 0);
	assert_content("f", "again");
	assert_int_equal(count_entries("."), 1);
	unlink("f");
}

static void read_limit(void **state)
{
	struct str got;

	(void)state;
	write_text("f", "12345", FILE_REPLACE);
	str_init(&got, 5);
	assert_int_equal(file_read(&got, "f"), 0);
	assert_true(str_is(&got, "12345"));
	assert_int_equal(file_read(&got, "f"), ERR_LIMIT);
	str_release(&got);
	str_init(&got, 4);
	assert_int_equal(file_read(&got, "f"), ERR_LIMIT);
	assert_string_equal(err_message(), "'f' is larger than 4 bytes");
	assert_true(got.len <= 4);
	str_release(&got);
	unlink("f");
}

static void reads_standard_input(void **state)
{
	struct str got = { 0 };
	int pipes[2], kept = dup(STDIN_FILENO);

	(void)state;
	assert_int_equal(pipe(pipes), 0);
	assert_int_equal(write(pipes[1], "typed", 5), 5);
	close(pipes[1]);
	dup2(pipes[0], STDIN_FILENO);
	close(pipes[0]);
	assert_int_equal(file_read(&got, "-"), 0);
	dup2(kept, STDIN_FILENO);
	close(kept);
	assert_string_equal(got.p, "typed");
	str_release(&got);
}

/* None of these may block either. */
static void refuses_what_is_no_file(void **state)
{
	struct str got = { 0 };
	uint64_t size = 42;

	(void)state;
	assert_int_equal(file_read(&got, "absent"), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"cannot open 'absent': No such file or directory");
	assert_int_equal(file_read(&got, "."), ERR_INVALID);
	assert_string_equal(
		err_message(), "'.' is a folder; name a file in it");
	assert_int_equal(mkfifo("pipe", 0600), 0);
	assert_int_equal(file_read(&got, "pipe"), ERR_INVALID);
	assert_string_equal(err_message(),
		"'pipe' is not a regular file; '-' reads standard input");
	assert_int_equal(file_read(&got, "/dev/zero"), ERR_INVALID);
	assert_int_equal(file_size("pipe", &size), ERR_INVALID);
	assert_int_equal(file_size(".", &size), ERR_INVALID);
	assert_int_equal(file_size("absent", &size), ERR_NOTFOUND);
	assert_true(size == 42);
	assert_int_equal(got.len, 0);
	str_release(&got);
	unlink("pipe");
}

static void excl_refuses(void **state)
{
	(void)state;
	assert_int_equal(write_text("f", "first", FILE_EXCL), 0);
	assert_int_equal(write_text("f", "second", FILE_EXCL), ERR_EXISTS);
	assert_string_equal(err_message(), "'f' exists already");
	assert_content("f", "first");
	unlink("f");
	/* A link that leads nowhere is there, too. */
	assert_int_equal(symlink("nowhere", "f"), 0);
	assert_int_equal(write_text("f", "third", FILE_EXCL), ERR_EXISTS);
	assert_false(file_exists("nowhere"));
	assert_int_equal(count_entries("."), 1);
	unlink("f");
}

/* Two writers that both saw that there is no file yet. */
static void excl_race(void **state)
{
	struct file_writer a, b;
	int rc;

	(void)state;
	assert_int_equal(file_writer_open(&a, "f", FILE_EXCL), 0);
	assert_int_equal(file_writer_open(&b, "f", FILE_EXCL), 0);
	rc = file_writer_add(&a, "a", 1);
	assert_int_equal(rc, 0);
	rc = file_writer_add(&b, "b", 1);
	assert_int_equal(rc, 0);
	assert_false(file_exists("f"));
	assert_int_equal(file_writer_close(&b, 0), 0);
	assert_int_equal(file_writer_close(&a, 0), ERR_EXISTS);
	assert_non_null(strstr(err_message(), "cannot create 'f': "));
	assert_content("f", "b");
	assert_int_equal(count_entries("."), 1);
	unlink("f");
}

static void thrown_away(void **state)
{
	struct file_writer w;

	(void)state;
	write_text("f", "old", FILE_REPLACE);
	assert_int_equal(file_writer_open(&w, "f", FILE_REPLACE), 0);
	assert_int_equal(file_writer_add(&w, "ne", 2), 0);
	assert_int_equal(file_writer_add(&w, "w", 1), 0);
	assert_content("f", "old");
	assert_int_equal(count_entries("."), 2);
	err_set(ERR_PARSE, "the reason");
	assert_int_equal(file_writer_close(&w, ERR_PARSE), ERR_PARSE);
	assert_string_equal(err_message(), "the reason");
	assert_content("f", "old");
	assert_int_equal(count_entries("."), 1);
	/* Closing once more does no harm. */
	assert_int_equal(file_writer_close(&w, 0), 0);
	unlink("f");
}

static void link_is_replaced(void **state)
{
	struct stat st;

	(void)state;
	write_text("target", "kept", FILE_REPLACE);
	assert_int_equal(symlink("target", "f"), 0);
	assert_int_equal(write_text("f", "new", FILE_REPLACE), 0);
	assert_content("target", "kept");
	assert_int_equal(lstat("f", &st), 0);
	assert_true(S_ISREG(st.st_mode));
	unlink("f");
	unlink("target");
}

static void no_place_to_write(void **state)
{
	(void)state;
	assert_int_equal(
		write_text("absent/f", "x", FILE_REPLACE), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"cannot write into the folder 'absent': No such file or "
		"directory");
	assert_int_equal(write_text("", "x", FILE_REPLACE), ERR_INVALID);
	assert_int_equal(write_text("./", "x", FILE_REPLACE), ERR_INVALID);
	assert_string_equal(err_message(), "'./' does not name a file");
	assert_int_equal(mkdir("d", 0700), 0);
	assert_int_equal(write_text("d", "x", FILE_REPLACE), ERR_IO);
	assert_non_null(strstr(err_message(), "cannot replace 'd': "));
	assert_int_equal(count_entries("."), 1);
	assert_int_equal(count_entries("d"), 0);
	rmdir("d");
}

/* A limit on file size, for a disk that fills up in the middle. */
static bool write_too_much(void)
{
	struct rlimit limit = { 100000, 100000 };
	static char data[300000];

	signal(SIGXFSZ, SIG_IGN);
	return setrlimit(RLIMIT_FSIZE, &limit) == 0 &&
	       file_write("d/f", data, sizeof(data), FILE_REPLACE) == ERR_IO &&
	       strstr(err_message(), "cannot write 'd/f': ") != NULL;
}

static void disk_full(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0700), 0);
	write_text("d/f", "old", FILE_REPLACE);
	assert_int_equal(chmod("d", 0777), 0);
	assert_int_equal(chmod(".", 0755), 0);
	assert_true(as_ordinary_user(write_too_much));
	assert_content("d/f", "old");
	assert_int_equal(count_entries("d"), 1);
	unlink("d/f");
	rmdir("d");
}

static bool write_and_read_without_rights(void)
{
	struct str got = { 0 };
	bool good = write_text("d/f", "new", FILE_REPLACE) == ERR_IO &&
		    strcmp(err_message(),
			    "cannot write 'd/f': Permission denied") == 0;

	good = good && write_text("d/g", "new", FILE_EXCL) == ERR_IO;
	good = good && file_mkdir("d/deeper") == ERR_IO;
	good = good && file_read(&got, "d/f") == ERR_IO &&
	       strcmp(err_message(), "cannot open 'd/f': Permission denied") ==
		       0;
	str_release(&got);
	return good;
}

static void read_only_folder(void **state)
{
	(void)state;
	assert_int_equal(mkdir("d", 0700), 0);
	write_text("d/f", "old", FILE_REPLACE);
	assert_int_equal(chmod("d/f", 0000), 0);
	assert_int_equal(chmod("d", 0555), 0);
	assert_int_equal(chmod(".", 0755), 0);
	assert_true(as_ordinary_user(write_and_read_without_rights));
	assert_int_equal(chmod("d", 0700), 0);
	assert_int_equal(chmod("d/f", 0600), 0);
	assert_content("d/f", "old");
	assert_int_equal(count_entries("d"), 1);
	unlink("d/f");
	rmdir("d");
}

/* Who reads while another replaces sees one text or the other, whole. */
static void whole_at_any_moment(void **state)
{
	static char texts[2][20000];
	int status = 0;
	pid_t child;

	(void)state;
	memset(texts[0], 'a', sizeof(texts[0]));
	memset(texts[1], 'b', sizeof(texts[1]));
	assert_int_equal(
		file_write("f", texts[0], sizeof(texts[0]), FILE_REPLACE), 0);
	child = fork();
	if (child == 0) {
		for (int i = 0; i < 100; i++)
			if (file_write("f", texts[i % 2], sizeof(texts[0]),
				    FILE_REPLACE) != 0)
				_exit(1);
		_exit(0);
	}
	do {
		struct str got = { 0 };

		assert_int_equal(file_read(&got, "f"), 0);
		assert_int_equal(got.len, sizeof(texts[0]));
		assert_memory_equal(
			got.p, texts[got.p[0] - 'a'], sizeof(texts[0]));
		str_release(&got);
	} while (waitpid(child, &status, WNOHANG) == 0);
	assert_int_equal(status, 0);
	assert_int_equal(count_entries("."), 1);
	unlink("f");
}

static void folders(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(file_mkdir("a/b/c"), 0);
	assert_int_equal(file_mkdir("a/b/c"), 0);
	assert_int_equal(file_mkdir("a//b/d/"), 0);
	assert_int_equal(stat("a/b/c", &st), 0);
	assert_int_equal(st.st_mode & 07777, 0700);
	assert_int_equal(file_sync_dir("a/b"), 0);
	assert_int_equal(file_sync_dir("absent"), ERR_NOTFOUND);
	write_text("a/f", "x", FILE_REPLACE);
	assert_int_equal(file_mkdir("a/f"), ERR_EXISTS);
	assert_string_equal(
		err_message(), "cannot make the folder 'a/f': File exists");
	assert_int_equal(file_mkdir("a/f/g"), ERR_EXISTS);
	assert_int_equal(file_mkdir(""), ERR_NOTFOUND);
	unlink("a/f");
	rmdir("a/b/c");
	rmdir("a/b/d");
	rmdir("a/b");
	rmdir("a");
}

static void assert_joined(const char *dir, const char *name, const char *want)
{
	struct str out = { 0 };

	assert_int_equal(file_join(&out, dir, name), 0);
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void paths(void **state)
{
	uint64_t size = 0;

	(void)state;
	assert_joined("a", "b", "a/b");
	assert_joined("a/", "b", "a/b");
	assert_joined("/", "b", "/b");
	assert_joined("", "b", "b");
	assert_joined("a", "/b", "/b");
	assert_string_equal(file_basename("a/b"), "b");
	assert_string_equal(file_basename("b"), "b");
	assert_string_equal(file_basename("a/"), "");
	assert_false(file_exists("f"));
	write_text("f", "12345", FILE_REPLACE);
	assert_true(file_exists("f"));
	assert_true(file_exists("."));
	assert_int_equal(file_size("f", &size), 0);
	assert_true(size == 5);
	unlink("f");
}

static void many_files_are_flushed_once(void **state)
{
	(void)state;
	assert_int_equal(write_text("one", "1", FILE_LATER), 0);
	assert_int_equal(write_text("one", "2", FILE_LATER), 0);
	assert_content("one", "2");
	assert_int_equal(file_sync_all("."), 0);
	assert_int_equal(count_entries("."), 1);
	assert_int_equal(file_sync_all("absent"), ERR_NOTFOUND);
	assert_int_equal(unlink("one"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_files_are_flushed_once),
		cmocka_unit_test(writes_and_reads),
		cmocka_unit_test(read_limit),
		cmocka_unit_test(reads_standard_input),
		cmocka_unit_test(refuses_what_is_no_file),
		cmocka_unit_test(excl_refuses),
		cmocka_unit_test(excl_race),
		cmocka_unit_test(thrown_away),
		cmocka_unit_test(link_is_replaced),
		cmocka_unit_test(no_place_to_write),
		cmocka_unit_test(disk_full),
		cmocka_unit_test(read_only_folder),
		cmocka_unit_test(whole_at_any_moment),
		cmocka_unit_test(folders),
		cmocka_unit_test(paths),
	};

	return cmocka_run_group_tests(tests, enter_folder, leave_folder);
}
