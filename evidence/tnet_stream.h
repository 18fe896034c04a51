/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TNET_STREAM_H
#define EVIDENCE_TNET_STREAM_H

/*
 * Tagged netstrings (evidence/tnet.h) of any size out of a source. A value's
 * type stands behind it, so it is the caller who knows what to expect: take a
 * short one into memory, go through a container, or pass a long one by.
 *
 *	tnet_stream_init(&s, source);
 *	rc = tnet_stream_begin(&s, &len, UINT64_MAX);
 *	if (rc == 0)
 *		rc = tnet_stream_take(&s, len, &text);
 *	if (rc == 0)
 *		rc = tnet_stream_type(&s, &type);
 *
 * ERR_PARSE with s.why set says that the bytes are no such value; without,
 * errors are the source's.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "evidence/source.h"

struct tnet_stream {
	struct source *source;
	char *buffer; /* owned */
	size_t at, len;
	uint64_t offset; /* of buffer[0] */
	bool at_end;	 /* the source has no more */
	const char *why; /* N_() */
};

void tnet_stream_init(struct tnet_stream *s, struct source *source);
void tnet_stream_release(struct tnet_stream *s);

/* Of the next byte. */
uint64_t tnet_stream_offset(const struct tnet_stream *s);

/* Whether there is no more. */
int tnet_stream_ended(struct tnet_stream *s, bool *ended);

/* The length of the value that begins here, which with its type must end
 * within the offset end. */
int tnet_stream_begin(struct tnet_stream *s, uint64_t *len, uint64_t end);

/* The type behind a payload. */
int tnet_stream_type(struct tnet_stream *s, char *type);

/* The next len bytes: appended, given in pieces, or passed by. */
typedef void (*tnet_stream_fn)(const char *text, size_t len, void *ctx);
int tnet_stream_take(struct tnet_stream *s, uint64_t len, struct str *out);
int tnet_stream_each(
	struct tnet_stream *s, uint64_t len, tnet_stream_fn fn, void *ctx);
int tnet_stream_skip(struct tnet_stream *s, uint64_t len);

#endif
