/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The child gets its limits before it does anything: CPU seconds, memory, no
 * files, no core. The parent feeds and drains it through non-blocking pipes
 * with a deadline, so that neither side can wait for the other for ever; the
 * child's process group is killed at the end in any case.
 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/child_jail.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

enum {
	DEFAULT_WALL_S = 60,
	DEFAULT_CPU_S = 30,
	STDERR_MAX = 4096,
	READ_SIZE = 64 << 10,
	EXIT_MEMORY = 2, /* what mem_none() ends with */
	EXIT_NO_PROGRAM = 127,
	FRAME = 8, /* be32 code, be32 length of the message */
};

#define DEFAULT_MEMORY (UINT64_C(1) << 30)
#define DEFAULT_OUTPUT (UINT64_C(64) << 20)

/* The pipes and the state of one child. */
struct child {
	pid_t pid;
	int in, out, err; /* our ends, -1 when closed */
	const char *feed;
	size_t feed_len;
	struct str *output;
	struct str noise; /* standard error's beginning */
	int64_t deadline_ms;
	uint64_t taken, output_max;
	bool late, flooded;
};

static struct child_limits filled(const struct child_limits *given)
{
	struct child_limits l = { 0 };

	if (given != NULL)
		l = *given;
	if (l.wall_s == 0)
		l.wall_s = DEFAULT_WALL_S;
	if (l.cpu_s == 0)
		l.cpu_s = DEFAULT_CPU_S;
	if (l.memory == 0)
		l.memory = DEFAULT_MEMORY;
	if (l.output == 0)
		l.output = DEFAULT_OUTPUT;
	return l;
}

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void close_end(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void set_limit(int what, rlim_t value)
{
	struct rlimit limit = { value, value };

	setrlimit(what, &limit);
}

/* In the child, before its work. */
static void apply_limits(const struct child_limits *l)
{
	struct rlimit cpu = { l->cpu_s, l->cpu_s + 1 };

	setrlimit(RLIMIT_CPU, &cpu);
	set_limit(RLIMIT_CORE, 0);
#if !CHILD_SANITIZED
	if (l->memory != UINT64_MAX)
		set_limit(RLIMIT_AS, l->memory);
#endif
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/* Puts the far ends in place of 0, 1, 2 and closes everything else. */
static void take_pipes(int in, int out, int err)
{
	int high_in = fcntl(in, F_DUPFD, 10);
	int high_out = fcntl(out, F_DUPFD, 10);
	int high_err = fcntl(err, F_DUPFD, 10);

	dup2(high_in, STDIN_FILENO);
	dup2(high_out, STDOUT_FILENO);
	dup2(high_err, STDERR_FILENO);
	close_range(3, ~0U, 0);
}

/* Forks with three pipes. In the child returns 0 in *pid, with the pipes in
 * place. */
static int start(struct child *c)
{
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 };

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0 ||
		pipe2(err, O_CLOEXEC) != 0) {
		int rc = err_sys(_("cannot make a pipe"));

		for (int i = 0; i < 2; i++) {
			close_end(&in[i]);
			close_end(&out[i]);
			close_end(&err[i]);
		}
		return rc;
	}
	fflush(stdout);
	c->pid = fork();
	if (c->pid == 0) {
		setpgid(0, 0);
		take_pipes(in[0], out[1], err[1]);
		return 0;
	}
	close(in[0]);
	close(out[1]);
	close(err[1]);
	c->in = in[1];
	c->out = out[0];
	c->err = err[0];
	if (c->pid < 0) {
		int rc = err_sys(_("cannot start a child process"));

		close_end(&c->in);
		close_end(&c->out);
		close_end(&c->err);
		return rc;
	}
	setpgid(c->pid, c->pid);
	fcntl(c->in, F_SETFL, O_NONBLOCK);
	fcntl(c->out, F_SETFL, O_NONBLOCK);
	fcntl(c->err, F_SETFL, O_NONBLOCK);
	return 0;
}

static void feed(struct child *c)
{
	ssize_t n = write(c->in, c->feed, c->feed_len);

	if (n > 0) {
		c->feed += n;
		c->feed_len -= (size_t)n;
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		c->feed_len = 0; /* it wants no more */
	}
	if (c->feed_len == 0)
		close_end(&c->in);
}

