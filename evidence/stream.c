/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence/stream.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

struct stream_held {
	struct stream_held *next;
	uint32_t seq;
	size_t len, wire;
	unsigned char data[];
};

/* Numbers go round: how far a is behind b. */
static int32_t distance(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b);
}

static void give(struct stream *s, const unsigned char *data, size_t len,
	size_t wire, stream_fn fn, void *ctx)
{
	if (len > 0)
		fn(data, len, ctx);
	if (wire > len)
		fn(NULL, wire - len, ctx);
	s->next += (uint32_t)wire;
}

/* A segment that begins at the awaited byte, or before it. */
static void take(struct stream *s, const struct stream_segment *g, stream_fn fn,
	void *ctx)
{
	size_t old = (size_t) - (int64_t)distance(g->seq, s->next);
	size_t skip = old < g->len ? old : g->len;

	if (old >= g->wire)
		return;
	give(s, g->data + skip, g->len - skip, g->wire - old, fn, ctx);
}

static void take_held(struct stream *s, stream_fn fn, void *ctx)
{
	struct stream_held *h;

	while ((h = s->held) != NULL && distance(h->seq, s->next) <= 0) {
		s->held = h->next;
		s->held_bytes -= h->len;
		take(s,
			&(struct stream_segment){
				h->seq, h->data, h->len, h->wire },
			fn, ctx);
		free(h);
	}
}

static bool hold(struct stream *s, const struct stream_segment *g)
{
	struct stream_held **at = &s->held, *h;
	size_t n = 0;

	if (s->held_bytes + g->len > STREAM_HELD)
		return false;
	for (h = s->held; h != NULL; h = h->next)
		n++;
	if (n >= STREAM_SEGMENTS)
		return false;
	while (*at != NULL && distance((*at)->seq, g->seq) <= 0)
		at = &(*at)->next;
	h = mem_new(1, sizeof(*h) + g->len);
	*h = (struct stream_held){ *at, g->seq, g->len, g->wire };
	if (g->len > 0)
		memcpy(h->data, g->data, g->len);
	*at = h;
	s->held_bytes += g->len;
	return true;
}

/* Gives up what is missing before the byte at seq. */
static void miss(struct stream *s, uint32_t seq, stream_fn fn, void *ctx)
{
	int32_t gap = distance(seq, s->next);

	if (gap > 0)
		give(s, NULL, 0, (size_t)gap, fn, ctx);
	take_held(s, fn, ctx);
}

void stream_feed(struct stream *s, const struct stream_segment *g, stream_fn fn,
	void *ctx)
{
	if (!s->begun) {
		s->begun = true;
		s->next = g->seq;
	}
	while (distance(g->seq, s->next) > 0) {
		if (hold(s, g))
			return;
		miss(s,
			s->held != NULL && distance(s->held->seq, g->seq) < 0
				? s->held->seq
				: g->seq,
			fn, ctx);
	}
	take(s, g, fn, ctx);
	take_held(s, fn, ctx);
}

void stream_flush(struct stream *s, stream_fn fn, void *ctx)
{
	while (s->held != NULL)
		miss(s, s->held->seq, fn, ctx);
}

void stream_release(struct stream *s)
{
	struct stream_held *h;

	while ((h = s->held) != NULL) {
		s->held = h->next;
		free(h);
	}
	*s = (struct stream){ 0 };
}
