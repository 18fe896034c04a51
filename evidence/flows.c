/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/flows.h"

#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "base/mem.h"
#include "base/rand.h"

enum { SLOTS = 32768, SERVER_PORTS = 1024 };

void flows_init(struct flows *f, flow_fn fn, void *ctx)
{
	*f = (struct flows){ .fn = fn, .ctx = ctx };
	f->v = mem_new(FLOWS_MAX + 1, sizeof(*f->v));
	f->slots = mem_new(SLOTS, sizeof(*f->slots));
	/* Unpredictable, so that nobody can write a capture whose flows all
	 * fall into one slot. No result depends on it. */
	if (rand_bytes(&f->seed, sizeof(f->seed)) != 0)
		f->seed = 0;
	for (uint32_t i = FLOWS_MAX; i > 0; i--) {
		f->v[i].next = f->free;
		f->free = i;
	}
}

void flows_release(struct flows *f)
{
	for (uint32_t i = f->oldest; i != 0; i = f->v[i].newer) {
		talk_release(&f->v[i].talk);
		free(f->v[i].app);
		free(f->v[i].name);
	}
	free(f->v);
	free(f->slots);
	*f = (struct flows){ 0 };
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * UINT64_C(0x9E3779B97F4A7C15);
	return h ^ h >> 29;
}

static uint64_t hash_end(const struct flows *f, const struct packet_end *e)
{
	uint64_t high, low;

	memcpy(&high, e->ip, 8);
	memcpy(&low, e->ip + 8, 8);
	return mix(mix(mix(f->seed, high), low), e->port);
}

/* The same for both directions. */
static uint32_t *slot_of(struct flows *f, const struct packet_end *a,
	const struct packet_end *b, bool tcp)
{
	uint64_t h = mix(hash_end(f, a) + hash_end(f, b), tcp);

	return &f->slots[mix(h, f->seed) >> 32 & (SLOTS - 1)];
}

/* This is done for every packet: two words are faster than memcmp(). */
static bool same_end(const struct packet_end *a, const struct packet_end *b)
{
	uint64_t x[2], y[2];

	memcpy(x, a->ip, sizeof(x));
	memcpy(y, b->ip, sizeof(y));
	return a->port == b->port && x[0] == y[0] && x[1] == y[1];
}

/* Lists by age; which one is told by the offsets of its members. */
static void unlink_age(struct flows *f, uint32_t i)
{
	struct flow *w = &f->v[i];

	*(w->older != 0 ? &f->v[w->older].newer : &f->oldest) = w->newer;
	*(w->newer != 0 ? &f->v[w->newer].older : &f->newest) = w->older;
}

static void link_age(struct flows *f, uint32_t i)
{
	f->v[i].newer = 0;
	f->v[i].older = f->newest;
	*(f->newest != 0 ? &f->v[f->newest].newer : &f->oldest) = i;
	f->newest = i;
}

static void unlink_talk(struct flows *f, uint32_t i)
{
	struct flow *w = &f->v[i];

	*(w->talk_older != 0 ? &f->v[w->talk_older].talk_newer
			     : &f->talk_oldest) = w->talk_newer;
	*(w->talk_newer != 0 ? &f->v[w->talk_newer].talk_older
			     : &f->talk_newest) = w->talk_older;
	w->talks = false;
}

static void link_talk(struct flows *f, uint32_t i)
{
	f->v[i].talk_newer = 0;
	f->v[i].talk_older = f->talk_newest;
	*(f->talk_newest != 0 ? &f->v[f->talk_newest].talk_newer
			      : &f->talk_oldest) = i;
	f->talk_newest = i;
	f->v[i].talks = true;
}

/* Tells of a flow, and frees its place. */
static int leave(struct flows *f, uint32_t i)
{
	struct flow *w = &f->v[i];
	uint32_t *at = slot_of(f, &w->ends[0], &w->ends[1], w->tcp);
	int rc = f->fn(w, f->ctx);

	while (*at != i)
		at = &f->v[*at].next;
	*at = w->next;
	unlink_age(f, i);
	if (w->talks)
		unlink_talk(f, i);
	f->memory -= w->memory;
	talk_release(&w->talk);
	free(w->app);
	free(w->name);
	*w = (struct flow){ .next = f->free };
	f->free = i;
	f->n--;
	return rc;
}

/* Whether a packet begins another connection between the ends of one. */
static bool begins_anew(const struct flow *w, const struct packet *p,
	const struct capture_record *r)
{
	unsigned asks = p->flags & (PACKET_SYN | PACKET_ACK);

	if (!w->tcp)
		return instant_since(r->ns, w->last_ns) > FLOWS_SILENT_NS;
	if (asks != PACKET_SYN)
		return false;
	/* Not when it is the same once more. */
	return !(w->syn || w->accepted) || w->syn_seq != p->seq;
}

