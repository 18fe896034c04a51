/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

#include "sample.h"
#include "archive/holder.h"
#include "archive/schedule.h"

enum { MANY = 300, WORKERS = 6, BATCH = 7 };

static const int64_t minute = 60 * INSTANT_SECOND;
static const int64_t hour = 3600 * INSTANT_SECOND;
static const int64_t start = INT64_C(1790000000000000000);

static struct store *open_store(char **dir)
{
	struct store *s = NULL;

	*dir = sample_folder();
	sample_must(store_create(*dir), "create");
	sample_must(store_open(&s, *dir, STORE_WRITE), "open");
	return s;
}

static void declare(
	struct store *s, const struct schedule_terms *v, size_t n, int64_t now)
{
	sample_must(schedule_sync(s, v, n, now), "sync");
}

/* Services S000, S001… with one terms each. */
static void sync_many(struct store *s, size_t n)
{
	struct schedule_terms *v = mem_new(n, sizeof(*v));
	char(*names)[24] = mem_new(n, sizeof(*names));

	for (size_t i = 0; i < n; i++) {
		snprintf(names[i], sizeof(names[i]), "S%03zu", i);
		v[i] = (struct schedule_terms){ names[i], "Privacy Policy" };
	}
	declare(s, v, n, start);
	free(v);
	free(names);
}

static size_t lease_count(
	struct store *s, const char *holder, int64_t now, size_t max)
{
	struct schedule_lease l = { 0 };
	size_t n;

	sample_must(schedule_lease(&l, s, holder, now, SCHEDULE_LEASE, max),
		"lease");
	n = l.n;
	schedule_lease_release(&l);
	return n;
}

static void done(struct store *s, const char *service, bool failed, int64_t now,
	int64_t interval)
{
	struct schedule_outcome o = { .outcome =
					      failed ? "failed" : "unchanged",
		.cause = failed ? "timeout" : NULL,
		.failed = failed,
		.checked_ns = now,
		.interval_ns = interval };

	sample_must(schedule_done(s, service, "Privacy Policy", &o), "done");
}

static struct schedule_state get(struct store *s, const char *service)
{
	struct schedule_state state = { 0 };
	bool found = false;

	sample_must(schedule_find(&state, &found, s, service, "Privacy Policy"),
		"find");
	assert_true(found);
	return state;
}

static int64_t due(struct store *s, const char *service)
{
	struct schedule_state state = get(s, service);
	int64_t ns = state.due_ns;

	schedule_state_release(&state);
	return ns;
}

/* --- what is declared --- */

static void declared_ones_come_and_go(void **state)
{
	static const struct schedule_terms both[] = {
		{ "Zèbre", "Privacy Policy" },
		{ "Exemple", "Terms of Service" },
		{ "Exemple", "Privacy Policy" },
		{ "Exemple", "Privacy Policy" },
	};
	struct schedule_state found = { 0 };
	bool is = true;
	int64_t next = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sample_must(schedule_next(&next, &is, s), "next");
	assert_false(is);
	declare(s, both, 4, start);
	sample_must(schedule_next(&next, &is, s), "next");
	assert_true(is && next == start);
	assert_int_equal(lease_count(s, "a", start - 1, 9), 0);
	assert_int_equal(lease_count(s, "a", start, 9), 3);

	/* What stays keeps its state; what goes is forgotten. */
	done(s, "Exemple", true, start, 0);
	declare(s, both + 2, 2, start + hour);
	found = get(s, "Exemple");
	assert_int_equal(found.failures, 1);
	assert_string_equal(found.outcome, "failed");
	assert_string_equal(found.cause, "timeout");
	assert_true(found.checked_ns == start);
	assert_string_equal(found.holder, "");
	schedule_state_release(&found);
	sample_must(schedule_find(&found, &is, s, "Zèbre", "Privacy Policy"),
		"find");
	assert_false(is);
	/* Its capture was under way: no error, and it does not come back. */
	done(s, "Zèbre", false, start, 0);
	sample_must(schedule_find(&found, &is, s, "Zèbre", "Privacy Policy"),
		"find");
	assert_false(is);

	/* New between old ones, before and behind them. */
	declare(s, both, 4, start + hour);
	assert_int_equal(due(s, "Zèbre"), start + hour);
	declare(s, NULL, 0, start);
	sample_must(schedule_next(&next, &is, s), "next");
	assert_false(is);
	store_close(s);
	sample_remove(dir);
}

