/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/chance.h"

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"

#define DAY (86400 * INSTANT_SECOND)
#define HOUR (3600 * INSTANT_SECOND)

enum { HALVINGS = 100, LARGE = 100000 };

/* Stretches of time at which an event would be answered: disjoint, [from,
 * to). */
struct stretches {
	struct chance_span *v; /* owned */
	size_t n;
};

static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
	return z ^ z >> 31;
}

/* In [0, 1). */
static double draw_unit(uint64_t *state)
{
	return (double)(draw(state) >> 11) * 0x1p-53;
}

/* A contact at c answers the events of [c - window, c + before). */
static void cover(struct stretches *out, const struct chance_data *d)
{
	out->v =
		mem_new(d->n_contacts > 0 ? d->n_contacts : 1, sizeof(*out->v));
	out->n = 0;
	for (size_t i = 0; i < d->n_contacts; i++) {
		int64_t from = d->contacts[i] - d->window;
		int64_t to = d->contacts[i] + d->before;

		if (to <= from)
			to = from + 1;
		if (out->n > 0 && from <= out->v[out->n - 1].to) {
			if (to > out->v[out->n - 1].to)
				out->v[out->n - 1].to = to;
			continue;
		}
		out->v[out->n++] = (struct chance_span){ from, to };
	}
}

/* The first stretch that ends behind x; n when none does. */
static size_t behind(const struct stretches *s, int64_t x)
{
	size_t low = 0, high = s->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (s->v[mid].to > x)
			high = mid;
		else
			low = mid + 1;
	}
	return low;
}

static bool covers(const struct stretches *s, int64_t x)
{
	size_t i = behind(s, x);

	return i < s->n && s->v[i].from <= x;
}

/* The part of [from, to) in which an event would be answered. */
static double share(const struct stretches *s, int64_t from, int64_t to)
{
	double sum = 0;

	for (size_t i = behind(s, from); i < s->n && s->v[i].from < to; i++) {
		int64_t a = s->v[i].from > from ? s->v[i].from : from;
		int64_t b = s->v[i].to < to ? s->v[i].to : to;

		sum += (double)(b - a);
	}
	return to > from ? sum / (double)(to - from) : 0;
}

static size_t count_answered(
	const struct stretches *s, const struct chance_data *d)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_events; i++)
		n += covers(s, d->events[i]);
	return n;
}

bool chance_answer(size_t *contact, const struct chance_data *d, int64_t event)
{
	size_t low = 0, high = d->n_contacts;

	/* A contact just when its event happens is one that follows. */
	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (d->contacts[mid] > event - d->before ||
			d->contacts[mid] == event)
			high = mid;
		else
			low = mid + 1;
	}
	*contact = low;
	return low < d->n_contacts && d->contacts[low] <= event + d->window;
}

static const struct chance_span *span_of(const struct chance_data *d, int64_t x)
{
	for (size_t i = 0; i < d->n_spans; i++)
		if (x <= d->spans[i].to)
			return &d->spans[i];
	return &d->spans[d->n_spans - 1];
}

/* The cell of an event: a span is cut into cells from its beginning on, and
 * what is left at its end belongs to the last whole one. */
static struct chance_span cell_of(
	const struct chance_span *span, int64_t x, int64_t size)
{
	int64_t whole = (span->to - span->from) / size;
	int64_t i = (x - span->from) / size;

	if (whole == 0)
		return (struct chance_span){ span->from, span->to + 1 };
	if (i >= whole - 1)
		return (struct chance_span){ span->from + (whole - 1) * size,
			span->to + 1 };
	return (struct chance_span){ span->from + i * size,
		span->from + (i + 1) * size };
}

/* Tosses a coin for each event, draws times; how often as many fall well as
 * were answered. */
static size_t toss(
	const double *p, size_t n, size_t answered, uint64_t seed, size_t draws)
{
	uint64_t state = seed;
	size_t as_good = 0;

	for (size_t k = 0; k < draws; k++) {
		size_t hits = 0;

		for (size_t i = 0; i < n; i++)
			hits += draw_unit(&state) < p[i];
		as_good += hits >= answered;
	}
	return as_good;
}

void chance_jitter(struct chance_result *out, const struct chance_data *d,
	uint64_t seed, size_t draws)
{
	double *p = mem_new(d->n_events > 0 ? d->n_events : 1, sizeof(*p));
	struct stretches s;

	cover(&s, d);
	*out = (struct chance_result){ .answered = count_answered(&s, d),
		.cell = CHANCE_CELL * d->window };
	for (size_t i = 0; i < d->n_events; i++) {
		struct chance_span cell = cell_of(
			span_of(d, d->events[i]), d->events[i], out->cell);

		p[i] = share(&s, cell.from, cell.to);
		out->expected += p[i];
	}
	out->as_good = toss(p, d->n_events, out->answered, seed, draws);
	out->p = (double)(1 + out->as_good) / (double)(1 + draws);
	free(p);
	free(s.v);
}

/* Events of the circle [from, from + size), shifted around it. */
static size_t shifted(const struct stretches *s, const struct chance_data *d,
	int64_t from, int64_t size, int64_t shift)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n_events; i++) {
		int64_t x = d->events[i] - from;

		if (x >= 0 && x < size)
			n += covers(s, from + (x + shift) % size);
	}
	return n;
}

static const struct chance_span *longest(const struct chance_data *d)
{
	const struct chance_span *best = &d->spans[0];

	for (size_t i = 1; i < d->n_spans; i++)
		if (d->spans[i].to - d->spans[i].from > best->to - best->from)
			best = &d->spans[i];
	return best;
}

