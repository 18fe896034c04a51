/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three processes: we, the keeper, the program. Between us and the keeper
 * are two pipes: "control" carries nothing, its end says that we want the
 * end or are gone; "reports" brings one struct report when the program runs
 * (or could not be started), and another when all is over.
 *
 *	we     -- control -->  keeper  -- fork, exec -->  program
 *	we     <-- reports --  keeper  <-- standard error --
 *	we     -- 3, 4 ------------------------------->   program
 *
 * Without a network: the program gets a network namespace of its own, with
 * nothing in it but a loopback device that is down; who is not root gets
 * that in a user namespace of its own, in which he stays who he is.
 */
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/spawn_tree.h"
#include "base/str.h"
#include "base/utf8.h"

enum {
	ABOVE_STANDARD = 3,
	KEPT = 16,	  /* the keeper's descriptors are put above this */
	TICK_MS = 100,	  /* between two looks at the tree */
	END_MS = 10000,	  /* for killing what is there */
	GRACE_MS = 15000, /* for the keeper to end */
	START_MS = 30000, /* for the program to be started */
	WORDS = 2048,	  /* of standard error */
	FOLDERS = 16,	  /* descriptors for walking a folder */
};

enum report_kind {
	REPORT_RUNS,  /* value: 1 when it has no network */
	REPORT_NONE,  /* could not be started; value: errno */
	REPORT_ENDED, /* value: wait status */
	REPORT_MEMORY,
	REPORT_PROCESSES,
	REPORT_TIME,
	REPORT_CLOSED, /* because we wanted it */
	REPORT_LOST,   /* the keeper is gone */
};

/* Less than PIPE_BUF, so that it arrives whole. */
struct report {
	enum report_kind kind;
	int value;
	unsigned n; /* bytes of words */
	char words[WORDS];
};

struct spawn {
	pid_t keeper;
	int control, reports, in, out; /* -1 when closed */
	bool offline, over;
	struct report end; /* when it is over */
	char *name, *folder;
	uint64_t memory;
	size_t processes;
	unsigned wall_s;
};

/* The keeper's side. */
struct keeper {
	const struct spawn_options *o;
	char **env;
	int control, reports;
	int far[2]; /* the program's 3 and 4 */
	int noise;  /* its standard error */
	pid_t pid;
	bool offline;
	int64_t deadline_ms;
	struct spawn_tree tree;
	struct report report;
};

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

/* --- the folder --- */

int spawn_folder(char **out)
{
	const char *base = getenv("TMPDIR");
	struct str path = { 0 };
	int rc = 0;

	if (base == NULL || base[0] != '/')
		base = "/tmp";
	str_printf(&path, "%s/constat-XXXXXX", base);
	if (mkdtemp(path.p) == NULL)
		rc = err_sys(_("cannot make a folder in '%s'"), base);
	else
		*out = str_take(&path);
	str_release(&path);
	return rc;
}

static int remove_one(
	const char *path, const struct stat *s, int kind, struct FTW *where)
{
	(void)s;
	(void)kind;
	(void)where;
	remove(path);
	return 0;
}

static void remove_folder(const char *folder)
{
	if (folder != NULL)
		nftw(folder, remove_one, FOLDERS, FTW_PHYS | FTW_DEPTH);
}

/* --- in the program's process, before it is the program --- */

static bool write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool fine = fd >= 0 &&
		    write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return fine;
}

static bool map_id(const char *path, unsigned id)
{
	char line[64];

	snprintf(line, sizeof(line), "%u %u 1\n", id, id);
	return write_file(path, line);
}

/* Leaves the network behind. */
static bool go_offline(void)
{
	uid_t user = geteuid();
	gid_t group = getegid();

	if (unshare(CLONE_NEWNET) == 0)
		return true;
	return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 &&
	       write_file("/proc/self/setgroups", "deny") &&
	       map_id("/proc/self/uid_map", user) &&
	       map_id("/proc/self/gid_map", group);
}

/* Says in the start pipe what failed (0: going offline), and ends. */
_Noreturn static void give_up(int start, int number)
{
	ssize_t n = write(start, &number, sizeof(number));

	_exit(n > 0 ? 126 : 127);
}

/* Becomes the program; noise and start are above KEPT, as far is. */
_Noreturn static void become(
	const struct keeper *k, bool offline, int noise, int start)
{
	const struct rlimit none = { 0, 0 };

	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	setrlimit(RLIMIT_CORE, &none);
	signal(SIGPIPE, SIG_DFL);
	if (offline && !go_offline())
		give_up(start, 0);
	if (k->o->folder != NULL && chdir(k->o->folder) != 0)
		give_up(start, errno);
	if (dup2(noise, STDERR_FILENO) < 0 ||
		dup2(k->far[0], ABOVE_STANDARD) < 0 ||
		dup2(k->far[1], ABOVE_STANDARD + 1) < 0)
		give_up(start, errno);
	execvpe(k->o->argv[0], (char *const *)(uintptr_t)k->o->argv, k->env);
	give_up(start, errno);
}