/* A declaration with a slip of the pen does not cost its history. */
static void unreadable_ones_stay(void **state)
{
	static const struct schedule_terms good[] = {
		{ "A", "Privacy Policy" },
		{ "B", "Privacy Policy" },
		{ "B", "Terms of Service" },
		{ "C", "Privacy Policy" },
	};
	static const struct schedule_terms bad[] = {
		{ "B", NULL },
		{ "C", "Privacy Policy" },
	};
	struct schedule_state found = { 0 };
	bool is = true;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	declare(s, good, 4, start);
	done(s, "B", true, start, 0);
	declare(s, bad, 2, start);
	found = get(s, "B");
	assert_int_equal(found.failures, 1);
	schedule_state_release(&found);
	assert_int_equal(due(s, "C"), start);
	sample_must(
		schedule_find(&found, &is, s, "A", "Privacy Policy"), "find");
	assert_false(is);
	assert_int_equal(lease_count(s, "a", start, 9), 2);
	store_close(s);
	sample_remove(dir);
}

/* --- waiting --- */

static void intervals_and_failures(void **state)
{
	static const struct schedule_terms one[] = { { "Exemple",
		"Privacy Policy" } };
	static const double factor[] = { 0.25, 0.5, 1, 2, 4, 4, 4 };
	int64_t now = start, first;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	declare(s, one, 1, start);
	done(s, "Exemple", false, now, 0);
	first = due(s, "Exemple") - now;
	assert_in_range(first, 12 * hour / 10 * 9, 12 * hour / 10 * 11);
	now += 30 * hour;
	done(s, "Exemple", false, now, 0);
	assert_int_equal(due(s, "Exemple") - now, first);
	for (size_t i = 0; i < sizeof(factor) / sizeof(factor[0]); i++) {
		double wait;

		now += 100 * hour;
		done(s, "Exemple", true, now, 10 * hour);
		wait = (double)(due(s, "Exemple") - now) / (double)hour / 10.0;
		assert_true(wait >= factor[i] * 0.8 && wait <= factor[i] * 1.1);
		assert_true(wait <= 4.0);
	}
	done(s, "Exemple", false, now, INT64_MAX);
	assert_true(due(s, "Exemple") > now);
	store_close(s);
	sample_remove(dir);
}

/* Captured together, many are due over a fifth of the interval. */
static void load_spreads(void **state)
{
	int64_t least = INT64_MAX, most = 0;
	size_t early = 0;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, MANY);
	sample_must(store_begin(s), "begin");
	for (int i = 0; i < MANY; i++) {
		char name[16];
		int64_t wait;

		snprintf(name, sizeof(name), "S%03d", i);
		done(s, name, false, start, 10 * hour);
		wait = due(s, name) - start;
		least = wait < least ? wait : least;
		most = wait > most ? wait : most;
		early += wait < 10 * hour;
	}
	sample_must(store_commit(s), "commit");
	assert_true(least >= 9 * hour && least < 9 * hour + 10 * minute);
	assert_true(most <= 11 * hour && most > 11 * hour - 10 * minute);
	assert_in_range(early, MANY / 3, MANY / 3 * 2);
	store_close(s);
	sample_remove(dir);
}

/* --- leases --- */

