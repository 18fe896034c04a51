/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_STREAM_H
#define EVIDENCE_STREAM_H

/*
 * One direction of a TCP connection put in order again (RFC 9293): segments
 * come in any order, twice, overlapping, or were captured in part only.
 *
 *	struct stream s = { 0 };
 *
 *	stream_feed(&s, &segment, see, ctx);
 *	stream_release(&s);
 *
 * The consumer gets each byte once, in order; for bytes that were sent and
 * not captured, it is told how many. At most STREAM_HELD bytes wait for those
 * before them; then these count as missing. The first segment fed is where
 * the stream begins.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STREAM_HELD = 16 << 10, STREAM_SEGMENTS = 32 };

struct stream_segment {
	uint32_t seq; /* of its first byte */
	const unsigned char *data;
	size_t len;  /* bytes that are there */
	size_t wire; /* bytes that were sent */
};

/* data NULL: len bytes are missing. */
typedef void (*stream_fn)(const unsigned char *data, size_t len, void *ctx);

struct stream {
	uint32_t next; /* number of the byte that is awaited */
	bool begun;
	struct stream_held *held; /* owned: by number of their first bytes */
	size_t held_bytes;
};

void stream_feed(struct stream *s, const struct stream_segment *segment,
	stream_fn fn, void *ctx);

/* Gives what waits, with what is missing before it: the stream is over. */
void stream_flush(struct stream *s, stream_fn fn, void *ctx);
void stream_release(struct stream *s);

#endif
