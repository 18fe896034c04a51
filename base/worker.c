/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ring of jobs and three counts: given, done and taken, in that order of
 * size. done and stop are shared, and read and written under the lock only;
 * so is given, but that the caller, who alone changes it, reads it without.
 * taken is the caller's own. A slot of the ring is written before given
 * counts it and not again before taken has passed it.
 */
#include "base/worker.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

struct worker {
	worker_fn fn;
	size_t max, given, done, taken;
	bool stop, has_thread;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t more, finished;
	void *ring[];
};

static void *work(void *ctx)
{
	struct worker *w = ctx;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		void *job;

		while (!w->stop && w->done == w->given)
			pthread_cond_wait(&w->more, &w->lock);
		if (w->stop)
			break;
		job = w->ring[w->done % w->max];
		pthread_mutex_unlock(&w->lock);
		w->fn(job);
		pthread_mutex_lock(&w->lock);
		w->done++;
		pthread_cond_signal(&w->finished);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Signals are for the thread that knows what to do with them. */
static bool start(struct worker *w)
{
	sigset_t all, before;
	bool ok;

	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	ok = pthread_create(&w->thread, NULL, work, w) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return ok;
}

struct worker *worker_new(worker_fn fn, size_t max)
{
	struct worker *w = mem_new(1, sizeof(*w) + max * sizeof(void *));

	assert(max > 0);
	w->fn = fn;
	w->max = max;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->more, NULL);
	pthread_cond_init(&w->finished, NULL);
	w->has_thread = start(w);
	return w;
}

void worker_free(struct worker *w)
{
	if (w == NULL)
		return;
	if (w->has_thread) {
		pthread_mutex_lock(&w->lock);
		w->stop = true;
		pthread_cond_signal(&w->more);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->more);
	pthread_cond_destroy(&w->finished);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

bool worker_is_full(const struct worker *w)
{
	return w->given - w->taken == w->max;
}

void worker_give(struct worker *w, void *job)
{
	assert(job != NULL && !worker_is_full(w));
	w->ring[w->given % w->max] = job;
	if (!w->has_thread) {
		w->fn(job);
		w->done++;
		w->given++;
		return;
	}
	pthread_mutex_lock(&w->lock);
	w->given++;
	pthread_cond_signal(&w->more);
	pthread_mutex_unlock(&w->lock);
}

void *worker_take(struct worker *w, bool wait)
{
	bool ready;

	if (w->taken == w->given)
		return NULL;
	pthread_mutex_lock(&w->lock);
	while (wait && w->done == w->taken)
		pthread_cond_wait(&w->finished, &w->lock);
	ready = w->done != w->taken;
	pthread_mutex_unlock(&w->lock);
	return ready ? w->ring[w->taken++ % w->max] : NULL;
}