static void leases_run_out(void **state)
{
	struct schedule_state found;
	bool others = true;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, 10);
	sample_must(schedule_others(&others, s, "a"), "others");
	assert_false(others);
	assert_int_equal(lease_count(s, "a", start, 4), 4);
	sample_must(schedule_others(&others, s, "a"), "others");
	assert_false(others);
	sample_must(schedule_others(&others, s, "b"), "others");
	assert_true(others);
	assert_int_equal(lease_count(s, "b", start, 9), 6);
	sample_must(schedule_others(&others, s, "a"), "others");
	assert_true(others);
	assert_int_equal(lease_count(s, "c", start, 9), 0);
	found = get(s, "S000");
	assert_string_equal(found.holder, "a");
	assert_true(found.lease_ns == start + SCHEDULE_LEASE);
	assert_false(schedule_is_free(&found, start));
	assert_true(schedule_is_free(&found, start + SCHEDULE_LEASE));
	schedule_state_release(&found);

	/* b asks for more time, a does not. */
	sample_must(schedule_renew(s, "b", start + minute, SCHEDULE_LEASE),
		"renew");
	assert_int_equal(
		lease_count(s, "c", start + SCHEDULE_LEASE - 1, 20), 0);
	assert_int_equal(lease_count(s, "c", start + SCHEDULE_LEASE, 20), 4);
	/* a comes late: what it did counts, and nobody does it again. */
	done(s, "S000", false, start + SCHEDULE_LEASE, 0);
	sample_must(schedule_give_back(s, "c"), "give back");
	sample_must(schedule_give_back(s, "c"), "give back");
	assert_int_equal(
		lease_count(s, "d", start + SCHEDULE_LEASE + 1, 20), 3);
	/* A lease of a year is one of six hours. */
	sample_must(schedule_renew(s, "d", start, 8760 * hour), "renew");
	found = get(s, "S001");
	assert_true(found.lease_ns == start + SCHEDULE_LEASE_MAX);
	schedule_state_release(&found);
	/* A lease ends with the caller's commit, not before. */
	sample_must(store_begin(s), "begin");
	done(s, "S001", false, start, 0);
	store_rollback(s);
	found = get(s, "S001");
	assert_string_equal(found.holder, "d");
	schedule_state_release(&found);
	store_close(s);
	sample_remove(dir);
}

/* --- clocks --- */

static void a_clock_that_goes_back(void **state)
{
	static const struct schedule_terms fresh[] = {
		{ "S000", "Privacy Policy" }, { "S001", "Privacy Policy" },
		{ "S002", "Privacy Policy" }, { "S003", "Privacy Policy" },
		{ "T", "Privacy Policy" }
	};
	const int64_t wrong = start + 365 * 24 * hour;
	int64_t wait;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, 4);
	/* For a while it is a year later. */
	assert_int_equal(lease_count(s, "a", wrong, 2), 2);
	done(s, "S000", false, wrong, 0);
	wait = due(s, "S000") - wrong;
	declare(s, fresh, 5, wrong);
	/* Set right: nothing starves, nothing is hurried. S001 was leased by
	 * a foreign holder, for a year as it seems now; T declared. */
	assert_int_equal(lease_count(s, "b", start + hour, 9), 4);
	assert_int_equal(due(s, "S000"), start + hour + wait);
	assert_int_equal(lease_count(s, "b", start + hour + minute, 9), 0);
	assert_int_equal(due(s, "S000"), start + hour + wait);
	store_close(s);
	sample_remove(dir);
}

static void a_clock_that_is_corrected_by_little(void **state)
{
	int64_t before;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, 2);
	done(s, "S000", false, start + minute, 0);
	before = due(s, "S000");
	/* Another process that read the clock a minute earlier. */
	assert_int_equal(lease_count(s, "a", start, 9), 1);
	assert_int_equal(due(s, "S000"), before);
	store_close(s);
	sample_remove(dir);
}

/* Forward by a year: all is due once, longest first, then spreads again. */
static void a_clock_that_goes_forward(void **state)
{
	const int64_t later = start + 8760 * hour;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, 20);
	for (int i = 0; i < 20; i++) {
		char name[16];

		snprintf(name, sizeof(name), "S%03d", i);
		done(s, name, false, start, 0);
	}
	assert_int_equal(lease_count(s, "a", later, 5), 5);
	assert_int_equal(lease_count(s, "b", later, 50), 15);
	for (int i = 0; i < 20; i++) {
		char name[16];

		snprintf(name, sizeof(name), "S%03d", i);
		done(s, name, false, later, 0);
	}
	assert_int_equal(lease_count(s, "a", later + hour, 50), 0);
	assert_int_equal(lease_count(s, "a", later + 14 * hour, 50), 20);
	store_close(s);
	sample_remove(dir);
}