bool chance_days(struct chance_result *out, const struct chance_data *d,
	uint64_t seed, size_t draws)
{
	const struct chance_span *span = longest(d);
	int64_t days = (span->to - span->from) / DAY;
	uint64_t state = seed;
	struct stretches s;
	double sum = 0;

	if (days < CHANCE_DAYS)
		return false;
	cover(&s, d);
	*out = (struct chance_result){ .answered = shifted(&s, d, span->from,
					       days * DAY, 0),
		.days = (size_t)days };
	for (size_t k = 0; k < draws; k++) {
		int64_t day =
			1 + (int64_t)(draw(&state) % (uint64_t)(days - 1));
		int64_t more =
			(int64_t)(draw_unit(&state) * 2.0 * (double)HOUR) -
			HOUR;
		size_t n = shifted(
			&s, d, span->from, days * DAY, day * DAY + more);

		sum += (double)n;
		out->as_good += n >= out->answered;
	}
	out->expected = draws > 0 ? sum / (double)draws : 0;
	out->p = (double)(1 + out->as_good) / (double)(1 + draws);
	free(s.v);
	return true;
}

void chance_offset(int64_t *shift, size_t *answered,
	const struct chance_data *d, int64_t reach)
{
	int64_t step = d->window > 1 ? d->window / 2 : 1;
	struct stretches s;

	cover(&s, d);
	*shift = 0;
	*answered = count_answered(&s, d);
	for (int64_t by = step; by <= reach; by += step)
		for (int sign = -1; sign <= 1; sign += 2) {
			size_t n = 0;

			for (size_t i = 0; i < d->n_events; i++)
				n += covers(&s, d->events[i] + sign * by);
			if (n > *answered) {
				*answered = n;
				*shift = sign * by;
			}
		}
	free(s.v);
}

/* P(X <= k) of a Poisson variable with that mean. */
static double poisson_below(double k, double mean)
{
	double sum = 0, term = -mean;

	if (mean <= 0)
		return 1;
	for (double i = 0; i <= k; i++) {
		sum += exp(term);
		term += log(mean) - log(i + 1);
	}
	return sum;
}

/* Wilson and Hilferty (1931), for counts at which sums would be long. */
static double poisson_quantile(double count, double z)
{
	double root = 1 - 1 / (9 * count) + z / (3 * sqrt(count));

	return count * root * root * root;
}

void chance_count_interval(double *low, double *high, uint64_t count)
{
	double k = (double)count;
	double from, to;

	if (count > LARGE) {
		*low = poisson_quantile(k, -1.959964);
		*high = poisson_quantile(k + 1, 1.959964);
		return;
	}
	for (from = 0, to = k; count > 0 && to - from > 1e-9 * (1 + to);) {
		double mid = (from + to) / 2;

		if (1 - poisson_below(k - 1, mid) > 0.025)
			to = mid;
		else
			from = mid;
	}
	*low = count > 0 ? from : 0;
	for (from = k, to = 2 * k + 10; to - from > 1e-9 * (1 + to);) {
		double mid = (from + to) / 2;

		if (poisson_below(k, mid) > 0.025)
			from = mid;
		else
			to = mid;
	}
	*high = to;
}

static double log_choose(double n, double k)
{
	return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* P(X >= k) of n tosses with that probability. */
static double binomial_above(uint64_t k, uint64_t n, double p)
{
	double sum = 0;

	if (k == 0)
		return 1;
	if (p <= 0)
		return 0;
	if (p >= 1)
		return 1;
	for (uint64_t i = k; i <= n; i++)
		sum += exp(log_choose((double)n, (double)i) +
			   (double)i * log(p) + (double)(n - i) * log1p(-p));
	return sum < 1 ? sum : 1;
}

/* The probability with which at least k of n come in that part of the cases;
 * it grows with the probability. */
static double share_for(uint64_t k, uint64_t n, double part)
{
	double from = 0, to = 1;

	for (int i = 0; i < HALVINGS; i++) {
		double mid = (from + to) / 2;

		if (binomial_above(k, n, mid) > part)
			to = mid;
		else
			from = mid;
	}
	return (from + to) / 2;
}

void chance_share_interval(double *low, double *high, uint64_t k, uint64_t n)
{
	*low = k == 0 ? 0 : share_for(k, n, 0.025);
	*high = k == n ? 1 : share_for(k + 1, n, 0.975);
}

double chance_fisher(uint64_t k1, uint64_t n1, uint64_t k2, uint64_t n2)
{
	double n = (double)(n1 + n2), k = (double)(k1 + k2);
	uint64_t first = k1 + k2 > n2 ? k1 + k2 - n2 : 0;
	uint64_t last = k1 + k2 < n1 ? k1 + k2 : n1;
	double all = log_choose(n, k), sum = 0;
	double here = log_choose((double)n1, (double)k1) +
		      log_choose((double)n2, (double)k2) - all;

	for (uint64_t i = first; i <= last; i++) {
		double one = log_choose((double)n1, (double)i) +
			     log_choose((double)n2, k - (double)i) - all;

		if (one <= here + 1e-7)
			sum += exp(one);
	}
	return sum < 1 ? sum : 1;
}

double chance_sign(uint64_t k, uint64_t n)
{
	uint64_t more = 2 * k >= n ? k : n - k;
	double p = 2 * binomial_above(more, n, 0.5);

	return p < 1 ? p : 1;
}
