/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

/*
 * One thread that does jobs beside the caller's, in the order they are
 * given; they come back in that order.
 *
 *	struct worker *w = worker_new(pack, 3);
 *
 *	if (worker_is_full(w))
 *		write(worker_take(w, true));
 *	worker_give(w, job);
 *	while ((job = worker_take(w, true)) != NULL)
 *		write(job);
 *	worker_free(w);
 *
 * A job belongs to the thread from give to take: in between the caller keeps
 * its hands off it. What two jobs share belongs to the thread as long as any
 * of them is under way. The thread sets no error that the caller sees
 * (base/err.h is per thread): a job carries its own outcome. One thread calls
 * all of these functions. Where the system gives no thread, worker_give()
 * does the job itself.
 */

#include <stdbool.h>
#include <stddef.h>

typedef void (*worker_fn)(void *job);

struct worker;

/* A thread that does fn with each job; at most max of them are given and not
 * taken back. Never NULL. Signals are left to the other threads. */
struct worker *worker_new(worker_fn fn, size_t max);

/* Ends the thread, behind the job it is at; those not begun are left
 * undone. Whoever gave jobs frees them afterwards. NULL is allowed. */
void worker_free(struct worker *w);

/* Whether max jobs are given and not taken back. */
bool worker_is_full(const struct worker *w);

/* Gives a job, not NULL, to one that is not full. */
void worker_give(struct worker *w, void *job);

/* Takes the oldest job back when it is done, or, with wait, once it is. NULL
 * when it is not, or when there is none. */
void *worker_take(struct worker *w, bool wait);

#endif
