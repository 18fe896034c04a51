/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Three processes: we, a helper of ours, the pager's shell.
 *
 *	we  -- pipe -->  helper, waits for the first byte
 *	we  -- pipe -->  pager, its standard input; the helper waits for it
 *
 * The helper reads nothing, it only looks; so a shell that ends with 126 or
 * 127 (found nothing it could run: POSIX, Shell Command Language, 2.8.2)
 * leaves the whole text in the pipe, and the helper copies it to the
 * terminal. Ctrl-C is the pager's: the helper does not hear it, and we end
 * only when the pager has, so that the shell does not get the terminal back
 * under it.
 */
#include "cli/pager.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127, PIECE = 65536 };

/* The one pager of the process; a signal's handler reads it. */
static struct {
	volatile pid_t helper; /* 0: none is open */
	int terminal;	       /* what stdout was */
	FILE *messages;	       /* into text */
	char *text;
	size_t len;
} pager;

/* The signals that end us while the person reads. */
static const int ends[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
enum { ENDS = sizeof(ends) / sizeof(ends[0]) };

static const char *wanted(void)
{
	const char *line = getenv("CONSTAT_PAGER"), *term = getenv("TERM");

	if (line == NULL)
		line = getenv("PAGER");
	if (line == NULL)
		line = term != NULL && strcmp(term, "dumb") != 0 ? "less" : "";
	return *line == '\0' || strcmp(line, "cat") == 0 ? NULL : line;
}

/* --- in the helper --- */

/* Whether there is something to show before the text ends. */
static bool wait_first(int from)
{
	struct pollfd p = { from, POLLIN, 0 };

	while (poll(&p, 1, -1) < 0)
		if (errno != EINTR)
			return false;
	return (p.revents & POLLIN) != 0;
}

_Noreturn static void become(const char *line, int from)
{
	for (int i = 0; i < ENDS; i++)
		signal(ends[i], SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	dup2(from, STDIN_FILENO);
	close(from);
	setenv("LESS", "FRX", 0);
	execl("/bin/sh", "sh", "-c", line, (char *)NULL);
	_exit(NOT_FOUND);
}

/* Whether a pager was there to read the text. */
static bool show(const char *line, int from)
{
	pid_t pid = fork(), ended;
	int status = 0;

	if (pid == 0)
		become(line, from);
	do
		ended = waitpid(pid, &status, 0);
	while (pid > 0 && ended < 0 && errno == EINTR);
	return pid > 0 &&
	       !(WIFEXITED(status) && WEXITSTATUS(status) >= NOT_EXECUTABLE &&
		       WEXITSTATUS(status) <= NOT_FOUND);
}

static void copy(int from)
{
	static char piece[PIECE];
	ssize_t n, done, wrote;

	while ((n = read(from, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		for (done = 0; done < n; done += wrote) {
			wrote = write(STDOUT_FILENO, piece + done,
				(size_t)(n - done));
			if (wrote < 0 && errno == EINTR)
				wrote = 0;
			if (wrote < 0)
				return;
		}
		if (n < 0)
			return;
	}
}

_Noreturn static void help(const char *line, int from)
{
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	if (wait_first(from) && !show(line, from))
		copy(from);
	_exit(0);
}

/* --- our side --- */

/* Ended by a signal: the pager keeps the terminal until it is left. */
static void end(int number)
{
	int saved = errno;

	close(STDOUT_FILENO);
	while (waitpid(pager.helper, NULL, 0) < 0 && errno == EINTR)
		;
	signal(number, SIG_DFL);
	raise(number);
	errno = saved;
}

/* Leaves alone what a command listens to, or was told to ignore. */
static void heed(void (*from)(int), void (*to)(int))
{
	for (int i = 0; i < ENDS; i++) {
		struct sigaction now, act = { .sa_handler = to };

		sigaction(ends[i], NULL, &now);
		if (now.sa_handler == from)
			sigaction(ends[i], &act, NULL);
	}
}

/* Forks the helper; both ends of the pipe are closed here, ours is stdout. */
static bool start(const char *line, int ours, int theirs)
{
	pid_t pid = fork();

	if (pid == 0) {
		close(ours);
		close(pager.terminal);
		help(line, theirs);
	}
	if (pid < 0 || dup2(ours, STDOUT_FILENO) < 0)
		return false;
	pager.helper = pid;
	return true;
}

void pager_open(void)
{
	const char *line = wanted();
	int ends_of[2];

	if (pager.helper > 0 || line == NULL || !isatty(STDOUT_FILENO))
		return;
	fflush(stdout);
	fflush(stderr);
	pager.terminal = dup(STDOUT_FILENO);
	if (pager.terminal < 0 || pipe(ends_of) != 0)
		return;
	if (start(line, ends_of[1], ends_of[0])) {
		pager.messages = open_memstream(&pager.text, &pager.len);
		heed(SIG_DFL, end);
	} else {
		close(pager.terminal);
	}
	close(ends_of[0]);
	close(ends_of[1]);
}

bool pager_is_terminal(void)
{
	return pager.helper > 0 || isatty(STDOUT_FILENO);
}

FILE *pager_messages(void)
{
	return pager.messages != NULL ? pager.messages : stderr;
}

void pager_close(void)
{
	if (pager.helper == 0)
		return;
	close(STDOUT_FILENO);
	while (waitpid(pager.helper, NULL, 0) < 0 && errno == EINTR)
		;
	heed(end, SIG_DFL);
	pager.helper = 0;
	dup2(pager.terminal, STDOUT_FILENO);
	close(pager.terminal);
	if (pager.messages != NULL) {
		fclose(pager.messages);
		fwrite(pager.text, 1, pager.len, stderr);
		free(pager.text);
	}
	pager.messages = NULL;
	pager.text = NULL;
	pager.len = 0;
}
