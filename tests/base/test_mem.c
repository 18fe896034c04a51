/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"

static void zeroed(void **state)
{
	unsigned char *p = mem_new(100, 7);

	(void)state;
	for (size_t i = 0; i < 700; i++)
		assert_int_equal(p[i], 0);
	free(p);
	p = mem_new(0, 8);
	assert_non_null(p);
	free(p);
	p = mem_resize(NULL, 0, 8);
	assert_non_null(p);
	p = mem_resize(p, 4, 8);
	memset(p, 1, 32);
	p = mem_resize(p, 0, 0);
	assert_non_null(p);
	free(p);
}

static void grows(void **state)
{
	size_t cap = 0, moves = 0;
	int *v = NULL;

	(void)state;
	for (size_t i = 0; i < 100000; i++) {
		size_t before = cap;

		v = mem_grow(v, &cap, i + 1, sizeof(*v));
		assert_true(cap > i);
		moves += cap != before;
		v[i] = (int)i;
	}
	assert_true(moves < 20);
	for (size_t i = 0; i < 100000; i++)
		assert_int_equal(v[i], (int)i);
	assert_ptr_equal(mem_grow(v, &cap, 5, sizeof(*v)), v);
	free(v);
}

static void copies(void **state)
{
	char *p = mem_dup("a\0b", 3);

	(void)state;
	assert_memory_equal(p, "a\0b", 4);
	free(p);
	p = mem_dup(NULL, 0);
	assert_string_equal(p, "");
	free(p);
	p = mem_strdup("text");
	assert_string_equal(p, "text");
	free(p);
	assert_null(mem_strdup(NULL));
}

static void ask_new(void)
{
	free(mem_new(SIZE_MAX / 2, 3));
}

static void ask_resize(void)
{
	free(mem_resize(NULL, SIZE_MAX / 2, 3));
}

static void ask_grow(void)
{
	size_t cap = 0;

	free(mem_grow(NULL, &cap, SIZE_MAX / 4, 64));
}

static void ask_grow_too_far(void)
{
	size_t cap = SIZE_MAX / 2 + 1;

	free(mem_grow(NULL, &cap, SIZE_MAX, 1));
}

static void ask_dup(void)
{
	free(mem_dup("", SIZE_MAX));
}

/* What a process that asks for too much says, and its status. */
static void assert_ends(void (*ask)(void))
{
	int pipes[2], status = 0;
	char text[200] = "";
	pid_t child;

	assert_int_equal(pipe(pipes), 0);
	child = fork();
	if (child == 0) {
		dup2(pipes[1], STDERR_FILENO);
		ask();
		_exit(0);
	}
	close(pipes[1]);
	assert_true(read(pipes[0], text, sizeof(text) - 1) > 0);
	close(pipes[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 2);
	assert_string_equal(text,
		"constat: out of memory; what was finished before is kept\n");
}

static void ends_the_process(void **state)
{
	(void)state;
	assert_ends(mem_none);
	assert_ends(ask_resize);
	assert_ends(ask_grow);
	assert_ends(ask_grow_too_far);
	assert_ends(ask_dup);
#ifndef __SANITIZE_ADDRESS__
	/* There, the sanitizer itself refuses such a size first. */
	assert_ends(ask_new);
#else
	(void)ask_new;
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed),
		cmocka_unit_test(grows),
		cmocka_unit_test(copies),
		cmocka_unit_test(ends_the_process),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
