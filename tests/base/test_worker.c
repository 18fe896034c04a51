/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/worker.h"

struct job {
	unsigned number, result;
	pthread_t by;
};

/* Shared by the jobs, as a running hash would be. */
static unsigned sum;

static void add(void *ctx)
{
	struct job *job = ctx;

	sum = sum * 31 + job->number;
	job->result = sum;
	job->by = pthread_self();
}

/* Many jobs through a short ring come back in order, each done once, with
 * what they share passed on from one to the next. */
static void jobs_come_back_in_order(void **state)
{
	enum { JOBS = 5000, ROOM = 3 };
	struct worker *w = worker_new(add, ROOM);
	struct job jobs[ROOM];
	unsigned want = 0, back = 0;

	(void)state;
	sum = 0;
	for (unsigned i = 0; i < JOBS; i++) {
		if (worker_is_full(w)) {
			struct job *job = worker_take(w, true);

			want = want * 31 + back;
			assert_int_equal(job->number, back++);
			assert_int_equal(job->result, want);
			assert_false(worker_is_full(w));
		}
		jobs[i % ROOM] = (struct job){ .number = i };
		worker_give(w, &jobs[i % ROOM]);
	}
	for (struct job *job; (job = worker_take(w, true)) != NULL;) {
		want = want * 31 + back;
		assert_int_equal(job->number, back++);
		assert_int_equal(job->result, want);
		assert_false(pthread_equal(job->by, pthread_self()));
	}
	assert_int_equal(back, JOBS);
	worker_free(w);
}

static atomic_int gate;

static void wait_for_gate(void *ctx)
{
	struct job *job = ctx;

	while (atomic_load(&gate) == 0)
		usleep(100);
	job->result = 1;
}

/* Without waiting, what is not done is not taken; the second is not taken
 * before the first. */
static void what_is_not_done_is_not_taken(void **state)
{
	struct job a = { 0 }, b = { 0 };
	struct worker *w = worker_new(wait_for_gate, 2);

	(void)state;
	atomic_store(&gate, 0);
	assert_null(worker_take(w, false));
	assert_null(worker_take(w, true));
	worker_give(w, &a);
	worker_give(w, &b);
	assert_true(worker_is_full(w));
	assert_null(worker_take(w, false));
	assert_int_equal(a.result, 0);
	atomic_store(&gate, 1);
	assert_ptr_equal(worker_take(w, true), &a);
	assert_int_equal(a.result, 1);
	assert_ptr_equal(worker_take(w, true), &b);
	assert_null(worker_take(w, true));
	worker_free(w);
}

/* It ends behind the job it is at; what was not begun is not done. */
static void it_ends_with_jobs_left(void **state)
{
	struct job jobs[8] = { { 0 } };
	struct worker *w = worker_new(add, 8);

	(void)state;
	sum = 0;
	for (int i = 0; i < 8; i++)
		worker_give(w, &jobs[i]);
	worker_free(w);
	worker_free(NULL);
	worker_free(worker_new(add, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(jobs_come_back_in_order),
		cmocka_unit_test(what_is_not_done_is_not_taken),
		cmocka_unit_test(it_ends_with_jobs_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
