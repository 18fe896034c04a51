/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How often the tests of evidence/chance.h call made-up days a link: RUNS
 * (2,000) of fixed seeds for each part of the notifications that is followed.
 * At no coupling, at most 5 % should come below p = 0.05; a plain circular
 * shift, which day rhythm fools, is printed beside.
 *
 *	bench_chance [RUNS]
 */
#include <stdio.h>
#include <time.h>

#include "tests/evidence/rhythm.h"

/* The test that is not used: all events turned around the whole period by
 * any amount. */
static bool circular(const struct rhythm *r, uint64_t seed)
{
	uint64_t s = seed + 99;
	int64_t size = r->span.to;
	int as_good = 0, draws = 199;
	struct chance_data d = r->data;
	int64_t *events = mem_new(r->n_events, sizeof(*events));
	size_t answered = 0;

	for (int k = -1; k < draws; k++) {
		int64_t by =
			k < 0 ? 0 : (int64_t)(rhythm_unit(&s) * (double)size);
		size_t n = 0, at;

		for (size_t i = 0; i < r->n_events; i++)
			n += chance_answer(&at, &d, (r->events[i] + by) % size);
		if (k < 0)
			answered = n;
		else
			as_good += n >= answered;
	}
	free(events);
	return (double)(1 + as_good) / (1 + draws) < 0.05;
}

int main(int argc, char **argv)
{
	static const double couplings[] = { 0, 0.3, 0.95 };
	uint64_t runs = argc > 1 ? strtoull(argv[1], NULL, 10) : 2000;

	printf("coupling  events  jitter p<.05  days p<.05  plain circular\n");
	for (size_t c = 0; c < 3; c++) {
		uint64_t jitter = 0, days = 0, plain = 0, events = 0;

		for (uint64_t i = 0; i < runs; i++) {
			struct rhythm r = { .seed = i + 1,
				.days = 7,
				.coupling = couplings[c] };
			struct chance_result one;

			rhythm_make(&r);
			events += r.n_events;
			chance_jitter(&one, &r.data, i, CHANCE_DRAWS);
			jitter += one.p < 0.05;
			if (chance_days(&one, &r.data, i, 999))
				days += one.p < 0.05;
			plain += circular(&r, i);
			rhythm_release(&r);
		}
		printf("%7.0f %%  %6.0f  %10.2f %%  %8.2f %%  %12.2f %%\n",
			100 * couplings[c], (double)events / (double)runs,
			100.0 * (double)jitter / (double)runs,
			100.0 * (double)days / (double)runs,
			100.0 * (double)plain / (double)runs);
		fflush(stdout);
	}
	return 0;
}
