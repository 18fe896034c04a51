/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PUSH_FRAME_H
#define EVIDENCE_PUSH_FRAME_H

/*
 * The frames of Xiaomi's push channel (Mi Push), as phones send them to
 * app.chat.*.xiaomi.net, mostly on port 5222. No document describes them: the
 * layout was worked out from captures, and each frame's Adler-32 (RFC 1950)
 * tells whether it holds.
 *
 *	frame = C2 FE | version u16 (5) | L u32 | body, L bytes | Adler-32 u32
 *	body  = nothing: the channel is kept alive
 *	        type u16 (2) | h u16 | p u32 | header, h | payload, p
 *	          with 8 + h + p = L: in clear, both are protobuf messages
 *	        else: encrypted
 *
 * All numbers big-endian; the checksum is over all bytes before it. In clear
 * the client's first payload tells the phone's model (2), system (3), a
 * lasting id of the device (4), network (6), host (7) and language (8). Of
 * these the host and the model are kept; of the id, that it was there.
 *
 *	struct push_side s = { 0 };
 *
 *	if (push_frame_is(bytes, len))
 *		push_frame_feed(&s, bytes, len, &hook);	(in order, in any
 *pieces) push_side_release(&s);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/host.h"

enum { PUSH_BODY_MAX = 2048, PUSH_LENGTH_MAX = 1 << 20, PUSH_MODEL_MAX = 48 };

enum push_kind { PUSH_KEEPALIVE, PUSH_CLEAR, PUSH_ENCRYPTED, PUSH_UNSEEN };

/* A frame that has ended; unseen: a part of it was not captured, so that
 * neither what it is nor its checksum is known. */
struct push_frame {
	enum push_kind kind;
	uint32_t bytes; /* all of it, with head and checksum */
	bool right;	/* the checksum; false for an unseen one */
};

/* Told of each frame as it ends; frame may be NULL. */
struct push_hook {
	void (*frame)(const struct push_frame *frame, void *ctx);
	void *ctx;
};

/* What one direction of a connection sent. */
struct push_side {
	uint32_t frames; /* that began, of which: */
	uint32_t keepalives, clear, encrypted;
	uint32_t right, wrong; /* checksums; the rest were not captured whole */
	bool device_id;	       /* a clear frame told one */
	bool system, network, language; /* it told these */
	char host[HOST_MAX + 1];	/* it told, or "" */
	char model[PUSH_MODEL_MAX + 1];

	/* Of the frame that is being read. */
	uint32_t at, length; /* bytes so far; L, once at is 8 */
	uint32_t sum, given; /* Adler-32 of the bytes, and as it is sent */
	bool unseen;	     /* a part was not captured */
	bool lost;	     /* where frames begin is not known */
	unsigned char head[8];
	unsigned char *body; /* owned: its first PUSH_BODY_MAX bytes */
};

/* Whether bytes begin as a frame does. */
bool push_frame_is(const unsigned char *bytes, size_t len);

/* The bytes that come next; NULL: as many were not captured. */
void push_frame_feed(struct push_side *s, const unsigned char *bytes,
	size_t len, const struct push_hook *hook);

/* Frees what was for reading on; what was found stays. */
void push_side_stop(struct push_side *s);
void push_side_release(struct push_side *s);

#endif