static void drain_output(struct child *c, char *buffer)
{
	ssize_t n = read(c->out, buffer, READ_SIZE);

	if (n > 0) {
		c->taken += (uint64_t)n;
		if (c->taken > c->output_max ||
			str_add(c->output, buffer, (size_t)n) != 0)
			c->flooded = true;
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close_end(&c->out);
	}
}

static void drain_noise(struct child *c, char *buffer)
{
	ssize_t n = read(c->err, buffer, READ_SIZE);

	if (n > 0) {
		size_t room = STDERR_MAX - c->noise.len;

		str_add(&c->noise, buffer, (size_t)n < room ? (size_t)n : room);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close_end(&c->err);
	}
}

/* Moves bytes until both outputs are closed or a limit is reached. */
static void converse(struct child *c)
{
	char *buffer = mem_new(READ_SIZE, 1);

	while ((c->out >= 0 || c->err >= 0) && !c->flooded) {
		struct pollfd p[3] = { { c->out, POLLIN, 0 },
			{ c->err, POLLIN, 0 }, { c->in, POLLOUT, 0 } };
		int64_t left = c->deadline_ms - now_ms();

		if (left <= 0) {
			c->late = true;
			break;
		}
		if (poll(p, 3, left > 1000 ? 1000 : (int)left) < 0 &&
			errno != EINTR)
			break;
		if (p[0].revents != 0)
			drain_output(c, buffer);
		if (p[1].revents != 0)
			drain_noise(c, buffer);
		if (p[2].revents != 0)
			feed(c);
	}
	free(buffer);
}

/* Ends the child and everything it started; its wait status. */
static int finish(struct child *c)
{
	int status = 0;

	close_end(&c->in);
	if (c->late || c->flooded || c->out >= 0)
		kill(-c->pid, SIGKILL);
	while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	kill(-c->pid, SIGKILL);
	close_end(&c->out);
	close_end(&c->err);
	return status;
}

static int flood_error(const char *what, const struct child *c)
{
	return err_set(ERR_LIMIT, _("%s gave more than %llu bytes"), what,
		(unsigned long long)c->output_max);
}

/* 0, or why the child's end is a failure. */
static int judge(const struct child *c, int status, const char *what,
	const struct child_limits *l)
{
	int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (c->late)
		return err_set(ERR_LIMIT,
			_("%s took longer than %u seconds"), what, l->wall_s);
	if (c->flooded)
		return flood_error(what, c);
	if (signal == SIGXCPU || signal == SIGKILL)
		return err_set(ERR_LIMIT,
			_("%s took more than %u seconds of computing"), what,
			l->cpu_s);
	if (signal != 0)
		return err_set(ERR_PARSE, _("%s crashed the parser (signal %d)"),
			what, signal);
	if (WEXITSTATUS(status) == EXIT_MEMORY)
		return err_set(ERR_LIMIT,
			_("%s needs more than %llu MiB of memory"), what,
			(unsigned long long)(l->memory >> 20));
	return 0;
}

static void reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
}

/* The program's environment: nothing of ours but what it needs. */
static char **environment(const char *const extra[])
{
	static const char *const keep[] = { "PATH", "HOME" };
	size_t n = 0, count = 0;
	char **env;

	while (extra != NULL && extra[count] != NULL)
		count++;
	env = mem_new(count + 4, sizeof(*env));
	for (size_t i = 0; i < 2; i++) {
		const char *value = getenv(keep[i]);
		struct str s = { 0 };

		str_printf(&s, "%s=%s", keep[i],
			value != NULL ? value : "/usr/bin:/bin");
		env[n++] = str_take(&s);
	}
	env[n++] = mem_strdup("LANG=C.UTF-8");
	for (size_t i = 0; i < count; i++)
		env[n++] = mem_strdup(extra[i]);
	return env;
}

static void free_environment(char **env)
{
	for (size_t i = 0; env[i] != NULL; i++)
		free(env[i]);
	free(env);
}

