/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

/*
 * Work done in another process under limits: programs we run (chromium,
 * pdftotext), and our own parsers when they read what came from outside.
 * Whatever the child does, the parent gets its bytes or a message in
 * bounded time and memory.
 */

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Zero members mean the defaults in brackets. */
struct child_limits {
	unsigned wall_s; /* [60] then SIGKILL to the child's process group */
	unsigned cpu_s;	 /* [30] RLIMIT_CPU */
	uint64_t memory; /* [1 GiB] RLIMIT_AS, bytes; UINT64_MAX: no limit */
	uint64_t output; /* [64 MiB] bytes taken from its standard output */
};

/* Runs argv[0] (found by PATH) with `in` on its standard input and appends
 * its standard output to out. Standard error's first 4 KiB go into the
 * message when it fails. ERR_NOTFOUND: no such program, or none that can be
 * started; ERR_LIMIT: a limit was reached (says which); ERR_BUSY: it ended
 * with status 75 ("try again later", EX_TEMPFAIL of sysexits.h); ERR_IO: with
 * another status or a signal (says which). The environment is PATH, HOME, LANG=C.UTF-8 and what env adds
 * ("NAME=value", NULL-terminated; may be NULL). */
int child_run(struct str *out, const char *const argv[],
	const char *const env[], const void *in, size_t len,
	const struct child_limits *limits);

/* A function of ours that reads `in` and appends its result to out; it
 * returns 0 or an err.h code with its message set. It must not touch files
 * or the network. */
typedef int (*child_fn)(struct str *out, const void *in, size_t len, void *ctx);

/* Calls fn in a forked child under the limits (and, where the kernel has it,
 * with only reading, writing and memory allowed) and brings back its output,
 * or its code and message as if fn had been called here. A crash is
 * ERR_PARSE "… crashed the parser (signal N)". what names the input in
 * messages ("the page"). ctx is inherited by fork, not copied back. */
int child_call(struct str *out, child_fn fn, const void *in, size_t len,
	void *ctx, const char *what, const struct child_limits *limits);

#endif
