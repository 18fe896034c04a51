/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MITMPROXY_FLOW_H
#define EVIDENCE_MITMPROXY_FLOW_H

/*
 * One flow of a mitmproxy file, reduced to what fits in memory: its small
 * members as they are, of bodies the length and the digest, of messages their
 * number and bytes.
 *
 *	mitmproxy_flow_init(&f);
 *	rc = mitmproxy_flow_read(&f, &stream);
 *	if (rc == 0 && f.why == NULL)
 *		host = tnet_find(&f.request.dict, "host");
 *	mitmproxy_flow_release(&f);
 */

#include <stdbool.h>
#include <stdint.h>

#include "evidence/body.h"
#include "evidence/mask.h"
#include "evidence/tnet.h"
#include "evidence/tnet_stream.h"

enum {
	MITMPROXY_VALUE = 256 << 10, /* bytes of a value that are kept */
	MITMPROXY_PART = 1 << 20,    /* and of a part in all */
};

/* The request or the response. */
struct mitmproxy_half {
	struct str text;  /* owned: the kept members */
	struct tnet dict; /* the same; its type is '\0' when there is none */
	struct body body; /* its bytes and digest, where has_body */
	bool has_body;
};

struct mitmproxy_flow {
	uint64_t position, length;
	struct str text;  /* owned: the members beside the halves */
	struct tnet dict; /* the same */
	struct mitmproxy_half request, response;
	bool websocket, modified; /* it has one; it was changed by hand */
	uint64_t sent, received;  /* bytes of messages from the client, to it */
	uint64_t messages_sent, messages_received;
	char first[40]; /* the time of the first message, "" for none */
	struct mask mask;
	const char *why; /* N_(): why it cannot be read; the next one can */
};

void mitmproxy_flow_init(struct mitmproxy_flow *f);
void mitmproxy_flow_release(struct mitmproxy_flow *f);

/* Reads the flow that begins here and goes behind it. Errors of the stream,
 * behind which nothing more can be read. */
int mitmproxy_flow_read(struct mitmproxy_flow *f, struct tnet_stream *s);

#endif