/* --- the keeper --- */

static void tell(struct keeper *k, enum report_kind kind, int value)
{
	struct report r = k->report;
	ssize_t n;

	r.kind = kind;
	r.value = value;
	do
		n = write(k->reports, &r, sizeof(r));
	while (n < 0 && errno == EINTR);
}

static int raised(int fd)
{
	return fcntl(fd, F_DUPFD_CLOEXEC, KEPT);
}

/* A pipe whose ends are above KEPT and closed by exec. */
static bool make_pipe(int ends[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC) != 0)
		return false;
	ends[0] = raised(low[0]);
	ends[1] = raised(low[1]);
	close(low[0]);
	close(low[1]);
	return ends[0] >= 0 && ends[1] >= 0;
}

/* Starts the program; whether it runs. *failed is the errno that kept it
 * from starting, or 0: it could not go offline. */
static bool start(struct keeper *k, bool offline, int *failed)
{
	int noise[2], begun[2];
	ssize_t n;

	*failed = EMFILE;
	if (!make_pipe(noise) || !make_pipe(begun))
		return false;
	k->pid = fork();
	if (k->pid == 0)
		become(k, offline, noise[1], begun[1]);
	close(noise[1]);
	close(begun[1]);
	*failed = errno;
	do
		n = k->pid > 0 ? read(begun[0], failed, sizeof(*failed)) : 1;
	while (n < 0 && errno == EINTR);
	close(begun[0]);
	k->noise = noise[0];
	if (n == 0)
		return true;
	close_end(&k->noise);
	if (k->pid > 0)
		waitpid(k->pid, NULL, 0);
	return false;
}

/* Only what it needs stays open, above KEPT; 0, 1, 2 are nothing. Twice
 * moved: out of the way, and into a row behind which all can be closed. */
static void settle(struct keeper *k)
{
	enum { N = 4 };
	int *const kept[N] = { &k->control, &k->reports, &k->far[0],
		&k->far[1] };
	int nothing = raised(open("/dev/null", O_RDWR | O_CLOEXEC));

	for (int i = 0; i < N; i++)
		*kept[i] = raised(*kept[i]);
	for (int i = 0; i < ABOVE_STANDARD; i++)
		dup2(nothing, i);
	for (int i = 0; i < N; i++)
		dup2(*kept[i], ABOVE_STANDARD + i);
	closefrom(ABOVE_STANDARD + N);
	for (int i = 0; i < N; i++) {
		*kept[i] = raised(ABOVE_STANDARD + i);
		close(ABOVE_STANDARD + i);
	}
}

static void keep_noise(struct keeper *k)
{
	char buffer[4096];
	ssize_t n = read(k->noise, buffer, sizeof(buffer));
	size_t room = WORDS - k->report.n;

	if (n <= 0)
		close_end(&k->noise);
	if (n <= 0)
		return;
	room = (size_t)n < room ? (size_t)n : room;
	memcpy(k->report.words + k->report.n, buffer, room);
	k->report.n += (unsigned)room;
}

/* Reaps who has ended; whether the program is among them, and how. */
static bool has_ended(struct keeper *k, int *status)
{
	bool ended = false;
	int s;
	pid_t pid;

	while ((pid = waitpid(-1, &s, WNOHANG)) > 0) {
		if (pid != k->pid)
			continue;
		ended = true;
		*status = s;
	}
	return ended;
}

/* Whether a limit is reached, and which. */
static bool is_over(struct keeper *k, enum report_kind *which)
{
	const struct spawn_options *o = k->o;

	*which = REPORT_TIME;
	if (o->wall_s > 0 && now_ms() >= k->deadline_ms)
		return true;
	if (o->memory == 0 && o->processes == 0)
		return false;
	spawn_tree_read(&k->tree, getpid());
	*which = REPORT_PROCESSES;
	if (o->processes > 0 && k->tree.n_below > o->processes)
		return true;
	*which = REPORT_MEMORY;
	return o->memory > 0 && spawn_tree_memory(&k->tree) > o->memory;
}

/* Waits for something to happen; REPORT_RUNS when it is nothing final. */
static enum report_kind look(struct keeper *k, int *value)
{
	struct pollfd p[2] = { { k->control, POLLIN, 0 },
		{ k->noise, POLLIN, 0 } };
	enum report_kind which;

