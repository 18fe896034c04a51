/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CHANCE_H
#define EVIDENCE_CHANCE_H

/*
 * What chance would give: whether contacts follow events more often than they
 * would if the two had nothing to do with each other, and how sure counted
 * figures are. Plain numbers in, plain numbers out.
 *
 * An event at time x is answered when a contact stands in (x - before,
 * x + window]; before is how far a contact's written time may lie behind the
 * true one. The figure tested is the number of events that are answered.
 *
 * chance_jitter(): each event is moved at random inside its own fixed cell of
 * at least CHANCE_CELL windows (interval jitter: Amarasingham, Harrison,
 * Hatsopoulos, Geman, "Conditional modeling and the jitter method of spike
 * resampling", J. Neurophysiol. 107, 2012). What differs between cells, such
 * as day and night, stays as it is, so that it cannot look like coupling. A
 * moved event is answered with a probability that the contacts of its cell
 * give exactly; a draw is one toss for each event, which is the same as
 * moving it and looking.
 *
 * chance_days(): all events are shifted together by whole days and up to an
 * hour, around the circle of the days that were watched: a second opinion
 * that keeps the rhythm of the events too.
 *
 * p = (1 + k) / (1 + draws), k the draws that are at least as good (Phipson,
 * Smyth, "Permutation p-values should never be zero", 2010). The same seed
 * gives the same draws (SplitMix64: Steele, Lea, Flood, 2014).
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHANCE_DRAWS = 9999, CHANCE_CELL = 30, CHANCE_DAYS = 5 };

/* A period, ends included, in nanoseconds. */
struct chance_span {
	int64_t from, to;
};

/* Times ascend; all borrowed. Every event lies in one of the spans, which
 * ascend and do not overlap: what was watched. */
struct chance_data {
	const int64_t *events;
	size_t n_events;
	const int64_t *contacts;
	size_t n_contacts;
	const struct chance_span *spans;
	size_t n_spans;
	int64_t window, before; /* ns */
};

struct chance_result {
	size_t answered; /* events */
	double expected; /* answered by chance */
	size_t as_good;	 /* draws at least as good */
	double p;
	int64_t cell; /* ns; chance_days(): 0 */
	size_t days;  /* chance_days(): whole days watched */
};

/* The first contact that answers an event; false when none does. */
bool chance_answer(size_t *contact, const struct chance_data *d, int64_t event);

void chance_jitter(struct chance_result *out, const struct chance_data *d,
	uint64_t seed, size_t draws);

/* False, and nothing said, with fewer than CHANCE_DAYS days watched in one
 * span. */
bool chance_days(struct chance_result *out, const struct chance_data *d,
	uint64_t seed, size_t draws);

/* The shift of the events, in steps of half a window up to reach, with which
 * most of them are answered, and how many are; of equal ones the smallest.
 * A positive shift: the contacts' clock is ahead of the events'. */
void chance_offset(int64_t *shift, size_t *answered,
	const struct chance_data *d, int64_t reach);

/* A 95 % confidence interval of a mean, given one count of it (exact: Garwood
 * 1936). */
void chance_count_interval(double *low, double *high, uint64_t count);

/* A 95 % confidence interval of a proportion (exact: Clopper, Pearson 1934).
 * n is not 0. */
void chance_share_interval(double *low, double *high, uint64_t k, uint64_t n);

/* Fisher's exact test of two counts, k1 of n1 and k2 of n2: the probability
 * of a table at most as likely as this one, both sides. */
double chance_fisher(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2);

/* The sign test: the probability of at least k heads in n fair tosses, both
 * sides. */
double chance_sign(uint64_t k, uint64_t n);

#endif
