/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_CODEC_H
#define BASE_CODEC_H

/*
 * Bytes as text and back: hexadecimal (lower case out, both in), Base64 (RFC
 * 4648 section 4, padded, no line breaks), Base32 (section 6, padded; out
 * only), big-endian integers.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Writes 2 * len digits and a NUL. */
void codec_hex(char *out, const void *data, size_t len);

/* Reads len digits (an even number) into len / 2 bytes. False when one is
 * not a digit; out is then undefined. */
bool codec_unhex(void *out, const char *text, size_t len);

/* Appends the Base64 of len bytes. */
int codec_base64(struct str *out, const void *data, size_t len);

/* Appends what len characters of Base64 stand for; ERR_PARSE for anything
 * that codec_base64() would not have written. */
int codec_unbase64(struct str *out, const char *text, size_t len);

/* Appends the Base32 of len bytes. */
int codec_base32(struct str *out, const void *data, size_t len);

void codec_put32(unsigned char out[4], uint32_t v);
void codec_put64(unsigned char out[8], uint64_t v);
uint32_t codec_get32(const unsigned char in[4]);
uint64_t codec_get64(const unsigned char in[8]);

#endif