	poll(p, 2, TICK_MS);
	if (p[1].revents != 0)
		keep_noise(k);
	if (p[0].revents != 0)
		return REPORT_CLOSED;
	if (has_ended(k, value))
		return REPORT_ENDED;
	return is_over(k, &which) ? which : REPORT_RUNS;
}

/* What the program said last is perhaps still in the pipe. */
static void keep_last_noise(struct keeper *k)
{
	struct pollfd p = { k->noise, POLLIN, 0 };

	while (k->noise >= 0 && k->report.n < WORDS && poll(&p, 1, 0) > 0) {
		keep_noise(k);
		p.fd = k->noise;
	}
}

/* Watches until the end, and clears up. */
static void watch(struct keeper *k)
{
	enum report_kind kind;
	int value = 0;

	do
		kind = look(k, &value);
	while (kind == REPORT_RUNS);
	keep_last_noise(k);
	spawn_tree_end(END_MS);
	remove_folder(k->o->folder);
	tell(k, kind, value);
}

_Noreturn static void keep(struct keeper *k)
{
	int failed = 0;
	bool runs;

	prctl(PR_SET_NAME, "keeper", 0, 0, 0);
	prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	settle(k);
	runs = start(k, k->o->offline, &failed);
	k->offline = runs && k->o->offline;
	if (!runs && failed == 0)
		runs = start(k, false, &failed);
	close(k->far[0]);
	close(k->far[1]);
	k->deadline_ms = now_ms() + (int64_t)k->o->wall_s * 1000;
	tell(k, runs ? REPORT_RUNS : REPORT_NONE, runs ? k->offline : failed);
	if (runs)
		watch(k);
	_exit(0);
}

/* The parent's handlers and masks are not the keeper's; a signal to the
 * group of the parent does not reach it. */
