/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A job travels as be32 length | bytes; its answer is the frame of
 * base/child_process.h. The child's computing time is read on its own clock,
 * from outside, while a job is under way: no limit of the kernel begins anew
 * with each job, and nothing that the child does can move that clock.
 */
#include "base/child_server.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/child_process.h"
#include "base/codec.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"

enum {
	HEADER = 4,
	PIPE_SIZE = 1 << 20, /* what Linux lets anybody ask for */
	LARGE = 4 << 20,     /* buffers beyond are not kept */
	KEPT = 16 << 20,     /* free memory a child keeps */
	JOB_MAX = 1 << 30,
	GRACE_MS = 1000, /* for the end of a child that closed its output */
};

struct child_server {
	child_fn fn;
	void *ctx;
	struct child_limits limits;
	struct child_process child;
	bool running;
	struct str reply;   /* owned */
	size_t jobs, bytes; /* that the child has had */
};

/* ---- in the child ----------------------------------------------------- */

static bool read_all(char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = read(STDIN_FILENO, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

/* Empties it; its memory goes back when it is much. */
static void recycle(struct str *s)
{
	size_t max = s->max;

	if (s->cap > LARGE)
		str_release(s);
	s->max = max;
	str_clear(s);
}

/* False when the parent has no more. */
static bool read_job(struct str *job)
{
	unsigned char header[HEADER];
	size_t len;

	recycle(job);
	if (!read_all((char *)header, sizeof(header)))
		return false;
	len = codec_get32(header);
	if (str_reserve(job, len) != 0 || !read_all(job->p + job->len, len))
		return false;
	str_added(job, len);
	return true;
}

_Noreturn static void serve(const struct child_server *s)
{
	/* The parent's limit is each job's, this one only guards its absence.
	 */
	struct child_limits whole = s->limits;
	struct str job = { .max = UINT32_MAX };
	struct str result = { .max = (size_t)s->limits.output };
	int code;

	whole.cpu_s *= CHILD_SERVER_JOBS;
	/* Memory that one job frees is the next one's, without a way through
	 * the kernel. */
	mallopt(M_MMAP_THRESHOLD, KEPT);
	mallopt(M_TRIM_THRESHOLD, KEPT);
	child_process_reset_signals();
	child_process_confine(&whole);
	while (read_job(&job)) {
		recycle(&result);
		err_clear();
		code = s->fn(&result, job.p, job.len, s->ctx);
		if (!child_process_answer(code, &result))
			break;
	}
	_exit(0);
}

/* ---- in the parent ---------------------------------------------------- */

int child_server_open(struct child_server **out, child_fn fn, void *ctx,
	const struct child_limits *limits)
{
	struct child_server *s = mem_new(1, sizeof(*s));

	s->fn = fn;
	s->ctx = ctx;
	s->limits = child_process_limits(limits);
	*out = s;
	return 0;
}

static int launch(struct child_server *s)
{
	int rc;

	(void)gettext(
		""); /* the catalogue is read here: the jail has no files */
	s->child = (struct child_process){ .keep_input = true,
		.output = &s->reply,
		.output_max = s->limits.output + CHILD_PROCESS_FRAME +
			      CHILD_PROCESS_MESSAGE };
	rc = child_process_start(&s->child);
	if (rc != 0)
		return rc;
	if (s->child.pid == 0)
		serve(s);
	fcntl(s->child.in, F_SETPIPE_SZ, PIPE_SIZE);
	s->running = true;
	s->jobs = s->bytes = 0;
	return 0;
}

/* Ends the child, which has so long to end by itself. */
static int finish(struct child_server *s, int64_t grace_ms)
{
	int status;

	s->child.deadline_ms = child_process_now_ms() + grace_ms;
	status = child_process_end(&s->child);
	str_release(&s->child.noise);
	s->running = false;
	return status;
}

void child_server_restart(struct child_server *s)
{
	if (s->running)
		finish(s, 0);
}

/* There is no whole answer: why. */
static int judge(struct child_server *s, const char *what)
{
	struct child_process *c = &s->child;
	bool late = c->late;
	int status = finish(s, GRACE_MS);
	int rc = 0;

	/* One that had to be ended, though no limit was reached, misbehaved. */
	if (late || !c->late)
		rc = child_process_judge(c, status, what, &s->limits);
	return rc != 0 ? rc
		       : err_set(ERR_PARSE, _("%s crashed the parser"), what);
}

/* A child that can take the job. */
static int prepare(struct child_server *s, size_t len)
{
	if (s->running && (s->jobs >= CHILD_SERVER_JOBS ||
				  s->bytes >= CHILD_SERVER_BYTES ||
				  child_process_has_ended(&s->child)))
		child_server_restart(s);
	if (!s->running) {
		int rc = launch(s);

		if (rc != 0)
			return rc;
	}
	s->jobs++;
	s->bytes += len;
	return 0;
}

/* True when the whole answer is there. */
static bool talk(struct child_server *s, const void *in, size_t len)
{
	struct child_process *c = &s->child;
	unsigned char header[HEADER];

	codec_put32(header, (uint32_t)len);
	if (child_process_write(c->in, header, sizeof(header)) !=
		(ssize_t)sizeof(header))
		return false;
	c->feed = in;
	c->feed_len = len;
	c->want = CHILD_PROCESS_FRAME;
	child_process_converse(c);
	if (s->reply.len < CHILD_PROCESS_FRAME)
		return false;
	c->want = child_process_frame_length(&s->reply);
	if (c->want > c->output_max) {
		c->flooded = true;
		return false;
	}
	child_process_converse(c);
	return s->reply.len == c->want && c->feed_len == 0;
}

int child_server_call(struct child_server *s, struct str *out, const void *in,
	size_t len, const char *what)
{
	struct child_process *c = &s->child;
	int rc;

	if (len > JOB_MAX)
		return err_set(ERR_LIMIT, _("%s is larger than %zu bytes"),
			what, (size_t)JOB_MAX);
	rc = prepare(s, len);
	if (rc != 0)
		return rc;
	s->reply.max = (size_t)c->output_max;
	recycle(&s->reply);
	child_process_begin_job(c, &s->limits);
	if (!talk(s, in, len))
		return judge(s, what);
	return child_process_unwrap(out, &s->reply, what);
}

void child_server_close(struct child_server *s)
{
	if (s == NULL)
		return;
	child_server_restart(s);
	str_release(&s->reply);
	free(s);
}