static void count(struct flow *w, unsigned side, const struct packet *p,
	const struct capture_record *r)
{
	w->bytes[side] += p->wire;
	w->packets[side]++;
	w->flags[side] |= p->flags;
	w->resets[side] += (p->flags & PACKET_RST) != 0;
	if (r->ns > w->last_ns)
		w->last_ns = r->ns;
	if (w->tcp && (p->flags & PACKET_SYN) != 0) {
		if ((p->flags & PACKET_ACK) == 0) {
			w->syn = side == 0;
			w->accepted = side == 1;
			w->syn_seq = p->seq;
		} else if (!w->syn) {
			w->accepted = side == 0;
			w->syn = side == 1;
		}
	}
}

static uint32_t add(struct flows *f, const struct packet *p, bool tcp,
	const struct capture_record *r)
{
	uint32_t i = f->free;
	uint32_t *slot = slot_of(f, &p->src, &p->dst, tcp);
	struct flow *w = &f->v[i];

	f->free = w->next;
	*w = (struct flow){ .ipv6 = p->ipv6,
		.tcp = tcp,
		.ends = { p->src, p->dst },
		.first_ns = r->ns,
		.last_ns = r->ns,
		.precision = r->precision,
		.number = r->number,
		.position = r->position,
		.length = r->length,
		.next = *slot,
		.used = true };
	*slot = i;
	link_age(f, i);
	f->n++;
	return i;
}

static uint32_t look_up(const struct flows *f, const uint32_t *slot,
	const struct packet *p, bool tcp, unsigned *side)
{
	for (uint32_t i = *slot; i != 0; i = f->v[i].next) {
		const struct flow *w = &f->v[i];

		if (w->tcp != tcp || w->ipv6 != p->ipv6)
			continue;
		*side = same_end(&w->ends[0], &p->src) ? 0 : 1;
		if (same_end(&w->ends[*side], &p->src) &&
			same_end(&w->ends[!*side], &p->dst))
			return i;
	}
	return 0;
}

int flows_find(struct flow **out, unsigned *side, struct flows *f,
	const struct packet *p, bool tcp, const struct capture_record *r)
{
	uint32_t *slot = slot_of(f, &p->src, &p->dst, tcp);
	uint32_t i = look_up(f, slot, p, tcp, side);
	int rc = 0;

	if (i != 0 && begins_anew(&f->v[i], p, r)) {
		rc = leave(f, i);
		i = 0;
	}
	if (i == 0) {
		*side = 0;
		if (rc == 0 && f->free == 0)
			rc = leave(f, f->oldest);
		if (rc != 0)
			return rc;
		i = add(f, p, tcp, r);
	} else if (f->newest != i) {
		unlink_age(f, i);
		link_age(f, i);
	}
	count(&f->v[i], *side, p, r);
	*out = &f->v[i];
	return 0;
}

void flows_count_talk(struct flows *f, struct flow *flow)
{
	uint32_t i = (uint32_t)(flow - f->v);
	size_t now = talk_memory(&flow->talk);

	f->memory += now - flow->memory;
	flow->memory = now;
	if (flow->talks)
		unlink_talk(f, i);
	if (now > 0)
		link_talk(f, i);
	while (f->memory > FLOWS_TALK_BYTES && f->talk_oldest != 0) {
		struct flow *w = &f->v[f->talk_oldest];

		talk_drop(&w->talk);
		now = talk_memory(&w->talk);
		f->memory -= w->memory - now;
		w->memory = now;
		unlink_talk(f, f->talk_oldest);
	}
}

int flows_end(struct flows *f)
{
	int rc = 0;

	while (rc == 0 && f->oldest != 0)
		rc = leave(f, f->oldest);
	return rc;
}

static bool is_server_port(uint16_t port)
{
	static const uint16_t known[] = { 1883, 4070, 4460, 5222, 5223, 5228,
		5229, 5230, 8080, 8443, 8853, 8883, 8888 };

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (port == known[i])
			return true;
	return port < SERVER_PORTS;
}

unsigned flow_client(const struct flow *flow)
{
	bool inside[2], server[2];

	if (flow->syn || flow->accepted)
		return flow->accepted;
	if (flow->talk.client_known)
		return flow->talk.client;
	for (int i = 0; i < 2; i++) {
		inside[i] = packet_is_inside(&flow->ends[i], flow->ipv6);
		server[i] = is_server_port(flow->ends[i].port);
	}
	if (inside[0] != inside[1])
		return inside[1];
	if (server[0] != server[1])
		return server[0];
	return 0;
}
