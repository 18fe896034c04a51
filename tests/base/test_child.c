/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/child_jail.h"
#include "base/err.h"
#include "base/mem.h"

#define MIB (UINT64_C(1) << 20)

static int run(struct str *out, const char *const argv[], const char *in,
	const struct child_limits *limits)
{
	return child_run(out, argv, NULL, in, in ? strlen(in) : 0, limits);
}

static int shell(
	struct str *out, const char *script, const struct child_limits *limits)
{
	const char *const argv[] = { "sh", "-c", script, NULL };

	return run(out, argv, NULL, limits);
}

static void assert_message(const char *part)
{
	if (strstr(err_message(), part) == NULL)
		fail_msg("'%s' is not in '%s'", part, err_message());
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void run_gives_output(void **state)
{
	const char *const argv[] = { "cat", NULL };
	struct str out = { 0 };

	(void)state;
	str_puts(&out, "before ");
	assert_int_equal(run(&out, argv, "hello", NULL), 0);
	assert_string_equal(out.p, "before hello");
	str_release(&out);
}

static void run_large_both_ways(void **state)
{
	const char *const argv[] = { "cat", NULL };
	size_t len = 20 * MIB;
	char *in = mem_new(len, 1);
	struct str out = { 0 };

	(void)state;
	for (size_t i = 0; i < len; i++)
		in[i] = (char)(i * 31 + i / 4096);
	assert_int_equal(child_run(&out, argv, NULL, in, len, NULL), 0);
	assert_int_equal(out.len, len);
	assert_memory_equal(out.p, in, len);
	free(in);
	str_release(&out);
}

/* The program does not read: neither SIGPIPE nor a failure. */
static void run_input_unwanted(void **state)
{
	const char *const argv[] = { "true", NULL };
	size_t len = 4 * MIB;
	char *in = mem_new(len, 1);
	struct str out = { 0 };

	(void)state;
	signal(SIGPIPE, SIG_DFL);
	assert_int_equal(child_run(&out, argv, NULL, in, len, NULL), 0);
	free(in);
	str_release(&out);
}

static void run_missing_program(void **state)
{
	const char *const argv[] = { "no-such-program-here", NULL };
	const char *const folder[] = { "/", NULL };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(run(&out, argv, NULL, NULL), ERR_NOTFOUND);
	assert_string_equal(err_message(),
		"there is no program 'no-such-program-here'; install it");
	assert_int_equal(run(&out, folder, NULL, NULL), ERR_NOTFOUND);
	assert_message("cannot start the program '/': Permission denied");
	str_release(&out);
}

static void run_failure_says_why(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(
		shell(&out, "echo half; printf 'bad \\033[1m\\n' >&2; exit 3",
			NULL),
		ERR_IO);
	assert_string_equal(
		err_message(), "'sh' ended with status 3: bad \\x1B[1m");
	assert_int_equal(out.len, 0);
	assert_int_equal(shell(&out, "exit 127", NULL), ERR_IO);
	assert_string_equal(err_message(), "'sh' ended with status 127");
	assert_int_equal(shell(&out, "exit 75", NULL), ERR_BUSY);
	assert_string_equal(err_message(), "'sh' ended with status 75");
	assert_int_equal(shell(&out, "kill -SEGV $$", NULL), ERR_IO);
	assert_string_equal(err_message(), "'sh' was ended by signal 11");
	assert_int_equal(
		shell(&out, "head -c 9000 /dev/zero | tr '\\0' x >&2; exit 1",
			NULL),
		ERR_IO);
	assert_message("xxxxxxxx");
	str_release(&out);
}

static void run_wall_limit(void **state)
{
	const struct child_limits limits = { .wall_s = 1 };
	struct str out = { 0 };
	double begin = seconds();

	(void)state;
	assert_int_equal(shell(&out, "echo x; sleep 30", &limits), ERR_LIMIT);
	assert_string_equal(err_message(), "sh took longer than 1 seconds");
	assert_int_equal(out.len, 0);
	/* Also when it closed its outputs, and when it catches SIGTERM. */
	assert_int_equal(
		shell(&out, "trap '' TERM; exec >&- 2>&-; sleep 30", &limits),
		ERR_LIMIT);
	assert_true(seconds() - begin < 10);
	str_release(&out);
}

static void run_cpu_limit(void **state)
{
	const struct child_limits limits = { .wall_s = 20, .cpu_s = 1 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(
		shell(&out, "while :; do :; done", &limits), ERR_LIMIT);
	assert_string_equal(
		err_message(), "sh took more than 1 seconds of computing");
	str_release(&out);
}

static void run_output_limit(void **state)
{
	const struct child_limits limits = { .output = 100000 };
	const char *const argv[] = { "yes", NULL };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(run(&out, argv, NULL, &limits), ERR_LIMIT);
	assert_string_equal(err_message(), "yes gave more than 100000 bytes");
	assert_int_equal(out.len, 0);
	str_release(&out);
}

/* What a program leaves behind holds the pipe open: the output is taken all
 * the same, and the rest of the group is ended. */
static void run_leaves_nothing_behind(void **state)
{
	const struct child_limits limits = { .wall_s = 20 };
	struct str out = { 0 };
	double begin = seconds();
	pid_t pid;

	(void)state;
	assert_int_equal(shell(&out, "sleep 60 & echo $!", &limits), 0);
	assert_true(seconds() - begin < 10);
	pid = (pid_t)strtol(out.p, NULL, 10);
	assert_true(pid > 1);
	for (int i = 0; i < 100 && kill(pid, 0) == 0; i++)
		usleep(20000);
	assert_int_not_equal(kill(pid, 0), 0);
	str_release(&out);
}

static void run_environment(void **state)
{
	const char *const argv[] = { "env", NULL };
	const char *const env[] = { "EXTRA=1", NULL };
	struct str out = { 0 };

	(void)state;
	setenv("http_proxy", "http://192.0.2.1", 1);
	assert_int_equal(child_run(&out, argv, env, NULL, 0, NULL), 0);
	assert_non_null(strstr(out.p, "EXTRA=1\n"));
	assert_non_null(strstr(out.p, "LANG=C.UTF-8\n"));
	assert_non_null(strstr(out.p, "PATH="));
	assert_null(strstr(out.p, "http_proxy"));
	unsetenv("http_proxy");
	str_release(&out);
}

/* Only 0, 1 and 2 are open in the child. */
static void run_leaks_no_files(void **state)
{
	struct str out = { 0 };
	int fd = dup(STDERR_FILENO);

	(void)state;
	assert_int_equal(
		shell(&out, "for f in /proc/$$/fd/*; do echo ${f##*/}; done",
			NULL),
		0);
	assert_true(fd > 2);
	/* The shell itself may hold one for the folder's listing: above. */
	assert_int_equal(strncmp(out.p, "0\n1\n2\n", 6), 0);
	assert_true(out.len <= 9);
	close(fd);
	str_release(&out);
}

static int open_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	while (readdir(dir) != NULL)
		n++;
	closedir(dir);
	return n;
}

static int upper(struct str *out, const void *in, size_t len, void *ctx)
{
	const char *p = in;

	for (size_t i = 0; i < len; i++)
		str_putc(out, (char)(p[i] - ('a' - 'A')));
	return str_puts(out, ctx);
}

static int refuse(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)in;
	(void)len;
	(void)ctx;
	str_puts(out, "half");
	return err_set(ERR_REFUSED, "line %d: 'x' is \033not allowed", 7);
}

