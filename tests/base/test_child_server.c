/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child_server.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/child_jail.h"
#include "base/err.h"
#include "base/mem.h"

#define MIB (UINT64_C(1) << 20)

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void spin(double for_s)
{
	struct timespec t;

	do
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	while ((double)t.tv_sec + (double)t.tv_nsec / 1e9 < for_s);
}

static void hoard(void)
{
	for (;;)
		memset(mem_new(16 << 20, 1), 1, 16 << 20);
}

/* Does what the job says, by its first word. */
static int obey(struct str *out, const void *in, size_t len, void *ctx)
{
	const char *word = in;

	if (strncmp(word, "crash", 5) == 0)
		raise(SIGSEGV);
	if (strncmp(word, "exit", 4) == 0)
		_exit(0);
	if (strncmp(word, "hang", 4) == 0)
		for (;;) {
			char byte;

			if (read(STDIN_FILENO, &byte, 1) < 0)
				abort();
		}
	if (strncmp(word, "spin", 4) == 0)
		spin(1e9);
	if (strncmp(word, "work", 4) == 0)
		spin(strtod(word + 4, NULL));
	if (strncmp(word, "hoard", 5) == 0)
		hoard();
	if (strncmp(word, "lie", 3) == 0)
		for (int i = 0; i < 64; i++)
			putchar(255);
	fflush(stdout);
	if (strncmp(word, "refuse", 6) == 0)
		return err_set(ERR_NOTFOUND, "nothing in \x1b[m %s", word + 7);
	if (strncmp(word, "flood", 5) == 0)
		while (str_puts(out, "0123456789abcdef") == 0)
			continue;
	if (strncmp(word, "pid", 3) == 0)
		return str_printf(out, "%d", (int)getpid());
	if (strncmp(word, "see", 3) == 0)
		return str_puts(out, *(const char **)ctx);
	if (out->over)
		return str_check(out, "the answer");
	return str_add(out, in, len);
}

static int call(struct child_server *s, struct str *out, const char *job)
{
	str_clear(out);
	return child_server_call(s, out, job, strlen(job), "the page");
}

static void gives(struct child_server *s, const char *job, const char *want)
{
	struct str out = { 0 };

	if (call(s, &out, job) != 0)
		fail_msg("%s: %s", job, err_message());
	assert_string_equal(out.p, want);
	str_release(&out);
}

static void fails(
	struct child_server *s, const char *job, int rc, const char *part)
{
	struct str out = { 0 };

	assert_int_equal(call(s, &out, job), rc);
	assert_int_equal(out.len, 0);
	if (strstr(err_message(), part) == NULL)
		fail_msg("'%s' is not in '%s'", part, err_message());
	str_release(&out);
}

static long pid_of(struct child_server *s)
{
	struct str out = { 0 };
	long pid;

	assert_int_equal(call(s, &out, "pid"), 0);
	pid = strtol(out.p, NULL, 10);
	str_release(&out);
	return pid;
}

static void one_child_does_many_jobs(void **state)
{
	struct child_server *s = NULL;
	long first;

	(void)state;
	assert_int_equal(child_server_open(&s, obey, NULL, NULL), 0);
	first = pid_of(s);
	assert_true(first != getpid());
	for (int i = 0; i < 100; i++)
		gives(s, "hello", "hello");
	gives(s, "", "");
	assert_int_equal(pid_of(s), first);
	child_server_close(s);
	assert_int_equal(kill((pid_t)first, 0), -1);
	child_server_close(NULL);
}

static void large_jobs_pass(void **state)
{
	size_t len = 20 * MIB;
	char *in = mem_new(len, 1);
	struct child_server *s = NULL;
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < len; i++)
		in[i] = (char)(i * 31 + i / 4096);
	assert_int_equal(child_server_open(&s, obey, NULL, NULL), 0);
	for (int i = 0; i < 2; i++) {
		str_clear(&out);
		assert_int_equal(
			child_server_call(s, &out, in, len, "the page"), 0);
		assert_int_equal(out.len, len);
		assert_memory_equal(out.p, in, len);
	}
	child_server_close(s);
	str_release(&out);
	free(in);
}

