/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Breadth first: a place is followed when it is new, and again when other
 * redirects led to it at another time.
 */
#include "scrapers/warc_reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/instant.h"
#include "base/mem.h"
#include "scrapers/url.h"

/* Crawlers fetch where a redirect leads at once, or some hours later. */
#define NEAR (UINT64_C(86400) * (uint64_t)INSTANT_SECOND)

/* Redirects that are looked at in all: a hostile file could make them lead to
 * one another day by day. */
enum { LOOKS = 20 * 1000 * 1000 };

struct edge {
	char *from, *to; /* owned */
	int64_t ns;
};

/* Redirects that led there, each within 2 NEAR of the next: the instants at
 * most NEAR from one of them are those at most NEAR from the interval. */
struct place {
	size_t part;
	char *url;	     /* owned */
	int64_t first, last; /* of the redirects */
	bool always;	     /* at any time: the declared address itself */
	bool again;	     /* it is new, or has grown: to be followed */
};

struct warc_reach {
	struct edge *edges;
	size_t n_edges, cap_edges;
	bool sorted;
	struct place *places;
	size_t n, cap;
	size_t looks; /* at redirects, while following */
	bool full;
};

struct warc_reach *warc_reach_new(void)
{
	return mem_new(1, sizeof(struct warc_reach));
}

void warc_reach_free(struct warc_reach *r)
{
	if (r == NULL)
		return;
	for (size_t i = 0; i < r->n_edges; i++) {
		free(r->edges[i].from);
		free(r->edges[i].to);
	}
	for (size_t i = 0; i < r->n; i++)
		free(r->places[i].url);
	free(r->edges);
	free(r->places);
	free(r);
}

/* The address as it is compared, owned by the caller; base may be NULL. */
static int write_plain(char **out, const char *text, const char *base)
{
	struct url u = { 0 }, b = { 0 };
	struct str s = { 0 };
	int rc = 0;

	if (base != NULL)
		rc = url_parse(&b, base, strlen(base), NULL);
	if (rc == 0)
		rc = url_parse(
			&u, text, strlen(text), base != NULL ? &b : NULL);
	u.has_fragment = false;
	if (rc == 0)
		rc = url_write(&s, &u);
	if (rc == 0)
		*out = str_take(&s);
	str_release(&s);
	url_release(&u);
	url_release(&b);
	return rc;
}

void warc_reach_add(struct warc_reach *r, const char *from,
	const char *location, int64_t ns)
{
	struct edge e = { .ns = ns };

	if (r->n_edges == WARC_REACH_EDGES) {
		r->full = true;
		return;
	}
	if (write_plain(&e.from, from, NULL) != 0 ||
		write_plain(&e.to, location, from) != 0) {
		free(e.from);
		err_clear();
		return;
	}
	r->edges = mem_grow(
		r->edges, &r->cap_edges, r->n_edges + 1, sizeof(*r->edges));
	r->edges[r->n_edges++] = e;
	r->sorted = false;
}

static int compare(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;
	int order = strcmp(x->from, y->from);

	return order != 0 ? order : (x->ns > y->ns) - (x->ns < y->ns);
}

/* The first redirect from there. */
static size_t first_from(const struct warc_reach *r, const char *from)
{
	size_t low = 0, high = r->n_edges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(r->edges[middle].from, from) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* How far it lies outside the redirects; unsigned, as two instants may be
 * further apart than an int64_t can say. */
static uint64_t distance(const struct place *p, int64_t ns)
{
	if (ns < p->first)
		return (uint64_t)p->first - (uint64_t)ns;
	return ns > p->last ? (uint64_t)ns - (uint64_t)p->last : 0;
}

static bool is_near(const struct place *p, int64_t ns)
{
	return p->always || distance(p, ns) <= NEAR;
}

static void widen(struct place *p, int64_t ns)
{
	p->again |= ns < p->first || ns > p->last;
	if (ns < p->first)
		p->first = ns;
	if (ns > p->last)
		p->last = ns;
}

static void reach(struct warc_reach *r, const struct place *to)
{
	for (size_t i = 0; i < r->n; i++) {
		struct place *p = &r->places[i];

		if (p->part != to->part || strcmp(p->url, to->url) != 0)
			continue;
		if (p->always)
			return;
		if (!to->always && distance(p, to->first) <= 2 * NEAR) {
			widen(p, to->first);
			return;
		}
	}
	if (r->n == WARC_REACH_MAX) {
		r->full = true;
		return;
	}
	r->places = mem_grow(r->places, &r->cap, r->n + 1, sizeof(*r->places));
	r->places[r->n] = *to;
	r->places[r->n].again = true;
	r->places[r->n++].url = mem_strdup(to->url);
}

static void follow(struct warc_reach *r, size_t i)
{
	size_t k = first_from(r, r->places[i].url);

	r->places[i].again = false;
	for (; k < r->n_edges && r->looks < LOOKS; k++, r->looks++) {
		const struct edge *e = &r->edges[k];

		if (strcmp(e->from, r->places[i].url) != 0)
			return;
		if (is_near(&r->places[i], e->ns))
			reach(r, &(struct place){ .part = r->places[i].part,
					 .url = e->to,
					 .first = e->ns,
					 .last = e->ns });
	}
	r->full |= r->looks >= LOOKS;
}

/* Follows all that is new or has grown, from place i on; whether anything
 * was. */
static bool follow_all(struct warc_reach *r, size_t i)
{
	bool any = false;

	for (; i < r->n; i++) {
		if (!r->places[i].again)
			continue;
		follow(r, i);
		any = true;
	}
	return any && r->looks < LOOKS;
}

int warc_reach_start(struct warc_reach *r, size_t part, const char *url)
{
	struct place start = { .part = part, .always = true };
	size_t i = r->n;
	int rc = write_plain(&start.url, url, NULL);

	if (rc != 0)
		return rc;
	if (!r->sorted && r->n_edges > 0)
		qsort(r->edges, r->n_edges, sizeof(*r->edges), compare);
	r->sorted = true;
	reach(r, &start);
	free(start.url);
	while (follow_all(r, i))
		continue;
	return 0;
}

bool warc_reach_is_full(const struct warc_reach *r)
{
	return r->full;
}

bool warc_reach_has(
	const struct warc_reach *r, size_t part, const char *url, int64_t ns)
{
	char *plain = NULL;
	bool found = false;

	if (write_plain(&plain, url, NULL) != 0) {
		err_clear();
		return false;
	}
	for (size_t i = 0; i < r->n && !found; i++)
		found = r->places[i].part == part &&
			strcmp(r->places[i].url, plain) == 0 &&
			is_near(&r->places[i], ns);
	free(plain);
	return found;
}