static int crash(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)out;
	(void)in;
	(void)len;
	(void)ctx;
	raise(SIGSEGV);
	return 0;
}

static int give_up(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)out;
	(void)in;
	(void)len;
	(void)ctx;
	abort();
}

static int spin(struct str *out, const void *in, size_t len, void *ctx)
{
	volatile unsigned n = 0;

	(void)out;
	(void)in;
	(void)len;
	(void)ctx;
	for (;;)
		n++;
	return 0;
}

static int flood(struct str *out, const void *in, size_t len, void *ctx)
{
	int rc = 0;

	(void)in;
	(void)len;
	(void)ctx;
	while (rc == 0)
		rc = str_puts(out, "endless ");
	return rc;
}

static int hoard(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)in;
	(void)len;
	(void)ctx;
	for (int i = 0; i < 10; i++) {
		char *p = mem_new(1, 1024 * MIB);

		memset(p, i, 64);
		str_putc(out, p[3]);
	}
	return 0;
}

static int touch(struct str *out, const void *in, size_t len, void *ctx)
{
	int fd = open(ctx, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	(void)in;
	(void)len;
	if (fd < 0)
		return err_set(ERR_IO, "refused to open");
	if (write(fd, "x", 1) != 1)
		return err_set(ERR_IO, "refused to write");
	return str_puts(out, "written");
}

static int connect_out(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)in;
	(void)len;
	(void)ctx;
	socket(AF_INET, SOCK_STREAM, 0);
	return str_puts(out, "has a socket");
}

static int echo(struct str *out, const void *in, size_t len, void *ctx)
{
	(void)ctx;
	return str_add(out, in, len);
}

