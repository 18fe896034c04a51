/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

/*
 * UTF-8 (RFC 3629): text from outside is validated once, where it comes in;
 * behind that point it may be decoded without further checks. Unicode's
 * tables come from libunistring.
 *
 * An offset is in bytes; a code point is a uint32_t; texts are (pointer,
 * length) and may hold NULs.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* True when the len bytes are valid UTF-8: no overlong form, no surrogate,
 * nothing above U+10FFFF, nothing cut. When false and bad is not NULL, *bad
 * is the offset of the first byte that is wrong. */
bool utf8_valid(const char *text, size_t len, size_t *bad);

/* Decodes the character at text (len > 0 bytes): its code point in *cp, its
 * length in bytes as the result. An invalid sequence gives U+FFFD and the
 * length of its maximal subpart (Unicode 15, 3.9, "substitution"), at least
 * one byte, so that a loop always advances. */
size_t utf8_decode(uint32_t *cp, const char *text, size_t len);

/* Writes a code point to where four bytes are; how many it took. One that
 * cannot stand in UTF-8 becomes U+FFFD. */
size_t utf8_encode(char out[4], uint32_t cp);

/* Appends a code point; one that cannot stand in UTF-8 becomes U+FFFD. */
int utf8_put(struct str *out, uint32_t cp);

/* Appends the text with each invalid sequence replaced by U+FFFD. */
int utf8_repair(struct str *out, const char *text, size_t len);

/* Appends the text in Normalization Form C (UAX #15). The text must be
 * valid. */
int utf8_nfc(struct str *out, const char *text, size_t len);

/* Code points in the text. */
size_t utf8_count(const char *text, size_t len);

/* UTF-16 code units the text would take (JavaScript's length). */
size_t utf8_utf16_length(const char *text, size_t len);

/* White space of any kind, also a control character; what no reader sees
 * (soft hyphen, zero width, direction marks). */
bool utf8_is_space(uint32_t cp);
bool utf8_is_invisible(uint32_t cp);

/* Columns on a terminal, with East Asian wide characters as two. */
size_t utf8_width(const char *text, size_t len);

/* Appends the text made harmless for a terminal and a log line: C0, DEL, C1
 * and bidirectional controls shown as \xHH or \u{HHHH}, invalid bytes as
 * \xHH. Line feeds too, unless keep_lines. */
int utf8_printable(
	struct str *out, const char *text, size_t len, bool keep_lines);

#endif
