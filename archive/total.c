/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One look-up is not one line: a system that wants an address asks for A,
 * AAAA and HTTPS within moments. Rows of one host and client within two
 * seconds, each of another type, are one contact. Connections and requests
 * are one each.
 */
#include "archive/total.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"

#define CONTACT_NS (2 * INSTANT_SECOND)

void total_init(struct total *t)
{
	*t = (struct total){ 0 };
}

void total_release(struct total *t)
{
	free(t->v);
	*t = (struct total){ 0 };
}

static bool same_contact(const struct total_host *h, uint32_t client,
	uint32_t type, const struct observation *o)
{
	if (h->n_types == 0 || h->client != client || type == 0 ||
		o->precision == OBSERVATION_PRECISION_NONE ||
		o->ns < h->contact_ns || o->ns - h->contact_ns > CONTACT_NS ||
		h->n_types == sizeof(h->types) / sizeof(h->types[0]))
		return false;
	for (uint32_t i = 0; i < h->n_types; i++)
		if (h->types[i] == type)
			return false;
	return true;
}

/* First and last are of the rows with a time. */
static void see_time(struct total_host *h, int64_t ns)
{
	if (!h->timed || ns < h->first_ns)
		h->first_ns = ns;
	if (!h->timed || ns > h->last_ns)
		h->last_ns = ns;
	h->timed = true;
}

void total_add(struct total *t, uint32_t host, uint32_t client, uint32_t type,
	const struct observation *o)
{
	bool lookup = o->kind == OBSERVATION_LOOKUP, same;
	struct total_host *h;

	if (host >= t->n) {
		t->v = mem_grow(t->v, &t->cap, (size_t)host + 1, sizeof(*t->v));
		while (t->n <= host)
			t->v[t->n++] = (struct total_host){ 0 };
	}
	h = &t->v[host];
	same = lookup && same_contact(h, client, type, o);
	if (!same)
		h->contacts += o->count;
	if (lookup && !same) {
		h->contact_ns = o->ns;
		h->client = client;
		h->n_types = 0;
	}
	if (lookup)
		h->types[h->n_types++] = type;
	if (o->precision != OBSERVATION_PRECISION_NONE)
		see_time(h, o->ns);
	h->rows++;
	if (o->disposition < OBSERVATION_DISPOSITIONS)
		h->by[o->disposition]++;
}

static int by_name(const void *a, const void *b, void *names)
{
	return strcmp(names_get(names, *(const uint32_t *)a),
		names_get(names, *(const uint32_t *)b));
}

/* The hosts in the order of their names, which is the order of the table's
 * key: rows that come sorted are appended, others would each touch a page
 * somewhere. Owned by the caller. */
static uint32_t *sorted(const struct total *t, const struct names *names)
{
	uint32_t *order = mem_new(t->n, sizeof(*order));

	for (size_t i = 0; i < t->n; i++)
		order[i] = (uint32_t)i;
	qsort_r(order, t->n, sizeof(*order), by_name, (void *)names);
	return order;
}

int total_each(const struct total *t, const struct names *names,
	block_total_fn fn, void *ctx)
{
	uint32_t *order = sorted(t, names);
	int rc = 0;

	for (size_t i = 0; i < t->n && rc == 0; i++) {
		const struct total_host *h = &t->v[order[i]];
		struct block_total out = { .rows = h->rows,
			.contacts = h->contacts,
			.first_ns = h->first_ns,
			.last_ns = h->last_ns };

		if (h->rows == 0)
			continue;
		out.host = names_get(names, order[i]);
		for (int d = 0; d < OBSERVATION_DISPOSITIONS; d++)
			out.by[d] = h->by[d];
		rc = fn(&out, ctx);
	}
	free(order);
	return rc;
}
