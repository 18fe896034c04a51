/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "archive/folder.h"
#include "archive/verify.h"
#include "base/file.h"
#include "sample.h"

static void makes_everything(void **state)
{
	char *dir = sample_folder(), path[300];
	struct stat st;

	(void)state;
	sample_must(folder_create(dir, "{}\n"), "create");
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(path, sizeof(path), "%s/case.json", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	snprintf(path, sizeof(path), "%s/declarations", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(folder_create(dir, "{}\n"), ERR_EXISTS);
	assert_non_null(strstr(err_message(), "case folder already"));
	sample_remove(dir);
}

static void leaves_others_alone(void **state)
{
	char *dir = sample_folder(), path[300];
	struct str kept = { 0 };

	(void)state;
	snprintf(path, sizeof(path), "%s/notes.txt", dir);
	sample_must(file_write(path, "x", 1, FILE_EXCL), "notes");
	assert_int_equal(folder_create(dir, "{}\n"), ERR_EXISTS);
	assert_non_null(strstr(err_message(), "is not empty"));
	assert_int_equal(file_read(&kept, path), 0);
	assert_true(str_is(&kept, "x"));
	snprintf(path, sizeof(path), "%s/secret", dir);
	assert_false(file_exists(path));
	str_release(&kept);
	assert_int_not_equal(folder_create("/dev/null/x", "{}"), 0);
	sample_remove(dir);
}

/* Killed at any moment, the next try completes it. */
static void killed(void **state)
{
	unsigned delay = 0;

	(void)state;
	for (int round = 0; round < 40; round++, delay += 150) {
		char *dir = sample_folder();
		struct verify_result r = { 0 };
		struct store *s = NULL;
		pid_t pid = fork();
		int rc;

		if (pid == 0) {
			folder_create(dir, "{}\n");
			_exit(0);
		}
		usleep(delay);
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		rc = folder_create(dir, "{}\n");
		assert_true(rc == 0 || rc == ERR_EXISTS);
		sample_must(store_open(&s, dir, STORE_WRITE), "open");
		sample_must(verify_store(&r, s, NULL, NULL, NULL), "verify");
		assert_int_equal(r.findings, 0);
		verify_result_release(&r);
		store_close(s);
		sample_remove(dir);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_everything),
		cmocka_unit_test(leaves_others_alone),
		cmocka_unit_test(killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
