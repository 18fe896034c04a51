/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A table of hosts by name, and two heaps of those that have things waiting
 * and room for one more request, the host that may be asked first on top:
 * RESUMED holds those with resumed things, ANY all. What changes a host puts
 * it in its places anew.
 */
#include "scrapers/polite.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum lane { RESUMED, ANY, LANES };

enum { SLOTS = 64 }; /* of the table at first; a power of two */

struct thing {
	struct thing *next;
	void *item;
};

struct line {
	struct thing *first, *last;
};

struct host {
	struct host *chain;	  /* in the table's slot */
	struct line lines[LANES]; /* resumed things; new things */
	size_t at[LANES];	  /* place in the heaps, from 1; 0: in none */
	unsigned under_way, failures;
	int64_t next_ns; /* when it may be asked again */
	char name[];
};

struct heap {
	struct host **v; /* v[0] is not used */
	size_t n, cap;
};

struct polite {
	struct polite_options o;
	struct host **slots;
	size_t n_slots, n_hosts, n_things;
	struct heap heaps[LANES];
	uint64_t random;
	int64_t now_ns; /* the latest time we were told */
};

/* --- heaps --- */

static void place(struct heap *h, enum lane lane, struct host *host, size_t at)
{
	h->v[at] = host;
	host->at[lane] = at;
}

static void sift_up(struct heap *h, enum lane lane, size_t at)
{
	struct host *host = h->v[at];

	for (; at > 1 && h->v[at / 2]->next_ns > host->next_ns; at /= 2)
		place(h, lane, h->v[at / 2], at);
	place(h, lane, host, at);
}

static void sift_down(struct heap *h, enum lane lane, size_t at)
{
	struct host *host = h->v[at];
	size_t child;

	while ((child = at * 2) <= h->n) {
		if (child < h->n &&
			h->v[child + 1]->next_ns < h->v[child]->next_ns)
			child++;
		if (h->v[child]->next_ns >= host->next_ns)
			break;
		place(h, lane, h->v[child], at);
		at = child;
	}
	place(h, lane, host, at);
}

static void take_out(struct heap *h, enum lane lane, struct host *host)
{
	size_t at = host->at[lane];
	struct host *last = h->v[h->n--];

	host->at[lane] = 0;
	if (last == host)
		return;
	place(h, lane, last, at);
	sift_up(h, lane, at);
	sift_down(h, lane, last->at[lane]);
}

static void put_in(struct heap *h, enum lane lane, struct host *host)
{
	h->v = mem_grow(h->v, &h->cap, h->n + 2, sizeof(struct host *));
	place(h, lane, host, ++h->n);
	sift_up(h, lane, h->n);
}

/* Puts the host where it belongs now. */
static void settle(struct polite *p, struct host *host)
{
	bool room = host->under_way < p->o.per_host;
	bool resumed = host->lines[RESUMED].first != NULL;
	bool any = resumed || host->lines[ANY].first != NULL;

	for (enum lane lane = RESUMED; lane < LANES; lane++) {
		if (host->at[lane] > 0)
			take_out(&p->heaps[lane], lane, host);
		if (room && (lane == RESUMED ? resumed : any))
			put_in(&p->heaps[lane], lane, host);
	}
}

/* --- the table --- */

/* FNV-1a, begun with the seed. */
static size_t slot_of(const struct polite *p, const char *name)
{
	uint64_t hash = UINT64_C(14695981039346656037) ^ p->o.seed;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * UINT64_C(1099511628211);
	return (size_t)(hash ^ hash >> 32) & (p->n_slots - 1);
}

static struct host *find(const struct polite *p, const char *name)
{
	struct host *host = p->slots[slot_of(p, name)];

	while (host != NULL && strcmp(host->name, name) != 0)
		host = host->chain;
	return host;
}

static struct host *get(const struct polite *p, const char *name)
{
	struct host *host = find(p, name);

	assert(host != NULL);
	return host;
}

/* Whether a host that we know nothing of would be treated the same. */
static bool is_forgettable(const struct host *host, int64_t now)
{
	return host->under_way == 0 && host->failures == 0 &&
	       host->lines[RESUMED].first == NULL &&
	       host->lines[ANY].first == NULL && host->next_ns <= now;
}

/* Moves all hosts worth remembering to a table that has room for more. */
static void rehash(struct polite *p)
{
	struct host **old = p->slots;
	size_t n = p->n_slots, kept = 0;

	for (size_t i = 0; i < n; i++)
		for (struct host *h = old[i]; h != NULL; h = h->chain)
			kept += !is_forgettable(h, p->now_ns);
	while (p->n_slots < kept * 2)
		p->n_slots *= 2;
	p->slots = mem_new(p->n_slots, sizeof(struct host *));
	for (size_t i = 0; i < n; i++) {
		for (struct host *h = old[i], *next; h != NULL; h = next) {
			size_t slot = slot_of(p, h->name);

			next = h->chain;
			if (is_forgettable(h, p->now_ns)) {
				free(h);
				continue;
			}
			h->chain = p->slots[slot];
			p->slots[slot] = h;
		}
	}
	p->n_hosts = kept;
	free(old);
}

static struct host *find_or_add(struct polite *p, const char *name)
{
	struct host *host = find(p, name);
	size_t len = strlen(name), slot;

