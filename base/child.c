/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The child gets its limits before it does anything: CPU seconds, memory, no
 * core; one of ours also gets no files and the jail of child_jail.c. The
 * parent feeds and drains it through non-blocking pipes with a deadline, so
 * that neither side can wait for the other for ever. In the end the child's
 * whole process group is killed before the child is reaped, while its number
 * cannot belong to anybody else.
 *
 * child_call() brings the result back in a frame:
 *
 *	be32 code | be32 length of the message | message | output
 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
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
	EXIT_MEMORY = 2,  /* what mem_none() ends with */
	EXIT_START = 126, /* the child could not be set up */
	FRAME = 8,	  /* bytes before the message */
	MESSAGE_ROOM = 4096,
	ABOVE_STANDARD = 3,
	PAUSE_MS = 50, /* longest sleep between two looks */
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
	int64_t cpu_ms; /* computing time, once it has ended */
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

static void set_limit(__rlimit_resource_t what, rlim_t value)
{
	struct rlimit limit = { value, value };

	setrlimit(what, &limit);
}

/* In the child, before its work. */
static void apply_limits(const struct child_limits *l)
{
	/* At the soft limit comes SIGXCPU, a second later SIGKILL. */
	struct rlimit cpu = { l->cpu_s, (rlim_t)l->cpu_s + 1 };

	setrlimit(RLIMIT_CPU, &cpu);
	set_limit(RLIMIT_CORE, 0);
	if (l->memory != UINT64_MAX && !CHILD_SANITIZED)
		set_limit(RLIMIT_AS, l->memory);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
}

/* The same for our own code, which needs nothing of the world. */
static void apply_own_limits(const struct child_limits *l)
{
	apply_limits(l);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	set_limit(RLIMIT_FSIZE, 0);
	if (!CHILD_SANITIZED)
		set_limit(RLIMIT_NOFILE, ABOVE_STANDARD);
	child_jail();
}

/* In the child: the pipes' far ends in place of 0, 1, 2; nothing else stays
 * open. They may be 0, 1, 2 in the wrong order already: hence the detour. */
static void take_pipes(const int far[3])
{
	int high[3];

	for (int i = 0; i < 3; i++)
		high[i] = fcntl(far[i], F_DUPFD, ABOVE_STANDARD);
	for (int i = 0; i < 3; i++)
		if (high[i] < 0 || dup2(high[i], i) != i)
			_exit(EXIT_START);
	closefrom(ABOVE_STANDARD);
}

/* Three pipes, for standard input, output and error: our ends (not blocking)
 * and the child's. */
static int open_pipes(int near[3], int far[3])
{
	int rc = 0;

	for (int i = 0; i < 3; i++)
		near[i] = far[i] = -1;
	for (int i = 0; i < 3 && rc == 0; i++) {
		int p[2];

		if (pipe2(p, O_CLOEXEC) != 0) {
			rc = err_sys(_("cannot make a pipe"));
			break;
		}
		near[i] = i == 0 ? p[1] : p[0];
		far[i] = i == 0 ? p[0] : p[1];
		if (fcntl(near[i], F_SETFL, O_NONBLOCK) != 0)
			rc = err_sys(_("cannot prepare a pipe"));
	}
	return rc;
}

static void close_ends(int ends[3])
{
	for (int i = 0; i < 3; i++)
		close_end(&ends[i]);
}

/* Forks with three pipes. In the child c->pid is 0 and they are in place. */
static int start(struct child *c)
{
	int near[3], far[3];
	int rc = open_pipes(near, far);

	if (rc != 0)
		goto done;
	c->pid = fork();
	if (c->pid == 0) {
		setpgid(0, 0);
		take_pipes(far);
		return 0;
	}
	if (c->pid < 0) {
		rc = err_sys(_("cannot start another process"));
		goto done;
	}
	setpgid(c->pid, c->pid);
	c->in = near[0];
	c->out = near[1];
	c->err = near[2];
done:
	close_ends(far);
	if (rc != 0)
		close_ends(near);
	return rc;
}

/* write() that never raises SIGPIPE, whatever the program does about it. */
static ssize_t write_quietly(int fd, const void *data, size_t len)
{
	const struct timespec now = { 0, 0 };
	sigset_t broken, before;
	ssize_t n;
	int number;

	sigemptyset(&broken);
	sigaddset(&broken, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &broken, &before);
	n = write(fd, data, len);
	number = errno;
	if (n < 0 && number == EPIPE && !sigismember(&before, SIGPIPE))
		sigtimedwait(&broken, NULL, &now);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = number;
	return n;
}

