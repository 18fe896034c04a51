/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CHILD_PROCESS_H
#define BASE_CHILD_PROCESS_H

/*
 * What base/child and base/child_server are made of: a forked process with
 * three pipes, its limits, the conversation with it, its end and the words
 * about it. Other modules use those two.
 *
 *	struct child_process c = { .output = &reply, .deadline_ms = … };
 *
 *	rc = child_process_start(&c);
 *	if (rc == 0 && c.pid == 0)
 *		...the child: confine, work, answer, _exit
 *	child_process_converse(&c);
 *	status = child_process_end(&c);
 *	rc = child_process_judge(&c, status, _("the page"), &limits);
 *
 * A function of ours answers in a frame:
 *
 *	be32 code | be32 length of the message | be64 length of the output |
 *	message | output
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/child.h"
#include "base/str.h"

enum {
	CHILD_PROCESS_FRAME = 16,	/* bytes before the message */
	CHILD_PROCESS_MESSAGE = 4096,	/* bytes of it, at most */
	CHILD_PROCESS_EXIT_START = 126, /* it could not be set up */
};

/* The pipes and the state of one child; the members above the line are the
 * caller's to fill. */
struct child_process {
	const char *feed; /* what its standard input gets */
	size_t feed_len;
	bool keep_input;      /* leaves it open behind that */
	struct str *output;   /* gets its standard output */
	uint64_t output_max;  /* bytes taken of it in all */
	size_t want;	      /* output->len that ends talking; 0: its end */
	int64_t deadline_ms;  /* on child_process_now_ms() */
	int64_t cpu_until_ms; /* of its computing time; 0: no such limit */
	/* ---- */
	pid_t pid;
	int in, out, err; /* our ends, -1 when closed */
	struct str noise; /* standard error's beginning */
	int64_t cpu_ms;	  /* computing time so far, or in all */
	uint64_t taken;
	bool late, spent, flooded;
};

/* The limits with the defaults of base/child.h filled in. */
struct child_limits child_process_limits(const struct child_limits *given);

int64_t child_process_now_ms(void);

/* Forks with three pipes. In the child pid is 0 and they are in place of
 * standard input, output and error; nothing else is open. */
int child_process_start(struct child_process *c);

/* In the child, before its work: the limits alone, for a program; also no
 * files and the jail of base/child_jail.h, for code of ours; the parent's
 * handlers and masks undone. */
void child_process_limit(const struct child_limits *l);
void child_process_confine(const struct child_limits *l);
void child_process_reset_signals(void);

/* In the child: writes the frame to standard output; false when the parent
 * is gone. The message is err_message() when code is not 0. */
bool child_process_answer(int code, const struct str *result);

/* In the parent: time and output are counted from now on. */
void child_process_begin_job(
	struct child_process *c, const struct child_limits *l);

/* Moves bytes until there is what was wanted, both outputs are closed, the
 * child is gone, or a limit is reached. */
void child_process_converse(struct child_process *c);

/* True when it has ended; it is not reaped yet. */
bool child_process_has_ended(const struct child_process *c);

/* write() that never raises SIGPIPE, whatever the program does about it. */
ssize_t child_process_write(int fd, const void *data, size_t len);

/* Ends the child and everything it started; its wait status. */
int child_process_end(struct child_process *c);

/* 0, or why its end is a failure: a limit alone, or anything that is one
 * for code of ours. */
int child_process_judge_limits(const struct child_process *c, int status,
	const char *what, const struct child_limits *l);
int child_process_judge(const struct child_process *c, int status,
	const char *what, const struct child_limits *l);

/* Bytes that the whole frame takes, given its first CHILD_PROCESS_FRAME;
 * SIZE_MAX when they are wrong. */
size_t child_process_frame_length(const struct str *reply);

/* Takes the frame apart: appends the output, or returns the code with its
 * message made harmless. The child may be hostile by now: numbers are
 * checked, ERR_PARSE when they are wrong. */
int child_process_unwrap(
	struct str *out, const struct str *reply, const char *what);

#endif
