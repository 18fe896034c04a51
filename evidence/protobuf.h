/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_PROTOBUF_H
#define EVIDENCE_PROTOBUF_H

/*
 * The fields of a protobuf message (Protocol Buffers encoding: varints, 64-
 * and 32-bit values, length-delimited bytes), one after another, from bytes
 * that are not trusted.
 *
 *	struct protobuf p = { bytes, len, 0 };
 *	struct protobuf_field f;
 *
 *	while (protobuf_next(&p, &f))
 *		…
 *	if (p.bad) …
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum protobuf_kind {
	PROTOBUF_VARINT = 0,
	PROTOBUF_FIXED64 = 1,
	PROTOBUF_BYTES = 2,
	PROTOBUF_FIXED32 = 5,
};

struct protobuf {
	const unsigned char *p; /* borrowed */
	size_t len, at;
	bool bad; /* the bytes are no message from at on */
};

struct protobuf_field {
	uint32_t number;
	enum protobuf_kind kind;
	uint64_t value;		    /* of a number */
	const unsigned char *bytes; /* of PROTOBUF_BYTES; borrowed */
	size_t len;
	size_t at, end; /* where the field begins, and the next */
};

/* The next field; false at the end, or where the bytes are no message. */
bool protobuf_next(struct protobuf *p, struct protobuf_field *out);

#endif
