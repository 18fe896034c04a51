/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar: only on a terminal, only for long work, and wiped at the end. */
#include <pty.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "cli/out.h"

static void test_no_terminal(void **state)
{
	struct cli cli = { 0 };
	int saved = dup(STDERR_FILENO);
	FILE *file = tmpfile();

	(void)state;
	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	assert_null(out_progress(&cli).fn);
	out_progress_end();
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	fseek(file, 0, SEEK_END);
	assert_int_equal(ftell(file), 0);
	fclose(file);
}

/* Ten of 40 done at once, twenty after more than a second. */
static void draw(const struct cli *cli)
{
	struct progress p = out_progress(cli);

	if (p.fn == NULL)
		return;
	p.fn("reading", 10, 40, p.ctx);
	nanosleep(&(struct timespec){ 1, 100000000 }, NULL);
	p.fn("reading", 20, 40, p.ctx);
	out_progress_end();
}

/* What a terminal is sent. */
static void on_terminal(const struct cli *cli, char *said, size_t size)
{
	int master, slave, saved;
	ssize_t n;

	if (openpty(&master, &slave, NULL, NULL, NULL) != 0)
		skip();
	fflush(stderr);
	saved = dup(STDERR_FILENO);
	dup2(slave, STDERR_FILENO);
	draw(cli);
	fputs("$", stderr);
	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	n = read(master, said, size - 1);
	said[n > 0 ? n : 0] = '\0';
	close(slave);
	close(master);
}

static void test_terminal(void **state)
{
	struct cli loud = { 0 }, quiet = { .quiet = true },
		   json = { .json = true };
	char said[512];

	(void)state;
	on_terminal(&loud, said, sizeof(said));
	assert_null(strstr(said, " 25 %"));
	assert_non_null(strstr(said, "reading   50 % [###############  "));
	assert_non_null(strstr(said, "\r\033[K$"));
	on_terminal(&quiet, said, sizeof(said));
	assert_string_equal(said, "$");
	on_terminal(&json, said, sizeof(said));
	assert_string_equal(said, "$");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_terminal),
		cmocka_unit_test(test_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
