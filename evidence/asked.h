/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_ASKED_H
#define EVIDENCE_ASKED_H

/*
 * DNS queries that wait for their answers, in the order they were asked. Each
 * is given once: when it was answered, has waited ASKED_WAIT_NS, or must
 * make room, and those before it were given.
 *
 *	while (asked_take(&out, &l, ns))
 *		… out; lookup_release(&out);
 *	asked_add(&l, &query);
 *	q = asked_find(&l, &same);
 *
 * At the end asked_take(&out, &l, INT64_MAX) gives all that are left.
 */

#include "evidence/packet.h"

#define ASKED_WAIT_NS INT64_C(10000000000)
enum { ASKED_MAX = 4096 };

struct lookup {
	int64_t ns;
	uint8_t precision;
	uint64_t number, position, length; /* the query's packet */
	uint16_t id;
	bool ipv6, tcp, answered;
	bool answer_only; /* its query is not in the capture */
	struct packet_end client, server;
	uint8_t disposition, disposition_source;
	char type[16];
	const char *rcode; /* constant: "NOERROR"; NULL without an answer */
	char *host, *app, *answer; /* owned; NULL for none */

	/* Of the list. */
	uint32_t next; /* in its slot */
	uint64_t hash;
};

struct asked {
	struct lookup *ring; /* owned: ASKED_MAX; NULL until the first */
	uint32_t *slots;     /* owned: index + 1 of the latest */
	size_t first, n;
	uint64_t seed;
};

/* Takes the query over; there must be room (asked_take() makes it). */
void asked_add(struct asked *l, struct lookup *query);

/* The latest query without an answer with the same id, ends, host and type;
 * NULL for none. It is marked as answered: what the answer says is put into
 * it. Borrowed until the next call. */
struct lookup *asked_find(struct asked *l, const struct lookup *same);

/* Moves the next one out that waits for nothing, at the time ns. */
bool asked_take(struct lookup *out, struct asked *l, int64_t ns);

void lookup_release(struct lookup *q);
void asked_release(struct asked *l);

#endif