/* --- several processes --- */

struct shared {
	_Atomic int given[MANY]; /* by number: how often leased */
	_Atomic int kept[MANY];	 /* how often done */
};

static struct shared *share(void)
{
	struct shared *p = mmap(NULL, sizeof(*p), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_true(p != MAP_FAILED);
	return p;
}

/* Takes and does until nothing is due; stops in the middle of its work after
 * `stop` terms, still holding some. */
static void work(const char *dir, struct shared *shared, int stop)
{
	struct store *s = NULL;
	char me[HOLDER_TEXT];
	int n = 0;

	if (holder_self(me) != 0 || store_open(&s, dir, STORE_WRITE) != 0)
		_exit(3);
	for (;;) {
		struct schedule_lease l = { 0 };

		if (schedule_lease(&l, s, me, start, SCHEDULE_LEASE, BATCH) !=
			0)
			_exit(4);
		if (l.n == 0)
			break;
		for (size_t i = 0; i < l.n; i++)
			shared->given[atoi(l.v[i].service + 1)]++;
		for (size_t i = 0; i < l.n; i++) {
			if (n++ == stop)
				for (;;)
					pause();
			done(s, l.v[i].service, false, start, 0);
			shared->kept[atoi(l.v[i].service + 1)]++;
		}
		schedule_lease_release(&l);
	}
	store_close(s);
	_exit(0);
}

static pid_t start_worker(const char *dir, struct shared *shared, int stop)
{
	pid_t pid = fork();

	if (pid == 0)
		work(dir, shared, stop);
	assert_true(pid > 0);
	return pid;
}

static void wait_for(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void a_race_of_processes(void **state)
{
	struct shared *shared = share();
	pid_t pids[WORKERS];
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, MANY);
	store_close(s);
	for (int i = 0; i < WORKERS; i++)
		pids[i] = start_worker(dir, shared, -1);
	for (int i = 0; i < WORKERS; i++)
		wait_for(pids[i]);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(shared->given[i], 1);
		assert_int_equal(shared->kept[i], 1);
	}
	munmap(shared, sizeof(*shared));
	sample_remove(dir);
}

/* The killed one had leases: the other finishes at once. */
static void a_killed_holder(void **state)
{
	struct shared *shared = share();
	int given = 0;
	pid_t victim, other;
	char *dir;
	struct store *s = open_store(&dir);

	(void)state;
	sync_many(s, MANY);
	store_close(s);
	victim = start_worker(dir, shared, 3 * BATCH + 2);
	while (shared->given[4 * BATCH - 1] == 0)
		usleep(1000);
	usleep(20000);
	/* Alive, it keeps what it has. */
	wait_for(start_worker(dir, shared, -1));
	for (int i = 0; i < MANY; i++)
		assert_int_equal(shared->given[i], 1);
	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	other = start_worker(dir, shared, -1);
	wait_for(other);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(shared->kept[i], 1);
		given += shared->given[i];
	}
	/* 2 of its fourth lot were done. */
	assert_int_equal(given, MANY + BATCH - 2);
	munmap(shared, sizeof(*shared));
	sample_remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(declared_ones_come_and_go),
		cmocka_unit_test(unreadable_ones_stay),
		cmocka_unit_test(intervals_and_failures),
		cmocka_unit_test(load_spreads),
		cmocka_unit_test(leases_run_out),
		cmocka_unit_test(a_clock_that_goes_back),
		cmocka_unit_test(a_clock_that_is_corrected_by_little),
		cmocka_unit_test(a_clock_that_goes_forward),
		cmocka_unit_test(a_race_of_processes),
		cmocka_unit_test(a_killed_holder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
