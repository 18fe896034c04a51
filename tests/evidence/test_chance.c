/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "evidence/chance.h"
#include "tests/evidence/rhythm.h"

#define S INSTANT_SECOND

static void near(double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%.9g is not %.9g", got, want);
}

static void answers(void **state)
{
	const int64_t contacts[] = { 100 * S, 200 * S, 203 * S };
	const struct chance_span span = { 0, 1000 * S };
	struct chance_data d = { .contacts = contacts,
		.n_contacts = 3,
		.spans = &span,
		.n_spans = 1,
		.window = 10 * S,
		.before = S };
	size_t i = 9;

	(void)state;
	assert_true(chance_answer(&i, &d, 95 * S));
	assert_int_equal(i, 0);
	assert_true(chance_answer(&i, &d, 90 * S));
	assert_false(chance_answer(&i, &d, 90 * S - 1));
	/* Written to the second: it may have come up to a second later. */
	assert_true(chance_answer(&i, &d, 101 * S - 1));
	assert_int_equal(i, 0);
	assert_false(chance_answer(&i, &d, 101 * S));
	assert_true(chance_answer(&i, &d, 199 * S));
	assert_int_equal(i, 1);
	assert_false(chance_answer(&i, &d, 500 * S));
	d.before = 0;
	assert_true(chance_answer(&i, &d, 100 * S));
	assert_int_equal(i, 0);
}

/* What is expected is the part of the cell at which a contact follows. */
static void expected_by_hand(void **state)
{
	const int64_t contacts[] = { 100 * S, 105 * S, 290 * S };
	const int64_t events[] = { 98 * S, 1000 * S };
	const struct chance_span span = { 0, 1199 * S };
	struct chance_data d = { .events = events,
		.n_events = 2,
		.contacts = contacts,
		.n_contacts = 3,
		.spans = &span,
		.n_spans = 1,
		.window = 10 * S };
	struct chance_result r, again;

	(void)state;
	chance_jitter(&r, &d, 3, 999);
	assert_int_equal(r.answered, 1);
	assert_true(r.cell == 300 * S);
	/* [90, 105) and [280, 290] of 300 seconds; nothing in the last. */
	near(r.expected, 25.0 / 300, 1e-6);
	near(r.p, r.expected, 0.03);
	chance_jitter(&again, &d, 3, 999);
	assert_int_equal(again.as_good, r.as_good);
	chance_jitter(&again, &d, 4, 999);
	near(again.p, r.p, 0.05);
	assert_false(chance_days(&again, &d, 3, 999));
}

/* Day rhythm alone is no link; a link is one. */
static void calibrated(void **state)
{
	static const struct {
		double coupling, least, most;
	} cases[] = { { 0, 0, 0.085 }, { 0.3, 0.95, 1 }, { 0.95, 1, 1 } };
	enum { RUNS = 200, DRAWS = 999 };

	(void)state;
	for (size_t c = 0; c < 3; c++) {
		int jitter = 0, days = 0;

		for (uint64_t i = 0; i < RUNS; i++) {
			struct rhythm r = { .seed = i + 1,
				.days = 7,
				.coupling = cases[c].coupling };
			struct chance_result one;

			rhythm_make(&r);
			chance_jitter(&one, &r.data, i, DRAWS);
			jitter += one.p < 0.05;
			assert_true(chance_days(&one, &r.data, i, 99));
			days += one.p < 0.05;
			rhythm_release(&r);
		}
		assert_true(jitter >= cases[c].least * RUNS);
		assert_true(jitter <= cases[c].most * RUNS);
		assert_true(c > 0 || days <= 0.1 * RUNS);
		assert_true(c < 2 || days >= 0.95 * RUNS);
	}
}

static void clocks(void **state)
{
	struct rhythm r = { .seed = 5, .days = 3, .coupling = 1 };
	int64_t shift;
	size_t n;

	(void)state;
	rhythm_make(&r);
	for (size_t i = 0; i < r.n_events; i++)
		r.events[i] -= 37 * S;
	chance_offset(&shift, &n, &r.data, 600 * S);
	assert_true(shift >= 30 * S && shift <= 45 * S);
	assert_true(n * 10 >= r.n_events * 9);
	rhythm_release(&r);
}

/* Against published tables and other programs. */
static void intervals(void **state)
{
	double low, high;

	(void)state;
	chance_count_interval(&low, &high, 0);
	near(low, 0, 0);
	near(high, 3.6889, 1e-3);
	chance_count_interval(&low, &high, 10);
	near(low, 4.7954, 1e-3);
	near(high, 18.3904, 1e-3);
	chance_count_interval(&low, &high, 1000000);
	near(low, 998041, 2);
	near(high, 1001962, 2);
	chance_share_interval(&low, &high, 0, 10);
	near(low, 0, 0);
	near(high, 0.30850, 1e-4);
	chance_share_interval(&low, &high, 7, 20);
	near(low, 0.15391, 1e-4);
	near(high, 0.59219, 1e-4);
	chance_share_interval(&low, &high, 20, 20);
	near(low, 0.83157, 1e-4);
	near(high, 1, 0);
	/* Fisher's lady tasting tea: 3 of 4 and 1 of 4. */
	near(chance_fisher(3, 4, 1, 4), 0.485714, 1e-6);
	near(chance_fisher(0, 5, 5, 5), 0.0079365, 1e-6);
	near(chance_fisher(2, 2, 0, 0), 1, 1e-9);
	near(chance_sign(9, 10), 0.021484, 1e-6);
	near(chance_sign(1, 10), 0.021484, 1e-6);
	near(chance_sign(5, 10), 1, 1e-9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(expected_by_hand),
		cmocka_unit_test(calibrated),
		cmocka_unit_test(clocks),
		cmocka_unit_test(intervals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
