/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scrapers/polite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HOSTS = 5000 };

static char a1[] = "a1", a2[] = "a2", a3[] = "a3", b1[] = "b1";

/* Two requests a host, a pause of 10, back-off from 100 to 1000. */
static struct polite *make(unsigned give_up)
{
	return polite_new(&(struct polite_options){ .per_host = 2,
		.pause_ns = 10,
		.backoff_ns = 100,
		.longest_ns = 1000,
		.give_up = give_up,
		.seed = 7 });
}

static void pauses_between_requests(void **state)
{
	struct polite *p = make(0);

	(void)state;
	assert_null(polite_take(p, 0, false));
	assert_true(polite_wait(p, 0, false) == POLITE_NEVER);
	polite_add(p, "a", a1, false);
	polite_add(p, "a", a2, false);
	polite_add(p, "b", b1, false);
	assert_int_equal(polite_count(p), 3);
	assert_int_equal(polite_wait(p, 5, false), 0);
	assert_ptr_equal(polite_take(p, 5, false), a1);
	assert_ptr_equal(polite_take(p, 5, false), b1);
	assert_null(polite_take(p, 5, false));
	assert_int_equal(polite_wait(p, 5, false), 10);
	assert_null(polite_take(p, 14, false));
	assert_ptr_equal(polite_take(p, 15, false), a2);
	assert_int_equal(polite_count(p), 0);
	polite_free(p);
}

static void pauses_after_the_end(void **state)
{
	struct polite *p = make(0);

	(void)state;
	polite_add(p, "a", a1, false);
	assert_ptr_equal(polite_take(p, 0, false), a1);
	polite_add(p, "a", a2, false);
	polite_end(p, "a", 8, POLITE_FINE, 0);
	assert_null(polite_take(p, 17, false));
	assert_ptr_equal(polite_take(p, 18, false), a2);
	polite_free(p);
}

static void two_at_once(void **state)
{
	struct polite *p = make(0);

	(void)state;
	polite_add(p, "a", a1, false);
	polite_add(p, "a", a2, false);
	polite_add(p, "a", a3, false);
	assert_ptr_equal(polite_take(p, 0, false), a1);
	assert_ptr_equal(polite_take(p, 10, false), a2);
	assert_null(polite_take(p, 1000, false));
	assert_true(polite_wait(p, 1000, false) == POLITE_NEVER);
	polite_end(p, "a", 1000, POLITE_FINE, 0);
	assert_int_equal(polite_wait(p, 1000, false), 10);
	assert_ptr_equal(polite_take(p, 1010, false), a3);
	polite_free(p);
}

/* Work that began goes on before new work begins, and alone when asked. */
static void resumed_first(void **state)
{
	struct polite *p = make(0);

	(void)state;
	polite_add(p, "a", a1, false);
	polite_add(p, "b", b1, false);
	polite_add(p, "a", a2, true);
	assert_true(polite_wait(p, 0, true) == 0);
	assert_ptr_equal(polite_take(p, 0, true), a2);
	assert_null(polite_take(p, 1000, true));
	assert_true(polite_wait(p, 0, true) == POLITE_NEVER);
	polite_add(p, "b", a3, true);
	assert_ptr_equal(polite_take(p, 0, false), a3);
	assert_ptr_equal(polite_take(p, 1000, false), a1);
	assert_ptr_equal(polite_take(p, 1000, false), b1);
	polite_free(p);
}

static void of_one_host(void **state)
{
	struct polite *p = make(0);

	(void)state;
	polite_add(p, "a", a1, false);
	polite_add(p, "b", b1, false);
	assert_null(polite_take_of(p, "c", 0));
	assert_ptr_equal(polite_take_of(p, "b", 0), b1);
	assert_null(polite_take_of(p, "b", 100));
	polite_add(p, "b", a2, false);
	assert_null(polite_take_of(p, "b", 9));
	assert_ptr_equal(polite_take_of(p, "b", 10), a2);
	polite_add(p, "b", a3, true);
	assert_null(polite_take_of(p, "b", 100)); /* two are under way */
	assert_ptr_equal(polite_take(p, 100, false), a1);
	polite_free(p);
}

static void unsent_costs_nothing(void **state)
{
	struct polite *p = make(0);

	(void)state;
	polite_add(p, "a", a1, false);
	polite_add(p, "a", a2, false);
	assert_ptr_equal(polite_take(p, 5, false), a1);
	polite_end(p, "a", 5, POLITE_UNSENT, 0);
	assert_ptr_equal(polite_take(p, 5, false), a2);
	polite_free(p);
}

