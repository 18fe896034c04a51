/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

/*
 * SHA-256 (FIPS 180-4) through OpenSSL: the only hash of the program.
 *
 *	struct digest d;
 *	char hex[DIGEST_HEX + 1];
 *
 *	digest_of(&d, data, len);
 *	digest_hex(hex, &d);
 *
 * Printed for people and in documents as 64 lower-case hexadecimal digits,
 * in JSON as "sha256:<hex>".
 */

#include <stdbool.h>
#include <stddef.h>

enum {
	DIGEST_BYTES = 32,
	DIGEST_HEX = 64,
	DIGEST_NAME = 7 + DIGEST_HEX, /* "sha256:" and the hex */
};

struct digest {
	unsigned char b[DIGEST_BYTES];
};

/* The digest of len bytes. */
void digest_of(struct digest *out, const void *data, size_t len);

/* Streaming: new, add any number of times, end (which also frees). */
struct digest_stream;
struct digest_stream *digest_stream_new(void);
void digest_stream_add(struct digest_stream *s, const void *data, size_t len);
void digest_stream_end(struct digest_stream *s, struct digest *out);

/* Frees a stream that is not wanted any more; NULL is allowed. */
void digest_stream_free(struct digest_stream *s);

/* The digest as text, NUL-terminated. */
void digest_hex(char out[DIGEST_HEX + 1], const struct digest *d);
void digest_name(char out[DIGEST_NAME + 1], const struct digest *d);

/* Reads 64 hex digits, with or without "sha256:" before them. Upper case is
 * accepted. False when the text is anything else. */
bool digest_parse(struct digest *out, const char *text);

bool digest_equal(const struct digest *a, const struct digest *b);

#endif