static void feed(struct child *c)
{
	ssize_t n = write_quietly(c->in, c->feed, c->feed_len);

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

/* Whether it has ended; it is not reaped yet. */
static bool has_ended(const struct child *c)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)c->pid, &info,
		       WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid != 0;
}

/* Moves bytes until both outputs are closed or a limit is reached; or until
 * the child is gone and nothing more comes, when something that it left
 * behind holds them open. */
static void converse(struct child *c)
{
	char *buffer = mem_new(READ_SIZE, 1);

	while ((c->out >= 0 || c->err >= 0) && !c->flooded) {
		struct pollfd p[3] = { { c->out, POLLIN, 0 },
			{ c->err, POLLIN, 0 }, { c->in, POLLOUT, 0 } };
		bool ended = has_ended(c);
		int ready;

		if (now_ms() >= c->deadline_ms) {
			c->late = true;
			break;
		}
		ready = poll(p, 3, ended ? 0 : PAUSE_MS);
		if (ready == 0 && ended)
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

/* Waits for the end of a child that has closed its outputs. */
static void await(struct child *c)
{
	int pause = 1;

	while (!has_ended(c)) {
		if (now_ms() >= c->deadline_ms) {
			c->late = true;
			return;
		}
		poll(NULL, 0, pause);
		pause = pause * 2 < PAUSE_MS ? pause * 2 : PAUSE_MS;
	}
}

static int64_t milliseconds(const struct timeval *t)
{
	return (int64_t)t->tv_sec * 1000 + t->tv_usec / 1000;
}

/* Ends the child and everything it started; its wait status. */
static int finish(struct child *c)
{
	struct rusage usage = { 0 };
	int status = 0;

	close_end(&c->in);
	if (!c->late && !c->flooded)
		await(c);
	kill(-c->pid, SIGKILL);
	while (wait4(c->pid, &status, 0, &usage) < 0 && errno == EINTR)
		continue;
	c->cpu_ms =
		milliseconds(&usage.ru_utime) + milliseconds(&usage.ru_stime);
	close_end(&c->out);
	close_end(&c->err);
	return status;
}

/* 0, or which of the limits ended it. */
static int judge_limits(const struct child *c, int status, const char *what,
	const struct child_limits *l)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (c->flooded)
		return err_set(ERR_LIMIT, _("%s gave more than %llu bytes"),
			what, (unsigned long long)l->output);
	if (c->late)
		return err_set(ERR_LIMIT, _("%s took longer than %u seconds"),
			what, l->wall_s);
	if (number == SIGXCPU ||
		(number == SIGKILL && c->cpu_ms >= (int64_t)l->cpu_s * 1000))
		return err_set(ERR_LIMIT,
			_("%s took more than %u seconds of computing"), what,
			l->cpu_s);
	if (number == SIGKILL)
		return err_set(ERR_LIMIT,
			_("%s was given up by the system (signal %d), perhaps "
			  "for want of memory; close other programs"),
			what, number);
	return 0;
}

/* 0, or why the end of our own code is a failure. */
static int judge_own(const struct child *c, int status, const char *what,
	const struct child_limits *l)
{
	int rc = judge_limits(c, status, what, l);

	if (rc != 0)
		return rc;
	if (WIFSIGNALED(status))
		return err_set(ERR_PARSE,
			_("%s crashed the parser (signal %d)"), what,
			WTERMSIG(status));
	if (WEXITSTATUS(status) == EXIT_MEMORY)
		return err_set(ERR_LIMIT,
			_("%s needs more than %llu MiB of memory"), what,
			(unsigned long long)(l->memory >> 20));
	if (WEXITSTATUS(status) != 0)
		return err_set(ERR_PARSE,
			_("%s crashed the parser (status %d)"), what,
			WEXITSTATUS(status));
	return 0;
}

/* The parent's handlers and masks are not the child's. */
static void reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
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

		if (value == NULL && i > 0)
			continue;
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

static void trim_end(struct str *s)
{
	size_t len = s->len;

	while (len > 0 && strchr(" \n\r\t", s->p[len - 1]) != NULL)
		len--;
	str_cut(s, len);
}

/* Says in the message how the program ended and what it said. */
static int program_error(struct child *c, const char *name, int status)
{
	struct str words = { 0 };
	int rc;

	trim_end(&c->noise);
	if (c->noise.len > 0)
		str_puts(&words, ": ");
	utf8_printable(&words, c->noise.p, c->noise.len, false);
	if (WIFSIGNALED(status))
		rc = err_set(ERR_IO, _("'%s' was ended by signal %d%s"), name,
			WTERMSIG(status), words.p != NULL ? words.p : "");
	else
		rc = err_set(ERR_IO, _("'%s' ended with status %d%s"), name,
			WEXITSTATUS(status), words.p != NULL ? words.p : "");
	str_release(&words);
	return rc;
}

static int start_error(const char *name, int number)
{
	if (number == ENOENT)
		return err_set(ERR_NOTFOUND,
			_("there is no program '%s'; install it"), name);
	errno = number;
	return err_sys(_("cannot start the program '%s'"), name);
}

/* Runs it in the child; where it cannot be started, errno goes to *failed,
 * which parent and child share. */
_Noreturn static void become(const char *const argv[], char **env,
	const struct child_limits *l, int *failed)
{
	apply_limits(l);
	reset_signals();
	execvpe(argv[0], (char *const *)(uintptr_t)argv, env);
	*failed = errno;
	_exit(EXIT_START);
}

/* The parent's side; failed as in become(). */
static int oversee(struct child *c, const char *name,
	const struct child_limits *l, const int *failed)
{
	int status, rc;

	if (c->feed_len == 0)
		close_end(&c->in);
	converse(c);
	status = finish(c);
	if (*failed != 0)
		return start_error(name, *failed);
	rc = judge_limits(c, status, name, l);
	if (rc == 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
		rc = program_error(c, name, status);
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
		.output_max = l.output,
		.deadline_ms = now_ms() + (int64_t)l.wall_s * 1000 };
	size_t before = out->len;
	char **variables = environment(env);
	int *failed = mmap(NULL, sizeof(*failed), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int rc;

	if (failed == MAP_FAILED)
		mem_none();
	str_init(&c.noise, 0);
	rc = start(&c);
	if (rc == 0 && c.pid == 0)
		become(argv, variables, &l, failed);
	if (rc == 0)
		rc = oversee(&c, argv[0], &l, failed);
	if (rc != 0)
		str_cut(out, before);
	munmap(failed, sizeof(*failed));
	free_environment(variables);
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

	reset_signals();
	apply_own_limits(l);
	str_init(&result, (size_t)l->output);
	err_clear();
	code = fn(&result, in, len, ctx);
	message = code != 0 ? err_message() : "";
	codec_put32(frame, (uint32_t)code);
	codec_put32(frame + 4, (uint32_t)strlen(message));
	if (write_all(STDOUT_FILENO, frame, sizeof(frame)) &&
		write_all(STDOUT_FILENO, message, strlen(message)) && code == 0)
		write_all(STDOUT_FILENO, result.p, result.len);
	_exit(0);
}

/* Takes the frame apart; the child may be hostile by now, so its message is
 * made harmless and its numbers are checked. */
static int unwrap(struct str *out, const struct str *reply, const char *what)
{
	const unsigned char *p = (const unsigned char *)reply->p;
	struct str message = { 0 };
	uint32_t code, n;
	int rc;

	if (reply->len < FRAME)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	code = codec_get32(p);
	n = codec_get32(p + 4);
	if (n > reply->len - FRAME || code > ERR_CORRUPT)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	if (code == 0) {
		rc = str_add(out, reply->p + FRAME + n, reply->len - FRAME - n);
		return rc != 0 ? str_check(out, what) : 0;
	}
	utf8_printable(&message, reply->p + FRAME, n, false);
	rc = err_set((int)code, "%s", message.p != NULL ? message.p : "");
	str_release(&message);
	return rc;
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
		.output_max = l.output + FRAME + MESSAGE_ROOM,
		.deadline_ms = now_ms() + (int64_t)l.wall_s * 1000 };
	int rc;

	str_init(&c.noise, 0);
	str_init(&reply, (size_t)c.output_max);
	(void)gettext(
		""); /* the catalogue is read here: the jail has no files */
	rc = start(&c);
	if (rc == 0 && c.pid == 0)
		serve(fn, in, len, ctx, &l);
	if (rc == 0) {
		close_end(&c.in);
		converse(&c);
		rc = judge_own(&c, finish(&c), what, &l);
	}
	if (rc == 0)
		rc = unwrap(out, &reply, what);
	str_release(&reply);
	str_release(&c.noise);
	return rc;
}
