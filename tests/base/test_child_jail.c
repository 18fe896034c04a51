/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child_jail.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* How a jailed process that does `act` ends: its status. */
static int jailed(int (*act)(void))
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		child_jail();
		_exit(act());
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return status;
}

static int by_number(const void *a, const void *b)
{
	const int *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What a parser does: memory small and large, sorting, the clock. */
static int work(void)
{
	struct timespec now;
	size_t n = 300000;
	int *v = malloc(n * sizeof(*v));

	if (v == NULL || clock_gettime(CLOCK_REALTIME, &now) != 0)
		return 1;
	for (size_t i = 0; i < n; i++)
		v[i] = (int)(i * 7919 % 100003);
	qsort(v, n, sizeof(*v), by_number);
	v = realloc(v, n * 8 * sizeof(*v));
	if (v == NULL)
		return 2;
	free(v);
	return 0;
}

static int open_file(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 && errno == EACCES ? 0 : 1;
}

static int open_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0) < 0;
}

static int start_process(void)
{
	return fork() < 0;
}

static int start_program(void)
{
	char name[] = "/bin/true";
	char *const argv[] = { name, NULL };

	return execv(name, argv);
}

static int signal_parent(void)
{
	return kill(getppid(), 0);
}

static int give_up(void)
{
	abort();
}

static void allows_work(void **state)
{
	(void)state;
	assert_int_equal(jailed(work), 0);
}

static void refuses(void **state)
{
	int (*const acts[])(void) = { open_socket, start_process, start_program,
		signal_parent };

	(void)state;
	if (CHILD_SANITIZED)
		skip();
	assert_int_equal(jailed(open_file), 0);
	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		int status = jailed(acts[i]);

		assert_true(WIFSIGNALED(status));
		assert_int_equal(WTERMSIG(status), SIGSYS);
	}
}

static void lets_abort(void **state)
{
	int status = jailed(give_up);

	(void)state;
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allows_work),
		cmocka_unit_test(refuses),
		cmocka_unit_test(lets_abort),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
