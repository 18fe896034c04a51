/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_QUIC_INITIAL_H
#define EVIDENCE_QUIC_INITIAL_H

/*
 * The first packets of a QUIC connection. They are encrypted with keys that
 * anyone can make from what the packet itself says (RFC 9001 section 5; RFC
 * 9369 for version 2), so the TLS hellos in them can be read, whichever way
 * they are cut over frames and packets.
 *
 *	struct quic_initial q = { 0 };
 *
 *	if (quic_initial_is(data, len))
 *		quic_initial_feed(&q, data, len, from_client);
 *	if (quic_initial_hello(&hello, &q, false)) … the client's
 *	quic_initial_release(&q);
 *
 * Versions: 1, 2, the drafts from 22 on, and Google's own Q043 and Q046, whose
 * first packet is in clear. Retry, 0-RTT, Handshake and short packets are
 * passed over.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/tls_hello.h"

enum { QUIC_ID_MAX = 20, QUIC_PACKETS = 64 };

/* Keys of one side. */
struct quic_side {
	unsigned char key[16], iv[12], mask[16];
};

/* What one side sent in CRYPTO frames, at most TLS_HELLO_MAX bytes. */
struct quic_crypto {
	unsigned char *bytes; /* owned */
	unsigned char *have;  /* owned: 1 for each byte that came */
	size_t cap, prefix;   /* bytes without a gap from the start */
};

struct quic_initial {
	uint32_t version;	       /* 0: none seen */
	unsigned char id[QUIC_ID_MAX]; /* the keys were made from it */
	size_t id_len;
	bool keyed;
	struct quic_side sides[2]; /* client, server */
	struct quic_crypto crypto[2];
	unsigned packets;	       /* that were tried */
	bool google;		       /* client's name as below */
	struct tls_hello google_hello; /* of Q043, Q046: host only */
};

/* Whether a datagram begins with a long header of a version read here, or
 * with Google's. */
bool quic_initial_is(const unsigned char *data, size_t len);

/* Takes in one datagram. */
void quic_initial_feed(struct quic_initial *q, const unsigned char *data,
	size_t len, bool from_client);

/* The hello of one side, once it is whole and can be read. */
bool quic_initial_hello(
	struct tls_hello *out, const struct quic_initial *q, bool server);

/* "1", "2", "draft-29", "Q043"; borrowed, or in room. */
enum { QUIC_VERSION_ROOM = 16 };
const char *quic_version_text(char room[QUIC_VERSION_ROOM], uint32_t version);

void quic_initial_release(struct quic_initial *q);

#endif
