/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "archive/holder.h"

/* The start of the name's part i (from 0). */
static char *part(char *name, int i)
{
	while (i-- > 0)
		name = strchr(name, ':') + 1;
	return name;
}

static void this_process_is_here(void **state)
{
	char name[HOLDER_TEXT], again[HOLDER_TEXT], host[256] = "";

	(void)state;
	assert_int_equal(holder_self(name), 0);
	assert_int_equal(holder_self(again), 0);
	assert_string_equal(name, again);
	assert_false(holder_is_gone(name));
	assert_int_equal(strtol(part(name, 3), NULL, 10), getpid());
	/* Neither the machine's name nor its id can be read from it. */
	gethostname(host, sizeof(host) - 1);
	assert_null(strstr(name, host));
}

/* A child that says its name and waits to be killed. */
static pid_t start_child(char name[HOLDER_TEXT])
{
	int p[2];
	pid_t pid;

	assert_int_equal(pipe(p), 0);
	pid = fork();
	if (pid == 0) {
		char own[HOLDER_TEXT] = { 0 };

		holder_self(own);
		if (write(p[1], own, sizeof(own)) != sizeof(own))
			_exit(1);
		for (;;)
			pause();
	}
	assert_true(pid > 0);
	assert_int_equal(read(p[0], name, HOLDER_TEXT), HOLDER_TEXT);
	close(p[0]);
	close(p[1]);
	return pid;
}

static void a_killed_one_is_gone(void **state)
{
	char name[HOLDER_TEXT];
	pid_t pid = start_child(name);
	siginfo_t info;

	(void)state;
	assert_false(holder_is_gone(name));
	kill(pid, SIGKILL);
	/* Dead, and its parent has not looked yet. */
	waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
	assert_true(holder_is_gone(name));
	waitpid(pid, NULL, 0);
	assert_true(holder_is_gone(name));
}

/* The name with part i replaced. */
static void alter(
	char out[HOLDER_TEXT], const char *name, int i, const char *text)
{
	char copy[HOLDER_TEXT];
	const char *rest;

	strcpy(copy, name);
	rest = strchr(part(copy, i), ':');
	snprintf(out, HOLDER_TEXT, "%.*s%s%s", (int)(part(copy, i) - copy),
		copy, text, rest != NULL ? rest : "");
}

static void what_is_known_of_others(void **state)
{
	char name[HOLDER_TEXT], other[HOLDER_TEXT];

	(void)state;
	assert_int_equal(holder_self(name), 0);
	alter(other, name, 0, "0123456789abcdef");
	assert_false(holder_is_gone(other)); /* another machine */
	alter(other, name, 1, "before");
	assert_true(holder_is_gone(other)); /* started anew since */
	alter(other, name, 2, "[1]");
	assert_false(holder_is_gone(other)); /* a container's */
	alter(other, name, 4, "1");
	assert_true(holder_is_gone(other)); /* the number, given again */
	alter(other, name, 3, "4194305");
	assert_true(holder_is_gone(other)); /* beyond what Linux gives */
}

static void what_is_no_name(void **state)
{
	static const char *const texts[] = { "", "a", ":::::", "a:b:c:d:e",
		"a:b:c:-1:2", "a:b:c:0:2", "a:b:c:1:2x", "a:b:c:1" };
	char name[HOLDER_TEXT], other[HOLDER_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(holder_is_gone(texts[i]));
	assert_int_equal(holder_self(name), 0);
	alter(other, name, 3, "-7");
	assert_false(holder_is_gone(other));
	alter(other, name, 1,
		"a boot's number that is much longer than any that there is");
	assert_false(holder_is_gone(other));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(this_process_is_here),
		cmocka_unit_test(a_killed_one_is_gone),
		cmocka_unit_test(what_is_known_of_others),
		cmocka_unit_test(what_is_no_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
