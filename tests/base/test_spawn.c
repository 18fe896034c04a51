/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/file.h"
#include "base/spawn_tree.h"

#define MIB (UINT64_C(1) << 20)

/* Those started here, the keeper's included, that have not ended. */
static size_t others(void)
{
	struct spawn_tree t = { 0 };
	size_t n;

	spawn_tree_read(&t, getpid());
	n = t.n_below;
	spawn_tree_release(&t);
	return n;
}

static int shell(struct spawn **out, const char *script,
	const struct spawn_options *given)
{
	const char *const argv[] = { "sh", "-c", script, NULL };
	struct spawn_options o = { 0 };

	if (given != NULL)
		o = *given;
	o.argv = argv;
	return spawn_open(out, &o);
}

static void assert_message(const char *part)
{
	if (strstr(err_message(), part) == NULL)
		fail_msg("'%s' is not in '%s'", part, err_message());
}

/* Reads until the text has come. */
static void expect(const struct spawn *s, const char *text)
{
	struct pollfd p = { spawn_out(s), POLLIN, 0 };
	char got[256] = "";
	size_t n = 0;

	while (strstr(got, text) == NULL) {
		ssize_t more;

		if (poll(&p, 1, 5000) != 1 || n >= sizeof(got) - 1)
			fail_msg("'%s' instead of '%s'", got, text);
		more = read(spawn_out(s), got + n, sizeof(got) - 1 - n);
		if (more <= 0)
			fail_msg("'%s' instead of '%s'", got, text);
		n += (size_t)more;
		got[n] = '\0';
	}
}

static void talks_both_ways(void **state)
{
	struct spawn *s = NULL;

	(void)state;
	assert_int_equal(
		shell(&s, "read line <&3; echo \"got $line\" >&4; sleep 60",
			NULL),
		0);
	assert_int_equal(write(spawn_in(s), "hello\n", 6), 6);
	expect(s, "got hello\n");
	assert_int_equal(spawn_check(s), 0);
	assert_false(spawn_is_offline(s));
	spawn_close(s);
	spawn_close(NULL);
	assert_int_equal(others(), 0);
}

/* Nothing of ours but the two pipes is open in the program. */
static void inherits_nothing(void **state)
{
	struct spawn *s = NULL;
	int leak = dup(STDOUT_FILENO), far = fcntl(leak, F_DUPFD, 40);

	(void)state;
	setenv("SPAWN_SECRET", "x", 1);
	assert_int_equal(
		shell(&s,
			"echo $(ls /proc/self/fd) \"[$SPAWN_SECRET$HOME]\" "
			">&4; sleep 60",
			&(struct spawn_options){ .folder = NULL }),
		0);
	expect(s, "0 1 2 3 4 5 [");
	spawn_close(s);
	close(leak);
	close(far);
}