/* The wait after each failure in a row. */
static int64_t wait_after(struct polite *p, int64_t now, int64_t retry)
{
	int64_t wait;

	polite_add(p, "a", a1, false);
	assert_ptr_equal(polite_take(p, now, false), a1);
	polite_end(p, "a", now, POLITE_BUSY, retry);
	polite_add(p, "a", a2, false);
	wait = polite_wait(p, now, false);
	assert_ptr_equal(polite_take(p, now + wait, false), a2);
	polite_end(p, "a", now + wait, POLITE_UNSENT, 0);
	return wait;
}

static void backs_off(void **state)
{
	static const int64_t most[] = { 100, 200, 400, 800, 1000, 1000 };
	struct polite *p = make(0);
	int64_t now = 0, wait;

	(void)state;
	for (size_t i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
		wait = wait_after(p, now, 0);
		assert_true(wait >= most[i] / 2 && wait <= most[i]);
		now += 10000;
	}
	/* An answer ends it. */
	polite_add(p, "a", a1, false);
	assert_ptr_equal(polite_take(p, now, false), a1);
	polite_end(p, "a", now, POLITE_FINE, 0);
	assert_true(wait_after(p, now + 10000, 0) <= 100);
	polite_free(p);
}

static void obeys_retry_after(void **state)
{
	struct polite *p = make(0);

	(void)state;
	assert_int_equal(wait_after(p, 0, 700), 700);
	assert_int_equal(wait_after(p, 10000, 5000), 1000);
	assert_true(wait_after(p, 20000, 1) >= 200);
	polite_free(p);
}

static void gives_up(void **state)
{
	struct polite *p = make(3);

	(void)state;
	wait_after(p, 0, 0);
	wait_after(p, 10000, 0);
	assert_false(polite_hopeless(p, "a"));
	assert_int_equal(wait_after(p, 20000, 900), 0);
	assert_true(polite_hopeless(p, "a"));
	assert_false(polite_hopeless(p, "b"));
	polite_add(p, "a", a1, false);
	polite_add(p, "a", a2, false);
	assert_ptr_equal(polite_take(p, 20001, false), a1);
	polite_end(p, "a", 20001, POLITE_UNSENT, 0);
	assert_ptr_equal(polite_take(p, 20001, false), a2);
	polite_free(p);
}

/* Against a plain model: never more than two at once, never without the
 * pause, everything given out once. */
static void many_hosts(void **state)
{
	static int things[HOSTS * 4];
	static int64_t last[HOSTS];
	static int under_way[HOSTS];
	struct polite *p = make(0);
	size_t given = 0, active = 0;
	int64_t now = 0;
	char name[32];
	int *thing;

	(void)state;
	for (size_t i = 0; i < HOSTS * 4; i++) {
		snprintf(name, sizeof(name), "h%zu.test", i % HOSTS);
		polite_add(p, name, &things[i], i % 3 == 0);
	}
	while (given < HOSTS * 4) {
		while ((thing = polite_take(p, now, false)) != NULL) {
			size_t h = (size_t)(thing - things) % HOSTS;

			assert_int_equal((*thing)++, 0);
			assert_true(last[h] == 0 || now - last[h] >= 10);
			assert_true(++under_way[h] <= 2);
			last[h] = now;
			given++;
			active++;
		}
		now++;
		for (size_t h = 0; now % 7 == 0 && h < HOSTS; h++) {
			if (under_way[h] == 0)
				continue;
			snprintf(name, sizeof(name), "h%zu.test", h);
			polite_end(p, name, now, POLITE_FINE, 0);
			under_way[h]--;
			active--;
			last[h] = now;
		}
	}
	assert_int_equal(polite_count(p), 0);
	polite_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pauses_between_requests),
		cmocka_unit_test(pauses_after_the_end),
		cmocka_unit_test(two_at_once),
		cmocka_unit_test(resumed_first),
		cmocka_unit_test(of_one_host),
		cmocka_unit_test(unsent_costs_nothing),
		cmocka_unit_test(backs_off),
		cmocka_unit_test(obeys_retry_after),
		cmocka_unit_test(gives_up),
		cmocka_unit_test(many_hosts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