/* Says in the message what the program said. */
static int program_error(const struct child *c, const char *name, int status)
{
	struct str words = { 0 };
	int rc;

	utf8_printable(&words, c->noise.p, c->noise.len, false);
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_PROGRAM)
		rc = err_set(ERR_NOTFOUND,
			_("there is no program '%s'; install it"), name);
	else if (WIFSIGNALED(status))
		rc = err_set(ERR_IO, _("'%s' was ended by signal %d: %s"), name,
			WTERMSIG(status), words.p ? words.p : "");
	else
		rc = err_set(ERR_IO, _("'%s' ended with status %d: %s"), name,
			WEXITSTATUS(status), words.p ? words.p : "");
	str_release(&words);
	return rc;
}

int child_run(struct str *out, const char *const argv[],
	const char *const env[], const void *in, size_t len,
	const struct child_limits *limits)
{
	struct child_limits l = filled(limits);
	struct child c = { .in = -1,
		.out = -1,
		.err = -1,
		.feed = in,
		.feed_len = len,
		.output = out,
		.output_max = l.output };
	char **environ_ = environment(env);
	int rc, status;

	str_init(&c.noise, 0);
	c.deadline_ms = now_ms() + (int64_t)l.wall_s * 1000;
	rc = start(&c);
	if (rc == 0 && c.pid == 0) {
		apply_limits(&l);
		reset_signals();
		execvpe(argv[0], (char *const *)(uintptr_t)argv, environ_);
		_exit(EXIT_NO_PROGRAM);
	}
	if (rc == 0) {
		if (len == 0)
			close_end(&c.in);
		converse(&c);
		status = finish(&c);
		if (c.late || c.flooded ||
			(WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU))
			rc = judge(&c, status, argv[0], &l);
		else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
			rc = program_error(&c, argv[0], status);
	}
	free_environment(environ_);
	str_release(&c.noise);
	return rc;
}

static bool write_all(int fd, const void *data, size_t len)
{
	const char *p = data;

	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

/* The child's side of child_call(): frame, message, result. */
_Noreturn static void serve(child_fn fn, const void *in, size_t len, void *ctx,
	const struct child_limits *l)
{
	struct str result;
	unsigned char frame[FRAME];
	const char *message;
	int code;

	apply_limits(l);
	reset_signals();
	child_jail();
	str_init(&result, (size_t)l->output);
	err_clear();
	code = fn(&result, in, len, ctx);
	message = code != 0 ? err_message() : "";
	codec_put32(frame, (uint32_t)code);
	codec_put32(frame + 4, (uint32_t)strlen(message));
	if (write_all(STDOUT_FILENO, frame, sizeof(frame)) &&
		write_all(STDOUT_FILENO, message, strlen(message)) &&
		code == 0)
		write_all(STDOUT_FILENO, result.p, result.len);
	_exit(0);
}

/* Takes the frame apart; the child may be hostile by now. */
static int unwrap(struct str *out, const struct str *reply, const char *what)
{
	const unsigned char *p = (const unsigned char *)reply->p;
	uint32_t code, n;
	int rc;

	if (reply->len < FRAME)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	code = codec_get32(p);
	n = codec_get32(p + 4);
	if (n > reply->len - FRAME || code > ERR_CORRUPT)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	if (code != 0)
		return err_set((int)code, "%.*s", (int)n, reply->p + FRAME);
	rc = str_add(out, reply->p + FRAME + n, reply->len - FRAME - n);
	return rc != 0 ? str_check(out, what) : 0;
}

int child_call(struct str *out, child_fn fn, const void *in, size_t len,
	void *ctx, const char *what, const struct child_limits *limits)
{
	struct child_limits l = filled(limits);
	struct str reply;
	struct child c = { .in = -1,
		.out = -1,
		.err = -1,
		.output = &reply,
		.output_max = l.output + FRAME + STDERR_MAX };
	int rc;

	str_init(&c.noise, 0);
	str_init(&reply, (size_t)c.output_max);
	c.deadline_ms = now_ms() + (int64_t)l.wall_s * 1000;
	rc = start(&c);
	if (rc == 0 && c.pid == 0)
		serve(fn, in, len, ctx, &l);
	if (rc == 0) {
		close_end(&c.in);
		converse(&c);
		rc = judge(&c, finish(&c), what, &l);
	}
	if (rc == 0)
		rc = unwrap(out, &reply, what);
	str_release(&reply);
	str_release(&c.noise);
	return rc;
}
