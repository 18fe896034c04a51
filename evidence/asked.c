/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/asked.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/rand.h"

enum { SLOTS = 8192 };

static uint64_t mix(uint64_t h, const void *data, size_t len)
{
	const unsigned char *p = data;

	for (size_t i = 0; i < len; i++)
		h = (h ^ p[i]) * UINT64_C(0x100000001B3);
	return h ^ h >> 31;
}

/* Unpredictable by the seed: see evidence/flows.c. */
static uint64_t hash_of(const struct asked *l, const struct lookup *q)
{
	uint64_t h = mix(l->seed, q->client.ip, 16);

	h = mix(h, &q->client.port, sizeof(q->client.port));
	h = mix(h, &q->id, sizeof(q->id));
	return mix(h, q->host, strlen(q->host));
}

static uint32_t *slot_of(struct asked *l, uint64_t hash)
{
	return &l->slots[(hash ^ hash >> 32) % SLOTS];
}

/* Takes a query out of its slot: it waits no more. */
static void unlink_slot(struct asked *l, size_t i)
{
	uint32_t *at = slot_of(l, l->ring[i].hash);

	while (*at != i + 1)
		at = &l->ring[*at - 1].next;
	*at = l->ring[i].next;
}

void asked_add(struct asked *l, struct lookup *query)
{
	size_t i = (l->first + l->n) % ASKED_MAX;
	uint32_t *slot;

	if (l->ring == NULL) {
		l->ring = mem_new(ASKED_MAX, sizeof(*l->ring));
		l->slots = mem_new(SLOTS, sizeof(*l->slots));
		if (rand_bytes(&l->seed, sizeof(l->seed)) != 0)
			l->seed = 0;
	}
	query->hash = hash_of(l, query);
	slot = slot_of(l, query->hash);
	l->ring[i] = *query;
	l->n++;
	if (query->answered)
		return;
	l->ring[i].next = *slot;
	*slot = (uint32_t)i + 1;
}

static bool same_end(const struct packet_end *a, const struct packet_end *b)
{
	return a->port == b->port && memcmp(a->ip, b->ip, 16) == 0;
}

struct lookup *asked_find(struct asked *l, const struct lookup *same)
{
	uint64_t hash = hash_of(l, same);

	for (uint32_t i = l->n > 0 ? *slot_of(l, hash) : 0; i != 0;
		i = l->ring[i - 1].next) {
		struct lookup *q = &l->ring[i - 1];

		if (q->hash != hash || q->id != same->id ||
			!same_end(&q->client, &same->client) ||
			!same_end(&q->server, &same->server) ||
			strcmp(q->host, same->host) != 0 ||
			strcmp(q->type, same->type) != 0)
			continue;
		unlink_slot(l, i - 1);
		q->answered = true;
		return q;
	}
	return NULL;
}

bool asked_take(struct lookup *out, struct asked *l, int64_t ns)
{
	struct lookup *q;

	if (l->n == 0)
		return false;
	q = &l->ring[l->first];
	if (!q->answered && l->n < ASKED_MAX && ns != INT64_MAX &&
		instant_since(ns, q->ns) < ASKED_WAIT_NS)
		return false;
	if (!q->answered)
		unlink_slot(l, l->first);
	*out = *q;
	*q = (struct lookup){ 0 };
	l->first = (l->first + 1) % ASKED_MAX;
	l->n--;
	return true;
}

void lookup_release(struct lookup *q)
{
	free(q->host);
	free(q->app);
	free(q->answer);
	*q = (struct lookup){ 0 };
}

void asked_release(struct asked *l)
{
	struct lookup q;

	while (asked_take(&q, l, INT64_MAX))
		lookup_release(&q);
	free(l->ring);
	free(l->slots);
	*l = (struct asked){ 0 };
}
