/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_FLOWS_H
#define EVIDENCE_FLOWS_H

/*
 * The connections of a capture while it is read: a bounded table, from the
 * two ends of each to what is known of it. Whatever leaves the table is told
 * first, so that nothing is lost: a connection that has ended, the one that
 * was silent longest when the table is full, all at the end.
 *
 *	flows_init(&f, ended, ctx);
 *	rc = flows_find(&flow, &f, &packet, tcp, record);
 *	…
 *	rc = flows_end(&f);
 *	flows_release(&f);
 *
 * A UDP flow that was silent for FLOWS_SILENT_NS, and a TCP connection that
 * begins anew between the same ends, are new ones.
 */

#include "evidence/capture.h"
#include "evidence/packet.h"
#include "evidence/talk.h"

#define FLOWS_SILENT_NS INT64_C(180000000000)
enum { FLOWS_MAX = 16384, FLOWS_TALK_BYTES = 8 << 20 };

struct flow {
	bool ipv6, tcp;
	struct packet_end ends[2]; /* [0] sent the first packet */
	int64_t first_ns, last_ns;
	uint8_t precision;
	uint64_t number, position, length; /* the first packet's record */
	uint64_t bytes[2];		   /* of payload, by sender */
	uint64_t packets[2];
	uint64_t resets[2]; /* packets that end the connection at once */
	unsigned flags[2];  /* TCP flags that an end sent */
	bool syn, accepted; /* ends[0] asked; or ends[1] had asked before */
	uint32_t syn_seq;
	char *app;  /* owned, or NULL */
	char *name; /* owned, or NULL: that its address was the answer for */
	bool name_shared; /* as it was for other names */
	struct talk talk;
	size_t memory; /* of talk, as counted */

	/* Of the table. */
	uint32_t next;			 /* in its slot */
	uint32_t older, newer;		 /* by its last packet */
	uint32_t talk_older, talk_newer; /* among those that are looked at */
	bool used, talks;
};

/* A result other than 0 ends the reading. */
typedef int (*flow_fn)(struct flow *flow, void *ctx);

struct flows {
	flow_fn fn;
	void *ctx;
	struct flow *v;	 /* owned: FLOWS_MAX + 1, [0] is not used */
	uint32_t *slots; /* owned */
	uint32_t free, oldest, newest, talk_oldest, talk_newest;
	uint64_t seed;
	size_t n, memory;
};

void flows_init(struct flows *f, flow_fn fn, void *ctx);
void flows_release(struct flows *f);

/* The flow of a packet, which is counted in it; side is the end that sent
 * it. Errors of fn, for one that had to leave. */
int flows_find(struct flow **out, unsigned *side, struct flows *f,
	const struct packet *p, bool tcp, const struct capture_record *r);

/* Behind talk_tcp() or talk_udp(): counts what is held, and lets go of what
 * was held longest when it is too much. */
void flows_count_talk(struct flows *f, struct flow *flow);

/* Tells all that are left, in the order of their last packets. */
int flows_end(struct flows *f);

/* The end that is the client: that which asked for the connection; else by
 * what was said; else that inside a home network; else that with the higher
 * port of the two when the other's is a server's; else [0]. */
unsigned flow_client(const struct flow *flow);

#endif
