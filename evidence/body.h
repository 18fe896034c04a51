/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_BODY_H
#define EVIDENCE_BODY_H

/*
 * The body of a request or an answer, of any size, as its length and its
 * digest: that two were the same, or what one was, can be shown from the
 * exhibit without holding it in a row. A body may be written in base64 (RFC
 * 4648), which is only known at its end: both readings go on side by side,
 * as long as the text looks so.
 *
 *	body_add(&b, text, len);		(any number of times)
 *	if (body_end(&b, base64))
 *		… b.bytes, b.digest
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"

/* A zeroed one is a body of which nothing has come. */
struct body {
	struct digest_stream *plain, *decoded; /* owned */
	uint64_t plain_bytes, decoded_bytes;
	uint32_t bits; /* of a group of base64 that is not complete */
	unsigned have, padding;
	bool not_base64;
	uint64_t bytes; /* set by body_end() */
	struct digest digest;
};

void body_add(struct body *b, const char *text, size_t len);

/* Sets bytes and digest. False when nothing has come, or it was to be base64
 * and is not; then there are none. The body is released either way. */
bool body_end(struct body *b, bool base64);

/* Frees a body that is not wanted any more. */
void body_release(struct body *b);

#endif