static void refuses_to_start(void **state)
{
	const char *const none[] = { "no-such-program-here", NULL };
	const char *const folder[] = { "/", NULL };
	struct spawn *s = NULL;
	char *private = NULL;

	(void)state;
	assert_int_equal(spawn_folder(&private), 0);
	assert_int_equal(spawn_open(&s, &(struct spawn_options){ .argv = none,
						.folder = private }),
		ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there is no program 'no-such-program-here'; install it");
	assert_false(file_exists(private));
	assert_int_equal(spawn_open(&s, &(struct spawn_options){ .argv = folder,
						.offline = true }),
		ERR_IO);
	assert_message("cannot start the program '/': Permission denied");
	assert_null(s);
	assert_int_equal(others(), 0);
	free(private);
}

static void tells_its_end(void **state)
{
	struct spawn *s = NULL;

	(void)state;
	assert_int_equal(
		shell(&s, "printf 'bad \\033[1m\\n' >&2; exit 3", NULL), 0);
	assert_int_equal(spawn_wait(s, 5000), ERR_IO);
	assert_string_equal(
		err_message(), "'sh' ended with status 3: bad \\x1B[1m");
	err_clear();
	assert_int_equal(spawn_check(s), ERR_IO);
	assert_message("status 3");
	spawn_close(s);
	assert_int_equal(shell(&s, "kill -SEGV $$", NULL), 0);
	assert_int_equal(spawn_wait(s, 5000), ERR_IO);
	assert_string_equal(err_message(), "'sh' was ended by signal 11");
	spawn_close(s);
	/* A flood of words does not block it. */
	assert_int_equal(
		shell(&s, "yes >&2 & yes >&2 & sleep 0.2; exit 1", NULL), 0);
	assert_int_equal(spawn_wait(s, 5000), ERR_IO);
	assert_message("status 1: y\\x0Ay");
	spawn_close(s);
	assert_int_equal(others(), 0);
}

static void keeps_limits(void **state)
{
	const struct spawn_options memory = { .memory = 64 * MIB };
	const struct spawn_options time = { .wall_s = 1 };
	const struct spawn_options processes = { .processes = 10 };
	struct spawn *s = NULL;

	(void)state;
	/* Memory of a grandchild counts. */
	assert_int_equal(
		shell(&s, "(head -c 200000000 /dev/zero | tail) & wait",
			&memory),
		0);
	assert_int_equal(spawn_wait(s, 10000), ERR_LIMIT);
	assert_string_equal(
		err_message(), "'sh' took more than 64 MiB of memory");
	spawn_close(s);
	assert_int_equal(shell(&s, "trap '' TERM; sleep 60", &time), 0);
	assert_int_equal(spawn_wait(s, 5000), ERR_LIMIT);
	assert_string_equal(err_message(), "'sh' took longer than 1 seconds");
	spawn_close(s);
	assert_int_equal(
		shell(&s,
			"for i in 1 2 3 4 5 6 7 8 9 10 11; do sleep 60 & "
			"done; wait",
			&processes),
		0);
	assert_int_equal(spawn_wait(s, 5000), ERR_LIMIT);
	assert_string_equal(
		err_message(), "'sh' started more than 10 processes");
	spawn_close(s);
	assert_int_equal(others(), 0);
}

static void wait_gone(pid_t pid)
{
	for (int i = 0; i < 500 && kill(pid, 0) == 0; i++)
		usleep(10000);
	if (kill(pid, 0) == 0)
		fail_msg("process %d is still there", (int)pid);
}

/* The number that the program wrote into the file, once it is there. */
static pid_t read_pid(const char *path)
{
	struct str text = { 0 };
	long pid = 0;

	for (int i = 0; i < 500 && pid <= 0; i++) {
		str_clear(&text);
		if (file_read(&text, path) == 0)
			pid = strtol(text.p, NULL, 10);
		if (pid <= 0)
			usleep(10000);
	}
	assert_true(pid > 1);
	str_release(&text);
	return (pid_t)pid;
}

/* Children in sessions of their own, which the program leaves behind, end
 * with it; the folder goes, with a link in it that is not followed. */
static void leaves_nothing_behind(void **state)
{
	struct spawn *s = NULL;
	char *folder = NULL, *other = NULL, pid_file[256], variable[256];
	struct stat st;
	pid_t pid;

	(void)state;
	assert_int_equal(spawn_folder(&folder), 0);
	assert_int_equal(spawn_folder(&other), 0);
	assert_int_equal(stat(folder, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	snprintf(pid_file, sizeof(pid_file), "%s/pid", other);
	snprintf(variable, sizeof(variable), "OTHER=%s", other);
	assert_int_equal(
		shell(&s,
			"cd \"$HOME\"; mkdir -p a/b; echo x >a/b/c; "
			"ln -s \"$OTHER\" a/link; "
			"setsid sh -c 'echo $$ >\"$OTHER/pid\"; sleep 60' & "
			"sleep 0.3; exit 0",
			&(struct spawn_options){ .folder = folder,
				.env = (const char *const[]){ variable,
					NULL } }),
		0);
	pid = read_pid(pid_file);
	assert_int_equal(spawn_wait(s, 5000), ERR_IO);
	assert_string_equal(err_message(), "'sh' ended with status 0");
	assert_int_equal(kill(pid, 0), -1);
	assert_false(file_exists(folder));
	assert_true(file_exists(pid_file));
	spawn_close(s);
	remove(pid_file);
	remove(other);
	free(folder);
	free(other);
	assert_int_equal(others(), 0);
}

/* We are killed: the keeper clears up all the same. */
static void survives_nobody(void **state)
{
	char *folder = NULL, *other = NULL, pid_file[256], script[512];
	pid_t us, pid;

	(void)state;
	assert_int_equal(spawn_folder(&folder), 0);
	assert_int_equal(spawn_folder(&other), 0);
	snprintf(pid_file, sizeof(pid_file), "%s/pid", other);
	snprintf(script, sizeof(script),
		"setsid sh -c 'echo $$ >%s; sleep 60' & sleep 60", pid_file);
	us = fork();
	assert_true(us >= 0);
	if (us == 0) {
		struct spawn *s = NULL;

		shell(&s, script, &(struct spawn_options){ .folder = folder });
		for (;;)
			pause();
	}
	pid = read_pid(pid_file);
	kill(us, SIGKILL);
	waitpid(us, NULL, 0);
	wait_gone(pid);
	for (int i = 0; i < 500 && file_exists(folder); i++)
		usleep(10000);
	assert_false(file_exists(folder));
	remove(pid_file);
	remove(other);
	free(folder);
	free(other);
}

/* With no network there is one device, and it is down. */
static void goes_offline(void **state)
{
	struct spawn *s = NULL;

	(void)state;
	assert_int_equal(
		shell(&s,
			"echo $(grep -c : "
			"/proc/self/net/dev) user $(id -u) >&4; sleep 60",
			&(struct spawn_options){ .offline = true }),
		0);
	if (spawn_is_offline(s)) {
		char user[32];

		snprintf(user, sizeof(user), "1 user %d\n", (int)geteuid());
		expect(s, user);
	} else {
		print_message("this kernel does not let us go offline\n");
	}
	spawn_close(s);
	assert_int_equal(others(), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(talks_both_ways),
		cmocka_unit_test(inherits_nothing),
		cmocka_unit_test(refuses_to_start),
		cmocka_unit_test(tells_its_end),
		cmocka_unit_test(keeps_limits),
		cmocka_unit_test(leaves_nothing_behind),
		cmocka_unit_test(survives_nobody),
		cmocka_unit_test(goes_offline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