	if (host != NULL)
		return host;
	if (p->n_hosts >= p->n_slots)
		rehash(p);
	host = mem_new(1, sizeof(*host) + len + 1);
	memcpy(host->name, name, len);
	host->next_ns = p->now_ns;
	slot = slot_of(p, name);
	host->chain = p->slots[slot];
	p->slots[slot] = host;
	p->n_hosts++;
	return host;
}

/* --- the module --- */

struct polite *polite_new(const struct polite_options *o)
{
	struct polite *p = mem_new(1, sizeof(*p));

	p->o = *o;
	p->random = o->seed | 1;
	p->now_ns = INT64_MIN;
	p->n_slots = SLOTS;
	p->slots = mem_new(p->n_slots, sizeof(struct host *));
	return p;
}

static void free_line(struct line *line)
{
	for (struct thing *t = line->first, *next; t != NULL; t = next) {
		next = t->next;
		free(t);
	}
}

void polite_free(struct polite *p)
{
	if (p == NULL)
		return;
	for (size_t i = 0; i < p->n_slots; i++) {
		for (struct host *h = p->slots[i], *next; h != NULL; h = next) {
			next = h->chain;
			free_line(&h->lines[RESUMED]);
			free_line(&h->lines[ANY]);
			free(h);
		}
	}
	free(p->slots);
	free(p->heaps[RESUMED].v);
	free(p->heaps[ANY].v);
	free(p);
}

void polite_add(struct polite *p, const char *host, void *item, bool resumed)
{
	struct host *h = find_or_add(p, host);
	struct line *line = &h->lines[resumed ? RESUMED : ANY];
	struct thing *t = mem_new(1, sizeof(*t));

	t->item = item;
	if (line->first == NULL)
		line->first = t;
	else
		line->last->next = t;
	line->last = t;
	p->n_things++;
	settle(p, h);
}

static void *shift(struct host *host)
{
	struct line *line = &host->lines[RESUMED];
	struct thing *t;
	void *item;

	if (line->first == NULL)
		line = &host->lines[ANY];
	t = line->first;
	line->first = t->next;
	item = t->item;
	free(t);
	return item;
}

/* host is in a heap: it has things, and room for a request. */
static void *take(struct polite *p, struct host *host, int64_t now_ns)
{
	void *item;

	p->now_ns = now_ns;
	if (host->next_ns > now_ns)
		return NULL;
	item = shift(host);
	p->n_things--;
	host->under_way++;
	host->next_ns = now_ns + p->o.pause_ns;
	settle(p, host);
	return item;
}

void *polite_take(struct polite *p, int64_t now_ns, bool resumed)
{
	const struct heap *heap = &p->heaps[resumed ? RESUMED : ANY];

	return heap->n > 0 ? take(p, heap->v[1], now_ns) : NULL;
}

void *polite_take_of(struct polite *p, const char *host, int64_t now_ns)
{
	struct host *h = find(p, host);

	return h != NULL && h->at[ANY] > 0 ? take(p, h, now_ns) : NULL;
}

int64_t polite_wait(const struct polite *p, int64_t now_ns, bool resumed)
{
	const struct heap *heap = &p->heaps[resumed ? RESUMED : ANY];

	if (heap->n == 0)
		return POLITE_NEVER;
	return heap->v[1]->next_ns > now_ns ? heap->v[1]->next_ns - now_ns : 0;
}

/* Between 1/2 and 1 of ns (xorshift64*, Vigna 2016), so that hosts that
 * failed together are not asked together. */
static int64_t jitter(struct polite *p, int64_t ns)
{
	uint64_t part;

	p->random ^= p->random >> 12;
	p->random ^= p->random << 25;
	p->random ^= p->random >> 27;
	part = (p->random * UINT64_C(2685821657736338717)) >> 54; /* 10 bits */
	return ns / 2 + (int64_t)((double)ns / 2 * (double)part / 1023);
}

static int64_t back_off(
	struct polite *p, const struct host *host, int64_t retry_ns)
{
	int64_t ns = p->o.backoff_ns;

	for (unsigned i = 1; i < host->failures && ns < p->o.longest_ns; i++)
		ns *= 2;
	ns = jitter(p, ns < p->o.longest_ns ? ns : p->o.longest_ns);
	if (ns < retry_ns)
		ns = retry_ns;
	if (ns > p->o.longest_ns)
		ns = p->o.longest_ns;
	return ns > p->o.pause_ns ? ns : p->o.pause_ns;
}

static bool is_hopeless(const struct polite *p, const struct host *host)
{
	return p->o.give_up > 0 && host->failures >= p->o.give_up;
}

void polite_end(struct polite *p, const char *host, int64_t now_ns,
	enum polite_outcome outcome, int64_t retry_ns)
{
	struct host *h = get(p, host);
	int64_t wait = p->o.pause_ns;

	assert(h->under_way > 0);
	h->under_way--;
	if (outcome == POLITE_FINE)
		h->failures = 0;
	if (outcome == POLITE_BUSY) {
		h->failures++;
		wait = back_off(p, h, retry_ns);
	}
	if (outcome == POLITE_UNSENT && h->failures == 0)
		h->next_ns = now_ns;
	else if (outcome != POLITE_UNSENT && h->next_ns < now_ns + wait)
		h->next_ns = now_ns + wait;
	if (is_hopeless(p, h))
		h->next_ns = now_ns;
	settle(p, h);
}

bool polite_hopeless(const struct polite *p, const char *host)
{
	const struct host *h = find(p, host);

	return h != NULL && is_hopeless(p, h);
}

size_t polite_count(const struct polite *p)
{
	return p->n_things;
}