static void a_share_is_bounded(void **state)
{
	struct child_server *s = NULL;
	long first, second;

	(void)state;
	assert_int_equal(child_server_open(&s, obey, NULL, NULL), 0);
	first = pid_of(s);
	for (int i = 1; i < CHILD_SERVER_JOBS; i++)
		gives(s, "x", "x");
	second = pid_of(s);
	assert_int_not_equal(first, second);
	child_server_restart(s);
	assert_int_not_equal(pid_of(s), second);
	child_server_close(s);
}

static void failures_stay_alone(void **state)
{
	struct child_limits limits = {
		.wall_s = 1, .cpu_s = 20, .memory = 256 * MIB, .output = 1 * MIB
	};
	struct child_server *s = NULL;
	double began = seconds();

	(void)state;
	assert_int_equal(child_server_open(&s, obey, NULL, &limits), 0);
	fails(s, "refuse dots", ERR_NOTFOUND, "nothing in \\x1B[m dots");
	gives(s, "after", "after");
	if (!CHILD_SANITIZED) {
		fails(s, "crash", ERR_PARSE,
			"the page crashed the parser (signal 11)");
		gives(s, "after", "after");
		fails(s, "hoard", ERR_LIMIT, "more than 256 MiB of memory");
		gives(s, "after", "after");
	}
	fails(s, "exit", ERR_PARSE, "the page crashed the parser");
	gives(s, "after", "after");
	fails(s, "lie", ERR_LIMIT, "more than");
	gives(s, "after", "after");
	fails(s, "flood", ERR_LIMIT, "is larger than 1048576 bytes");
	gives(s, "after", "after");
	fails(s, "hang", ERR_LIMIT, "took longer than 1 seconds");
	gives(s, "after", "after");
	child_server_close(s);
	assert_true(seconds() - began < 5);
}

static void time_is_of_each_job(void **state)
{
	struct child_limits limits = { .cpu_s = 1 };
	struct child_server *s = NULL;
	long pid;

	(void)state;
	assert_int_equal(child_server_open(&s, obey, NULL, &limits), 0);
	pid = pid_of(s);
	gives(s, "work0.6", "work0.6");
	gives(s, "work1.2", "work1.2"); /* 0.6 s more */
	assert_int_equal(pid_of(s), pid);
	fails(s, "spin", ERR_LIMIT, "more than 1 seconds of computing");
	gives(s, "after", "after");
	child_server_close(s);
}

static void a_child_that_was_killed_is_replaced(void **state)
{
	struct child_server *s = NULL;
	siginfo_t ended;
	id_t pid;

	(void)state;
	assert_int_equal(child_server_open(&s, obey, NULL, NULL), 0);
	pid = (id_t)pid_of(s);
	kill((pid_t)pid, SIGKILL);
	assert_int_equal(waitid(P_PID, pid, &ended, WEXITED | WNOWAIT), 0);
	gives(s, "after", "after");
	child_server_close(s);
}

static void memory_is_that_of_the_start(void **state)
{
	const char *text = "before";
	struct child_server *s = NULL;

	(void)state;
	assert_int_equal(child_server_open(&s, obey, &text, NULL), 0);
	gives(s, "see", "before");
	text = "behind";
	gives(s, "see", "before");
	child_server_restart(s);
	gives(s, "see", "behind");
	child_server_close(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_child_does_many_jobs),
		cmocka_unit_test(large_jobs_pass),
		cmocka_unit_test(a_share_is_bounded),
		cmocka_unit_test(failures_stay_alone),
		cmocka_unit_test(time_is_of_each_job),
		cmocka_unit_test(a_child_that_was_killed_is_replaced),
		cmocka_unit_test(memory_is_that_of_the_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
