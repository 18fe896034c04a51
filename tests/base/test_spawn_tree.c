/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/spawn_tree.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define MIB (UINT64_C(1) << 20)

/* Says on fd that all is set up, and stays. */
_Noreturn static void stay(int fd)
{
	if (write(fd, "x", 1) != 1)
		_exit(1);
	for (;;)
		pause();
}

/* A child, its child, and one that made a session of its own and whose
 * parent is gone; all hold `size` bytes of memory between them. */
static void grow(size_t size)
{
	int p[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(p), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		char *memory = malloc(size);

		memset(memory, 7, size);
		if (fork() == 0) {
			prctl(PR_SET_NAME, "odd) name ((", 0, 0, 0);
			stay(p[1]);
		}
		if (fork() == 0) {
			setsid();
			if (fork() == 0)
				stay(p[1]);
			_exit(0);
		}
		stay(p[1]);
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(read(p[0], &c, 1), 1);
	close(p[0]);
	close(p[1]);
}

static void sees_all_and_ends_all(void **state)
{
	struct spawn_tree t = { 0 };

	(void)state;
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	spawn_tree_read(&t, getpid());
	assert_int_equal(t.n_below, 0);
	assert_true(t.n > 0);
	assert_int_equal(spawn_tree_memory(&t), 0);
	grow(64 * MIB);
	spawn_tree_read(&t, getpid());
	assert_true(t.n_below >= 3);
	/* The copies of the page tables' owner are counted once. */
	assert_true(spawn_tree_memory(&t) >= 64 * MIB);
	assert_true(spawn_tree_end(5000));
	spawn_tree_read(&t, getpid());
	assert_int_equal(t.n_below, 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_true(spawn_tree_end(0));
	spawn_tree_release(&t);
}

/* Two processes that each start others, in many groups, as fast as they are
 * killed; not more than `left` in all. */
static void breed(int *left)
{
	while (__atomic_sub_fetch(left, 1, __ATOMIC_RELAXED) > 0) {
		pid_t pid = fork();

		if (pid < 0)
			_exit(1);
		if (pid > 0 && *left % 3 == 0)
			_exit(0);
		if (pid == 0 && *left % 2 == 0)
			setpgid(0, 0);
		usleep(500);
	}
	for (;;)
		pause();
}

static void ends_what_multiplies(void **state)
{
	int *left = mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t pid;

	(void)state;
	assert_true(left != MAP_FAILED);
	*left = 200;
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		breed(left);
	usleep(5000);
	assert_true(spawn_tree_end(10000));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	munmap(left, sizeof(*left));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sees_all_and_ends_all),
		cmocka_unit_test(ends_what_multiplies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
