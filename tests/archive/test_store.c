/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "archive/ledger.h"
#include "base/file.h"
#include "sample.h"

static void path_of(char out[300], const char *dir, const char *name)
{
	snprintf(out, 300, "%s/%s", dir, name);
}

static void create_and_open(void **state)
{
	char *dir = sample_folder(), path[300];
	struct store *s = NULL;
	struct str head = { 0 }, found = { 0 };
	struct stat st;

	(void)state;
	sample_must(store_create(dir), "create");
	path_of(path, dir, "secret");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	path_of(path, dir, "constat.db");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0077, 0);
	assert_int_equal(store_create(dir), ERR_EXISTS);
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	assert_int_equal(strlen(store_id(s)), 32);
	assert_int_equal(store_tree(s)->size, 1);
	sample_must(store_head(&head, s), "head");
	assert_non_null(strstr(head.p, store_id(s)));
	store_close(s);
	path_of(path, dir, "a");
	assert_int_equal(mkdir(path, 0700), 0);
	sample_must(store_find(&found, path), "find");
	assert_string_equal(strrchr(found.p, '/'), strrchr(dir, '/'));
	str_clear(&found);
	assert_int_equal(store_find(&found, "/"), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "constat init"));
	str_release(&head);
	str_release(&found);
	sample_remove(dir);
}

static void spoil(
	const char *dir, const char *text, const char *words, int code)
{
	char path[300];
	struct store *s = NULL;

	path_of(path, dir, "constat.db");
	sample_must(
		file_write(path, text, strlen(text), FILE_REPLACE), "spoil");
	assert_int_equal(store_open(&s, dir, STORE_READ), code);
	assert_null(s);
	if (strstr(err_message(), words) == NULL)
		fail_msg("'%s' lacks '%s'", err_message(), words);
}

static void what_is_no_archive(void **state)
{
	char *dir = sample_folder(), path[300];
	struct store *s = NULL;

	(void)state;
	assert_int_equal(store_open(&s, dir, STORE_READ), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "holds no archive"));
	spoil(dir,
		"Ceci n'est pas une base, mais un texte assez long pour "
		"qu'on le prenne au serieux, et il continue encore ici.",
		"is damaged", ERR_CORRUPT);
	spoil(dir, "", "not an archive", ERR_CORRUPT);
	path_of(path, dir, "constat.db");
	unlink(path);
	sample_must(store_create(dir), "create");
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	sample_must(
		db_exec(store_db(s), "UPDATE meta SET value = '99' WHERE key = "
				     "'schema'"),
		"newer");
	store_close(s);
	s = NULL;
	assert_int_equal(store_open(&s, dir, STORE_READ), ERR_INVALID);
	assert_non_null(strstr(err_message(), "newer constat"));
	sample_remove(dir);
}

static void keys_must_be_there_to_write(void **state)
{
	char *dir = sample_folder(), *other = sample_folder();
	char path[300], moved[300];
	struct store *s = NULL;

	(void)state;
	sample_must(store_create(dir), "create");
	sample_must(store_create(other), "create");
	path_of(path, dir, "secret");
	path_of(moved, other, "secret");
	unlink(path);
	assert_int_equal(store_open(&s, dir, STORE_WRITE), ERR_NOTFOUND);
	assert_non_null(strstr(err_message(), "put the file back"));
	sample_must(store_open(&s, dir, STORE_READ), "reading needs none");
	assert_null(store_secret(s));
	store_close(s);
	s = NULL;
	assert_int_equal(rename(moved, path), 0);
	assert_int_equal(store_open(&s, dir, STORE_WRITE), ERR_CORRUPT);
	assert_non_null(strstr(err_message(), "another archive"));
	sample_remove(dir);
	sample_remove(other);
}

static void transactions(void **state)
{
	char *dir = sample_folder();
	struct ledger_entry entry = { .act = "case" };
	struct store *s = NULL;

	(void)state;
	sample_must(store_create(dir), "create");
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	sample_must(store_begin(s), "begin");
	sample_must(store_begin(s), "inner");
	sample_must(ledger_append(s, &entry, NULL), "append");
	sample_must(store_commit(s), "inner commit");
	store_rollback(s);
	sample_must(store_begin(s), "begin");
	assert_int_equal(store_tree(s)->size, 1);
	sample_must(ledger_append(s, &entry, NULL), "append");
	sample_must(store_begin(s), "inner");
	assert_int_equal(store_end(s, ERR_PARSE), ERR_PARSE);
	assert_int_equal(store_commit(s), ERR_DB);
	store_close(s);
	s = NULL;
	sample_must(store_open(&s, dir, STORE_READ), "open");
	assert_int_equal(store_tree(s)->size, 1);
	store_close(s);
	sample_remove(dir);
}

/* A writer that waits for another is told so. */
static void two_writers(void **state)
{
	char *dir = sample_folder();
	struct store *a = NULL, *b = NULL;

	(void)state;
	sample_must(store_create(dir), "create");
	sample_must(store_open(&a, dir, STORE_WRITE), "open");
	sample_must(store_open(&b, dir, STORE_WRITE), "open");
	db_patience(store_db(b), 50);
	sample_must(store_begin(a), "begin");
	assert_int_equal(store_begin(b), ERR_BUSY);
	assert_non_null(strstr(err_message(), "in use by another process"));
	sample_must(store_commit(a), "commit");
	sample_must(store_begin(b), "begin");
	sample_must(store_commit(b), "commit");
	store_close(a);
	store_close(b);
	sample_remove(dir);
}

/* Two that make an archive in one folder: one does, and the other makes
 * nothing worse. */
static void two_creators(void **state)
{
	char *dir = sample_folder();
	struct store *s = NULL;
	int made = 0;
	pid_t pids[8];

	(void)state;
	for (int i = 0; i < 8; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			_exit(store_create(dir));
	}
	for (int i = 0; i < 8; i++) {
		int status = 0;

		waitpid(pids[i], &status, 0);
		assert_true(WIFEXITED(status));
		made += WEXITSTATUS(status) == 0;
		assert_true(WEXITSTATUS(status) == 0 ||
			    WEXITSTATUS(status) == ERR_EXISTS ||
			    WEXITSTATUS(status) == ERR_BUSY);
	}
	assert_int_equal(made, 1);
	sample_must(store_open(&s, dir, STORE_WRITE), "open");
	assert_int_equal(store_tree(s)->size, 1);
	store_close(s);
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(create_and_open),
		cmocka_unit_test(what_is_no_archive),
		cmocka_unit_test(keys_must_be_there_to_write),
		cmocka_unit_test(transactions),
		cmocka_unit_test(two_writers),
		cmocka_unit_test(two_creators),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
