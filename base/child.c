/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/child.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/child_process.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/utf8.h"

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
static int program_error(struct child_process *c, const char *name, int status)
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
		rc = err_set(
			WEXITSTATUS(status) == EX_TEMPFAIL ? ERR_BUSY : ERR_IO,
			_("'%s' ended with status %d%s"), name,
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
	err_sys(_("cannot start the program '%s'"), name);
	return err_set(ERR_NOTFOUND, "%s", err_message());
}

/* Runs it in the child; where it cannot be started, errno goes to *failed,
 * which parent and child share. */
_Noreturn static void become(const char *const argv[], char **env,
	const struct child_limits *l, int *failed)
{
	child_process_limit(l);
	child_process_reset_signals();
	execvpe(argv[0], (char *const *)(uintptr_t)argv, env);
	*failed = errno;
	_exit(CHILD_PROCESS_EXIT_START);
}

/* The parent's side; failed as in become(). */
static int oversee(struct child_process *c, const char *name,
	const struct child_limits *l, const int *failed)
{
	int status, rc;

	child_process_converse(c);
	status = child_process_end(c);
	if (*failed != 0)
		return start_error(name, *failed);
	rc = child_process_judge_limits(c, status, name, l);
	if (rc == 0 && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
		rc = program_error(c, name, status);
	return rc;
}

int child_run(struct str *out, const char *const argv[],
	const char *const env[], const void *in, size_t len,
	const struct child_limits *limits)
{
	struct child_limits l = child_process_limits(limits);
	struct child_process c = { .feed = in,
		.feed_len = len,
		.output = out,
		.output_max = l.output,
		.deadline_ms =
			child_process_now_ms() + (int64_t)l.wall_s * 1000 };
	size_t before = out->len;
	char **variables = environment(env);
	int *failed = mmap(NULL, sizeof(*failed), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int rc;

	if (failed == MAP_FAILED)
		mem_none();
	rc = child_process_start(&c);
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

/* The child's side of child_call(). */
_Noreturn static void serve(child_fn fn, const void *in, size_t len, void *ctx,
	const struct child_limits *l)
{
	struct str result;
	int code;

	child_process_reset_signals();
	child_process_confine(l);
	str_init(&result, (size_t)l->output);
	err_clear();
	code = fn(&result, in, len, ctx);
	child_process_answer(code, &result);
	_exit(0);
}

int child_call(struct str *out, child_fn fn, const void *in, size_t len,
	void *ctx, const char *what, const struct child_limits *limits)
{
	struct child_limits l = child_process_limits(limits);
	struct str reply;
	struct child_process c = { .output = &reply,
		.output_max =
			l.output + CHILD_PROCESS_FRAME + CHILD_PROCESS_MESSAGE,
		.deadline_ms =
			child_process_now_ms() + (int64_t)l.wall_s * 1000 };
	int rc;

	str_init(&reply, (size_t)c.output_max);
	(void)gettext(
		""); /* the catalogue is read here: the jail has no files */
	rc = child_process_start(&c);
	if (rc == 0 && c.pid == 0)
		serve(fn, in, len, ctx, &l);
	if (rc == 0) {
		child_process_converse(&c);
		rc = child_process_judge(&c, child_process_end(&c), what, &l);
	}
	if (rc == 0)
		rc = child_process_unwrap(out, &reply, what);
	str_release(&reply);
	str_release(&c.noise);
	return rc;
}