static void call_gives_output(void **state)
{
	char tail[] = "!";
	struct str out = { 0 };

	(void)state;
	str_puts(&out, ">");
	assert_int_equal(
		child_call(&out, upper, "abc", 3, tail, "the text", NULL), 0);
	assert_string_equal(out.p, ">ABC!");
	str_release(&out);
}

static void call_large(void **state)
{
	size_t len = 30 * MIB;
	char *in = mem_new(len, 1);
	struct str out = { 0 };
	int before = open_descriptors();

	(void)state;
	memset(in, 'z', len);
	assert_int_equal(
		child_call(&out, echo, in, len, NULL, "the text", NULL), 0);
	assert_int_equal(out.len, len);
	assert_memory_equal(out.p, in, len);
	assert_int_equal(open_descriptors(), before);
	free(in);
	str_release(&out);
}

static void call_brings_message(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(
		child_call(&out, refuse, "", 0, NULL, "the text", NULL),
		ERR_REFUSED);
	assert_string_equal(err_message(), "line 7: 'x' is \\x1Bnot allowed");
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void call_crash(void **state)
{
	struct str out = { 0 };

	(void)state;
	assert_int_equal(child_call(&out, crash, "", 0, NULL, "the page", NULL),
		ERR_PARSE);
	if (!CHILD_SANITIZED)
		assert_string_equal(err_message(),
			"the page crashed the parser (signal 11)");
	assert_int_equal(
		child_call(&out, give_up, "", 0, NULL, "the page", NULL),
		ERR_PARSE);
	if (!CHILD_SANITIZED)
		assert_string_equal(err_message(),
			"the page crashed the parser (signal 6)");
	str_release(&out);
}

static void call_limits(void **state)
{
	const struct child_limits cpu = { .cpu_s = 1, .wall_s = 20 };
	const struct child_limits wall = { .cpu_s = 20, .wall_s = 1 };
	const struct child_limits output = { .output = 1000 };
	struct str out = { 0 };

	(void)state;
	assert_int_equal(child_call(&out, spin, "", 0, NULL, "the page", &cpu),
		ERR_LIMIT);
	assert_string_equal(err_message(),
		"the page took more than 1 seconds of computing");
	assert_int_equal(child_call(&out, spin, "", 0, NULL, "the page", &wall),
		ERR_LIMIT);
	assert_string_equal(
		err_message(), "the page took longer than 1 seconds");
	assert_int_equal(
		child_call(&out, flood, "", 0, NULL, "the page", &output),
		ERR_LIMIT);
	assert_message("1000 bytes");
	assert_int_equal(out.len, 0);
	str_release(&out);
}

static void call_memory(void **state)
{
	struct str out = { 0 };

	(void)state;
	if (CHILD_SANITIZED)
		skip();
	assert_int_equal(child_call(&out, hoard, "", 0, NULL, "the page", NULL),
		ERR_LIMIT);
	assert_string_equal(
		err_message(), "the page needs more than 1024 MiB of memory");
	str_release(&out);
}

static void call_no_files(void **state)
{
	char path[] = "/tmp/constat-child-XXXXXX";
	int fd = mkstemp(path);
	struct str out = { 0 };
	struct stat st;

	(void)state;
	assert_true(fd >= 0);
	close(fd);
	assert_int_not_equal(
		child_call(&out, touch, "", 0, path, "the page", NULL), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_size, 0);
	assert_int_equal(out.len, 0);
	unlink(path);
	str_release(&out);
}

static void call_no_network(void **state)
{
	struct str out = { 0 };

	(void)state;
	if (CHILD_SANITIZED)
		skip();
	assert_int_equal(
		child_call(&out, connect_out, "", 0, NULL, "the page", NULL),
		ERR_PARSE);
	assert_string_equal(
		err_message(), "the page crashed the parser (signal 31)");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_gives_output),
		cmocka_unit_test(run_large_both_ways),
		cmocka_unit_test(run_input_unwanted),
		cmocka_unit_test(run_missing_program),
		cmocka_unit_test(run_failure_says_why),
		cmocka_unit_test(run_wall_limit),
		cmocka_unit_test(run_cpu_limit),
		cmocka_unit_test(run_output_limit),
		cmocka_unit_test(run_leaves_nothing_behind),
		cmocka_unit_test(run_environment),
		cmocka_unit_test(run_leaks_no_files),
		cmocka_unit_test(call_gives_output),
		cmocka_unit_test(call_large),
		cmocka_unit_test(call_brings_message),
		cmocka_unit_test(call_crash),
		cmocka_unit_test(call_limits),
		cmocka_unit_test(call_memory),
		cmocka_unit_test(call_no_files),
		cmocka_unit_test(call_no_network),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
