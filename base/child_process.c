/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The child gets its limits before it does anything: CPU seconds, memory, no
 * core; one of ours also gets no files and the jail of child_jail.c. The
 * parent feeds and drains it through non-blocking pipes with a deadline, so
 * that neither side can wait for the other for ever. In the end the child's
 * whole process group is killed before the child is reaped, while its number
 * cannot belong to anybody else.
 */
#include "base/child_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
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
	ABOVE_STANDARD = 3,
	PAUSE_MS = 50, /* longest sleep between two looks */
};

#define DEFAULT_MEMORY (UINT64_C(1) << 30)
#define DEFAULT_OUTPUT (UINT64_C(64) << 20)

struct child_limits child_process_limits(const struct child_limits *given)
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

int64_t child_process_now_ms(void)
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

void child_process_limit(const struct child_limits *l)
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

void child_process_confine(const struct child_limits *l)
{
	child_process_limit(l);
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
			_exit(CHILD_PROCESS_EXIT_START);
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

int child_process_start(struct child_process *c)
{
	int near[3], far[3];
	int rc = open_pipes(near, far);

	c->in = c->out = c->err = -1;
	str_init(&c->noise, 0);
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

ssize_t child_process_write(int fd, const void *data, size_t len)
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

static void feed(struct child_process *c)
{
	ssize_t n = child_process_write(c->in, c->feed, c->feed_len);

	if (n > 0) {
		c->feed += n;
		c->feed_len -= (size_t)n;
	} else if (n < 0 && errno != EAGAIN && errno != EINTR) {
		c->feed_len = 0; /* it wants no more */
	}
}

static void drain_output(struct child_process *c, char *buffer)
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

static void drain_noise(struct child_process *c, char *buffer)
{
	ssize_t n = read(c->err, buffer, READ_SIZE);

	if (n > 0) {
		size_t room = STDERR_MAX - c->noise.len;

		str_add(&c->noise, buffer, (size_t)n < room ? (size_t)n : room);
	} else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
		close_end(&c->err);
	}
}

bool child_process_has_ended(const struct child_process *c)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)c->pid, &info,
		       WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid != 0;
}

/* Reads the child's own clock, which it cannot stop. */
static void read_cpu_clock(struct child_process *c)
{
	clockid_t clock;
	struct timespec t;

	if (clock_getcpuclockid(c->pid, &clock) == 0 &&
		clock_gettime(clock, &t) == 0)
		c->cpu_ms = (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void child_process_begin_job(
	struct child_process *c, const struct child_limits *l)
{
	read_cpu_clock(c);
	c->cpu_until_ms = c->cpu_ms + (int64_t)l->cpu_s * 1000;
	c->deadline_ms = child_process_now_ms() + (int64_t)l->wall_s * 1000;
	c->taken = 0;
	c->late = c->spent = c->flooded = false;
}

/* True at a limit of time, which it notes. */
static bool is_out_of_time(struct child_process *c)
{
	c->late = child_process_now_ms() >= c->deadline_ms;
	if (c->cpu_until_ms == 0)
		return c->late;
	read_cpu_clock(c);
	c->spent = c->cpu_ms >= c->cpu_until_ms;
	return c->late || c->spent;
}

static bool has_enough(const struct child_process *c)
{
	if (c->want > 0 && c->output->len >= c->want)
		return true;
	return c->flooded || (c->out < 0 && (c->err < 0 || c->want > 0));
}

/* It also ends when the child is gone and nothing more comes, though
 * something that it left behind holds the pipes open. */
void child_process_converse(struct child_process *c)
{
	char *buffer = mem_new(READ_SIZE, 1);

	while (!has_enough(c)) {
		struct pollfd p[3] = { { c->out, POLLIN, 0 },
			{ c->err, POLLIN, 0 }, { -1, POLLOUT, 0 } };
		bool ended = child_process_has_ended(c);
		int ready;

		if (c->feed_len > 0)
			p[2].fd = c->in;
		else if (!c->keep_input)
			close_end(&c->in);
		if (is_out_of_time(c))
			break;
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
static void await(struct child_process *c)
{
	int pause = 1;

	while (!child_process_has_ended(c)) {
		if (child_process_now_ms() >= c->deadline_ms) {
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

int child_process_end(struct child_process *c)
{
	struct rusage usage = { 0 };
	int status = 0;

	close_end(&c->in);
	if (!c->late && !c->spent && !c->flooded)
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

int child_process_judge_limits(const struct child_process *c, int status,
	const char *what, const struct child_limits *l)
{
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (c->flooded)
		return err_set(ERR_LIMIT, _("%s gave more than %llu bytes"),
			what, (unsigned long long)l->output);
	if (c->late)
		return err_set(ERR_LIMIT, _("%s took longer than %u seconds"),
			what, l->wall_s);
	if (c->spent || number == SIGXCPU ||
		(number == SIGKILL && c->cpu_until_ms == 0 &&
			c->cpu_ms >= (int64_t)l->cpu_s * 1000))
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

int child_process_judge(const struct child_process *c, int status,
	const char *what, const struct child_limits *l)
{
	int rc = child_process_judge_limits(c, status, what, l);

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

void child_process_reset_signals(void)
{
	sigset_t none;

	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* ---- the frame of an answer ------------------------------------------- */

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

bool child_process_answer(int code, const struct str *result)
{
	const char *message = code != 0 ? err_message() : "";
	size_t words = strnlen(message, CHILD_PROCESS_MESSAGE);
	size_t len = code == 0 ? result->len : 0;
	unsigned char frame[CHILD_PROCESS_FRAME];

	codec_put32(frame, (uint32_t)code);
	codec_put32(frame + 4, (uint32_t)words);
	codec_put64(frame + 8, len);
	return write_all(STDOUT_FILENO, frame, sizeof(frame)) &&
	       write_all(STDOUT_FILENO, message, words) &&
	       write_all(STDOUT_FILENO, result->p, len);
}

size_t child_process_frame_length(const struct str *reply)
{
	const unsigned char *p = (const unsigned char *)reply->p;
	uint32_t words = codec_get32(p + 4);
	uint64_t len = codec_get64(p + 8);

	if (words > CHILD_PROCESS_MESSAGE || len > SIZE_MAX / 2)
		return SIZE_MAX;
	return CHILD_PROCESS_FRAME + words + (size_t)len;
}

int child_process_unwrap(
	struct str *out, const struct str *reply, const char *what)
{
	struct str message = { 0 };
	const char *p = reply->p;
	uint32_t code, n;
	int rc;

	if (reply->len < CHILD_PROCESS_FRAME ||
		child_process_frame_length(reply) != reply->len)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	code = codec_get32((const unsigned char *)p);
	n = codec_get32((const unsigned char *)p + 4);
	if (code > ERR_CORRUPT)
		return err_set(ERR_PARSE, _("%s crashed the parser"), what);
	p += CHILD_PROCESS_FRAME;
	if (code == 0) {
		rc = str_add(out, p + n, reply->len - CHILD_PROCESS_FRAME - n);
		return rc != 0 ? str_check(out, what) : 0;
	}
	utf8_printable(&message, p, n, false);
	rc = err_set((int)code, "%s", message.p != NULL ? message.p : "");
	str_release(&message);
	return rc;
}