_Noreturn static void become_keeper(struct keeper *k)
{
	sigset_t none;

	for (int number = 1; number < SIGRTMIN; number++)
		signal(number, SIG_DFL);
	signal(SIGPIPE, SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	setsid();
	keep(k);
}

/* --- our side --- */

static char *variable(const char *name, const char *value)
{
	struct str s = { 0 };

	str_printf(&s, "%s=%s", name, value);
	return str_take(&s);
}

static char **environment(const struct spawn_options *o)
{
	const char *path = getenv("PATH"), *home = getenv("HOME");
	size_t n = 0, extra = 0;
	char **env;

	while (o->env != NULL && o->env[extra] != NULL)
		extra++;
	env = mem_new(extra + 5, sizeof(*env));
	env[n++] = variable("PATH", path != NULL ? path : "/usr/bin:/bin");
	env[n++] = variable("LANG", "C.UTF-8");
	if (o->folder != NULL)
		env[n++] = variable("TMPDIR", o->folder);
	if (o->folder != NULL || home != NULL)
		env[n++] = variable("HOME", o->folder ? o->folder : home);
	for (size_t i = 0; i < extra; i++)
		env[n++] = mem_strdup(o->env[i]);
	return env;
}

static void free_environment(char **env)
{
	for (size_t i = 0; env[i] != NULL; i++)
		free(env[i]);
	free(env);
}

/* Pipes as ours[i] and theirs[i]: control, reports, program's 3, its 4. */
static int open_pipes(int ours[4], int theirs[4])
{
	for (int i = 0; i < 4; i++) {
		bool we_write = i == 0 || i == 2;
		int p[2];

		if (pipe2(p, O_CLOEXEC) != 0)
			return err_sys(_("cannot make a pipe"));
		ours[i] = we_write ? p[1] : p[0];
		theirs[i] = we_write ? p[0] : p[1];
		if (fcntl(ours[i], F_SETFL, O_NONBLOCK) != 0)
			return err_sys(_("cannot prepare a pipe"));
	}
	return 0;
}

static int start_keeper(struct spawn *s, const struct spawn_options *o)
{
	int ours[4] = { -1, -1, -1, -1 }, theirs[4] = { -1, -1, -1, -1 };
	char **env = environment(o);
	struct keeper k = { .o = o, .env = env, .noise = -1 };
	int rc = open_pipes(ours, theirs);

	s->control = ours[0];
	s->reports = ours[1];
	s->in = ours[2];
	s->out = ours[3];
	k.control = theirs[0];
	k.reports = theirs[1];
	k.far[0] = theirs[2];
	k.far[1] = theirs[3];
	if (rc == 0) {
		s->keeper = fork();
		if (s->keeper == 0)
			become_keeper(&k);
		if (s->keeper < 0)
			rc = err_sys(_("cannot start another process"));
	}
	for (int i = 0; i < 4; i++)
		close_end(&theirs[i]);
	free_environment(env);
	return rc;
}

/* The keeper's next report; false when there is none within limit_ms. */
static bool read_report(struct spawn *s, struct report *out, int limit_ms)
{
	int64_t deadline = now_ms() + limit_ms;
	struct pollfd p = { s->reports, POLLIN, 0 };
	ssize_t n;

	do {
		int64_t left = deadline - now_ms();

		if (poll(&p, 1, left > 0 ? (int)left : 0) == 0)
			return false;
		n = read(s->reports, out, sizeof(*out));
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n != sizeof(*out))
		*out = (struct report){ .kind = REPORT_LOST };
	return true;
}

static int start_error(const char *name, int number)
{
	if (number == ENOENT)
		return err_set(ERR_NOTFOUND,
			_("there is no program '%s'; install it"), name);
	errno = number;
	return err_sys(_("cannot start the program '%s'"), name);
}

static int read_start(struct spawn *s)
{
	struct report first = { 0 };

	if (!read_report(s, &first, START_MS) || first.kind == REPORT_LOST)
		return err_set(ERR_IO, _("'%s' could not be started"), s->name);
	if (first.kind == REPORT_NONE)
		return start_error(s->name, first.value);
	s->offline = first.value != 0;
	return 0;
}

int spawn_open(struct spawn **out, const struct spawn_options *o)
{
	struct spawn *s = mem_new(1, sizeof(*s));
	int rc;

	s->name = mem_strdup(o->argv[0]);
	s->folder = mem_strdup(o->folder);
	s->memory = o->memory;
	s->processes = o->processes;
	s->wall_s = o->wall_s;
	rc = start_keeper(s, o);
	if (rc == 0)
		rc = read_start(s);
	if (rc == 0)
		*out = s;
	else
		spawn_close(s);
	return rc;
}

int spawn_in(const struct spawn *s)
{
	return s->in;
}

int spawn_out(const struct spawn *s)
{
	return s->out;
}

bool spawn_is_offline(const struct spawn *s)
{
	return s->offline;
}

/* How the program ended, with its last words. */
static int ended_error(const struct spawn *s, const char *words)
{
	int status = s->end.value;
	const char *colon = words[0] != '\0' ? ": " : "";

	if (WIFSIGNALED(status))
		return err_set(ERR_IO, _("'%s' was ended by signal %d%s%s"),
			s->name, WTERMSIG(status), colon, words);
	return err_set(ERR_IO, _("'%s' ended with status %d%s%s"), s->name,
		WEXITSTATUS(status), colon, words);
}

static int judge_end(const struct spawn *s)
{
	struct str words = { 0 };
	size_t n = s->end.n;
	int rc;

	switch (s->end.kind) {
	case REPORT_MEMORY:
		return err_set(ERR_LIMIT,
			_("'%s' took more than %llu MiB of memory"), s->name,
			(unsigned long long)(s->memory >> 20));
	case REPORT_PROCESSES:
		return err_set(ERR_LIMIT,
			_("'%s' started more than %zu processes"), s->name,
			s->processes);
	case REPORT_TIME:
		return err_set(ERR_LIMIT, _("'%s' took longer than %u seconds"),
			s->name, s->wall_s);
	case REPORT_ENDED:
		break;
	default:
		return err_set(ERR_IO, _("'%s' was ended"), s->name);
	}
	while (n > 0 && strchr(" \r\n\t", s->end.words[n - 1]) != NULL)
		n--;
	utf8_printable(&words, s->end.words, n, false);
	rc = ended_error(s, words.p != NULL ? words.p : "");
	str_release(&words);
	return rc;
}

int spawn_wait(struct spawn *s, int limit_ms)
{
	if (!s->over)
		s->over = read_report(s, &s->end, limit_ms);
	if (s->over && s->end.n > WORDS)
		s->end.n = 0;
	return s->over ? judge_end(s) : 0;
}

int spawn_check(struct spawn *s)
{
	return spawn_wait(s, 0);
}

/* Reaps the keeper; one that does not end in time is ended. */
static void await_keeper(struct spawn *s)
{
	struct report last;
	pid_t pid;

	while (!s->over && read_report(s, &last, GRACE_MS))
		s->over = last.kind >= REPORT_ENDED;
	if (!s->over)
		kill(s->keeper, SIGKILL);
	do
		pid = waitpid(s->keeper, NULL, 0);
	while (pid < 0 && errno == EINTR);
}

void spawn_close(struct spawn *s)
{
	if (s == NULL)
		return;
	close_end(&s->control);
	close_end(&s->in);
	close_end(&s->out);
	if (s->keeper > 0)
		await_keeper(s);
	close_end(&s->reports);
	remove_folder(s->folder);
	free(s->folder);
	free(s->name);
	free(s);
}
