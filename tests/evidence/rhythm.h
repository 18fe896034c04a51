/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TESTS_EVIDENCE_RHYTHM_H
#define TESTS_EVIDENCE_RHYTHM_H

/*
 * Made-up days of a phone: notifications and contacts that both come by day
 * and hardly by night, in bursts, and a chosen part of the notifications
 * followed by a contact.
 *
 *	struct rhythm r = { .seed = 7, .days = 12, .coupling = 0.3 };
 *
 *	rhythm_make(&r);
 *	chance_jitter(&result, &r.data, r.seed, CHANCE_DRAWS);
 *	rhythm_release(&r);
 */

#include <math.h>
#include <stdlib.h>

#include "base/instant.h"
#include "base/mem.h"
#include "evidence/chance.h"

struct rhythm {
	uint64_t seed;
	int days;
	double coupling; /* part of the events that are answered */
	int64_t *events, *contacts;
	size_t n_events, n_contacts;
	struct chance_span span;
	struct chance_data data;
};

static double rhythm_unit(uint64_t *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	*s ^= *s << 17;
	return (double)(*s >> 11) * 0x1p-53;
}

/* How busy a moment is: by day, more in the evening, nothing at night. */
static double rhythm_rate(double hour)
{
	if (hour < 7 || hour > 23)
		return 0.02;
	return 0.4 + 0.6 * exp(-(hour - 19) * (hour - 19) / 8);
}

static int rhythm_order(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* One more, within a minute of the one before. */
static size_t rhythm_near(int64_t *out, uint64_t *s)
{
	*out = out[-1] +
	       (int64_t)(rhythm_unit(s) * 40 * (double)INSTANT_SECOND);
	return 1;
}

/* Thinned draws of an uneven process, some in bursts. */
static size_t rhythm_draw(
	int64_t *out, size_t max, int days, double per_hour, uint64_t *s)
{
	double t = 0, end = days * 24.0;
	size_t n = 0;

	while (n + 4 < max) {
		t -= log(1 - rhythm_unit(s)) / per_hour;
		if (t >= end)
			break;
		if (rhythm_unit(s) > rhythm_rate(fmod(t, 24)))
			continue;
		out[n++] = (int64_t)(t * 3600 * (double)INSTANT_SECOND);
		for (int i = 0; i < 3 && rhythm_unit(s) < 0.3; i++)
			n += rhythm_near(out + n, s);
	}
	qsort(out, n, sizeof(*out), rhythm_order);
	return n;
}

/* Events nearer than the window are one. */
static void rhythm_merge(struct rhythm *r, int64_t window)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_events; i++)
		if (n == 0 || r->events[i] - r->events[n - 1] > window)
			r->events[n++] = r->events[i];
	r->n_events = n;
}

static void rhythm_make(struct rhythm *r)
{
	enum { MAX = 20000 };
	uint64_t s = r->seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
	int64_t window = 10 * INSTANT_SECOND;

	r->events = mem_new(MAX, sizeof(*r->events));
	r->contacts = mem_new(2 * MAX, sizeof(*r->contacts));
	for (int i = 0; i < 20; i++)
		rhythm_unit(&s);
	r->n_events = rhythm_draw(r->events, MAX, r->days, 4, &s);
	r->n_contacts = rhythm_draw(r->contacts, MAX, r->days, 12, &s);
	rhythm_merge(r, window);
	for (size_t i = 0; i < r->n_events; i++)
		if (rhythm_unit(&s) < r->coupling)
			r->contacts[r->n_contacts++] =
				r->events[i] +
				(int64_t)(rhythm_unit(&s) * 8 *
					  (double)INSTANT_SECOND);
	qsort(r->contacts, r->n_contacts, sizeof(*r->contacts), rhythm_order);
	r->span = (struct chance_span){ 0,
		r->days * 86400 * INSTANT_SECOND + 60 * INSTANT_SECOND };
	r->data = (struct chance_data){ r->events, r->n_events, r->contacts,
		r->n_contacts, &r->span, 1, window, 1000000 };
}

static void rhythm_release(struct rhythm *r)
{
	free(r->events);
	free(r->contacts);
}

#endif
