/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TALK_H
#define EVIDENCE_TALK_H

/*
 * What the two ends of a connection say to each other before, or instead of,
 * encryption: the protocol, the name that the client asked for, the TLS
 * version and cipher that the server chose.
 *
 *	struct talk t = { 0 };
 *
 *	talk_tcp(&t, side, &segment, &hooks);	(for each packet)
 *	talk_udp(&t, side, data, len, &hooks);
 *	talk_end(&t, &hooks);
 *	… t.protocol, t.host
 *	talk_release(&t);
 *
 * As soon as nothing more is to be learnt, t.over is set and the buffers are
 * freed: at most 16 KiB of each direction's beginning are held. side is 0 for
 * the end that sent the first packet, 1 for the other.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/http_head.h"
#include "evidence/push_frame.h"
#include "evidence/stream.h"
#include "evidence/tls_certificate.h"

enum talk_protocol {
	TALK_UNKNOWN,
	TALK_TLS,
	TALK_QUIC,
	TALK_HTTP,
	TALK_PUSH, /* evidence/push_frame.h */
	TALK_DNS,  /* over TCP */
};

struct talk {
	uint8_t protocol;
	bool over;
	bool client_known; /* what was said shows which end is the client */
	uint8_t client;
	bool client_hello, server_hello; /* were read */
	bool ech, odd_name;		 /* as in struct tls_hello */
	bool cut;		 /* a beginning was not captured whole */
	bool encrypted_resolver; /* host is a public DNS resolver's, or the
				  * protocol is DNS over QUIC by its name */
	uint16_t version, cipher;
	uint32_t quic;	/* version */
	uint32_t heads; /* requests in clear */
	char alpn[16];
	char *host; /* owned: that the client named, or NULL */
	struct tls_certificate *certificate; /* owned: the server's, or NULL */
	struct push_side *push;		     /* owned: two, or NULL */
	struct talk_work *work;		     /* owned: while it is looked at */
};

/* What is told as it comes. request: the head of a request in clear. message:
 * a DNS message over TCP. frame: one of the push channel's has ended; host and
 * model are in talk.push by then where it told them. All borrow until they
 * return. */
struct talk_hooks {
	void (*request)(const struct http_head *head, void *ctx);
	void (*message)(unsigned side, const unsigned char *message, size_t len,
		void *ctx);
	void (*frame)(unsigned side, const struct push_frame *frame, void *ctx);
	void *ctx;
	bool dns;	/* this connection goes to port 53 */
	uint8_t client; /* the end that seems to be the client */
};

/* Whether there is something to learn from what this end sends. */
bool talk_listens(const struct talk *t, unsigned side);

void talk_tcp(struct talk *t, unsigned side, const struct stream_segment *g,
	const struct talk_hooks *hooks);
void talk_udp(struct talk *t, unsigned side, const unsigned char *data,
	size_t len, const struct talk_hooks *hooks);

/* The connection is over: what still waited is looked at. */
void talk_end(struct talk *t, const struct talk_hooks *hooks);

/* Looks at nothing more, and frees what was for that; cut is set when more
 * could have been learnt. */
void talk_drop(struct talk *t);
void talk_release(struct talk *t);

/* Bytes that are held for looking. */
size_t talk_memory(const struct talk *t);

/* "tls"; "" for an unknown one. Constant. */
const char *talk_protocol_name(unsigned protocol);

#endif
