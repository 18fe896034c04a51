/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_JSON_STREAM_H
#define EVIDENCE_JSON_STREAM_H

/*
 * JSON (RFC 8259) of any size, in little memory: a pull parser over bytes
 * that come in pieces. The text of a string comes in pieces too, so that one
 * of 500 MB can be hashed, or passed over, without being held.
 *
 *	json_stream_init(&s, read, ctx);
 *	while ((rc = json_stream_next(&s, &t)) == 0 && t.kind != JSON_END)
 *		if (t.kind == JSON_STRING)
 *			while ((rc = json_stream_text(&s, &p, &n)) == 0 && n >
 *0) … if (rc == ERR_PARSE || rc == ERR_LIMIT) … _(s.why),
 *json_stream_offset(&s) json_stream_release(&s);
 *
 * A string whose text nobody takes is passed over by the next call. UTF-8 or
 * UTF-16 with a byte order mark, or UTF-8 without; offsets are those of the
 * bytes as they came. Nesting is bounded by JSON_DEPTH. Milder than
 * base/json_scan, for what programs really write: bytes in strings are not
 * checked to be UTF-8, control characters may stand in them, half a surrogate
 * becomes U+FFFD, and equal keys in an object are the caller's matter.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json_scan.h"
#include "base/str.h"
#include "evidence/source.h"

enum {
	JSON_STREAM_KEY = 255,	 /* bytes of a key that are kept */
	JSON_STREAM_NUMBER = 63, /* characters of a number that are kept */
};

/* At most len bytes into buffer; *n is 0 at the end. An error is passed
 * through. */
typedef int (*json_stream_read_fn)(
	void *buffer, size_t len, size_t *n, void *ctx);

/* text: of a key, its escapes resolved, or of a number; borrowed until the
 * next call. */
struct json_stream_token {
	enum json_kind kind;
	const char *text;
	size_t len;
	bool cut;	 /* text is its beginning only */
	uint64_t offset; /* of its first byte */
	size_t depth;	 /* containers around it */
};

struct json_stream {
	json_stream_read_fn read;
	void *ctx;
	char *buffer; /* owned: the bytes at hand, in UTF-8 */
	size_t at, len;
	char *raw; /* owned: UTF-16 as it came; NULL: it is not */
	size_t raw_len;
	bool big;	     /* its bytes come the greater first */
	uint64_t offset;     /* of buffer[marked] */
	size_t marked;	     /* never beyond at */
	bool begun, at_end;  /* the first bytes, the last ones were read */
	bool in_string;	     /* its end was not reached */
	uint32_t high;	     /* first half of a surrogate pair, or 0 */
	unsigned char state; /* what may come */
	size_t depth;
	bool object[JSON_DEPTH]; /* what each open container is */
	char key[JSON_STREAM_KEY + 8];
	char escape[8];
	const char *why; /* N_(): what is wrong, behind an error */
};

/* Every stream that was initialised is released. */
void json_stream_init(
	struct json_stream *s, json_stream_read_fn read, void *ctx);
void json_stream_release(struct json_stream *s);

/* Over the member that a source has come to. */
void json_stream_source(struct json_stream *s, struct source *source);

/* The next token. ERR_PARSE or ERR_LIMIT with the place; the stream is then
 * only good for the two functions of its place, why and the release. */
int json_stream_next(struct json_stream *s, struct json_stream_token *out);

/* The next piece of the string that was come to, borrowed until the next
 * call; *len is 0 at its end. */
int json_stream_text(struct json_stream *s, const char **text, size_t *len);

/* Appends the string's text, as much of it as out's ceiling leaves room for;
 * out->over tells that there was more. */
int json_stream_string(struct json_stream *s, struct str *out);

/* Calls fn for each member or element of the container whose first token was
 * t, and goes behind it. name is a member's key, "" for one that is too long
 * and for elements. What fn does not take of a value is passed over. */
typedef int (*json_stream_fn)(struct json_stream *s, const char *name,
	const struct json_stream_token *value, void *ctx);
int json_stream_each(struct json_stream *s, const struct json_stream_token *t,
	json_stream_fn fn, void *ctx);

/* A scalar's text into room, cut to size with its NUL: a string's, a number's;
 * "" for others. */
int json_stream_scalar(struct json_stream *s, const struct json_stream_token *t,
	char *room, size_t size);

/* Passes over the value whose first token, t, was the last one. */
int json_stream_skip(struct json_stream *s, const struct json_stream_token *t);

/* Appends the value whose first token was t as JSON without white space, for
 * json_parse(), and goes behind it; out->over tells that it did not fit. */
int json_stream_copy(struct json_stream *s, const struct json_stream_token *t,
	struct str *out);

/* Of the next byte; behind an error, of the one that is wrong. */
uint64_t json_stream_offset(struct json_stream *s);

/* Whether the input ended before the document did. */
bool json_stream_broke_off(const struct json_stream *s);

#endif
