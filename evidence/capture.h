/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CAPTURE_H
#define EVIDENCE_CAPTURE_H

/*
 * The packets of a capture file, pcap or pcapng, one at a time out of a
 * source (evidence/source.h), packed or not; nothing is written to disk.
 *
 *	struct capture *c = NULL;
 *	struct capture_record r;
 *	bool more = true;
 *
 *	rc = capture_open(&c, source, custom, ctx);
 *	while (rc == 0 && (rc = capture_next(c, &r, &more)) == 0 && more)
 *		if (r.bad == NULL)
 *			… r.data, r.len
 *	capture_close(c);
 *
 * pcap is read by libpcap, which knows its four byte orders and its kin.
 * pcapng is read by evidence/capture_blocks.h: libpcap's reader gives
 * neither the comments of packets nor custom blocks, in which an app's name
 * stands, nor where a block begins.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "evidence/source.h"

/* A packet. data and comment are borrowed until the next one. */
struct capture_record {
	uint64_t number;	   /* of the packet, from 1 */
	uint64_t position, length; /* of its record in the file */
	int64_t ns;		   /* when, 0 where it has no time */
	uint8_t precision;	   /* enum observation_precision */
	unsigned link;		   /* enum packet_link */
	const unsigned char *data;
	size_t len;	     /* bytes that are there */
	size_t wire;	     /* bytes that it had */
	const char *comment; /* "" for none; not NUL-terminated */
	size_t comment_len;
	const char *bad; /* N_(): why there is no packet, or NULL */
};

/* What stands in a custom block of pcapng, by the number of the enterprise
 * that defined it (IANA's registry). big: the
 * numbers of its section are big-endian. */
typedef void (*capture_custom_fn)(uint32_t enterprise,
	const unsigned char *data, size_t len, bool big, void *ctx);

struct capture;

/* Begins to read a capture. custom may be NULL. The source stays the
 * caller's, and outlives the capture. ERR_PARSE for what is no capture, and
 * errors of source_read(). */
int capture_open(struct capture **out, struct source *source,
	capture_custom_fn custom, void *ctx);

/* The next packet; *more is false behind the last. A length that cannot be,
 * or an end in the middle of a packet, gives a last record with bad set. */
int capture_next(struct capture *c, struct capture_record *r, bool *more);
void capture_close(struct capture *c);

/* Whether a file begins as a capture does; what it is, N_(), or NULL. */
const char *capture_magic(const void *head, size_t len);

#endif
