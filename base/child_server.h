/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CHILD_SERVER_H
#define BASE_CHILD_SERVER_H

/*
 * One limited, jailed child (base/child.h) that does many jobs, so that
 * starting it is paid once.
 *
 *	struct child_server *s;
 *
 *	rc = child_server_open(&s, parse, NULL, &limits);
 *	while (...)
 *		rc = child_server_call(s, &out, page, len, _("the page"));
 *	child_server_close(s);
 *
 * What always holds: the limits are those of each job, so that none eats
 * what belongs to the next; a job that crashes the child, or makes it pass a
 * limit, fails alone, and the next one finds a new child. A child is
 * replaced when it has served its share, which bounds what jobs leave behind
 * in its memory.
 *
 * The child starts with the first call and inherits the memory of that
 * moment; it sees no later change. It ends with the thread that made that
 * call: a server belongs to one thread.
 */

#include <stddef.h>

#include "base/child.h"
#include "base/str.h"

/* Of one child: jobs, and bytes given to it. */
enum { CHILD_SERVER_JOBS = 500, CHILD_SERVER_BYTES = 256 << 20 };

struct child_server;

/* fn does each job; ctx is inherited by fork. limits as of child_call(). */
int child_server_open(struct child_server **out, child_fn fn, void *ctx,
	const struct child_limits *limits);

/* Appends what fn makes of `in`, or returns its code with its message. Other
 * failures as of child_call(). */
int child_server_call(struct child_server *s, struct str *out, const void *in,
	size_t len, const char *what);

/* Lets the child go; the next call starts another, which sees the memory of
 * that moment. */
void child_server_restart(struct child_server *s);

void child_server_close(struct child_server *s); /* NULL is fine */

#endif
