/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_TNET_H
#define EVIDENCE_TNET_H

/*
 * Tagged netstrings, as mitmproxy writes them: LENGTH ":" PAYLOAD TYPE, where
 * the payload of a dictionary or a list is such values one after another.
 *
 *	{"a": 12}	is	"9:1:a;2:12#}"
 *
 * Types: ',' bytes, ';' text, '#' integer, '^' float, '!' true or false, '~'
 * null, '}' dictionary, ']' list. Values here are borrowed from memory; they
 * are taken apart one level at a time, without recursion. Files are read
 * through evidence/tnet_stream.h.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TNET_DIGITS = 12 /* of a length */ };

/* A zeroed one is none: its type is '\0'. */
struct tnet {
	char type;
	const char *text; /* the payload */
	size_t len;
};

/* The value at *at, which goes behind it. False at the end, and for bytes
 * that are none. */
bool tnet_next(struct tnet *out, const char **at, const char *end);

/* The member of a dictionary, the last one of that name as in mitmproxy's own
 * reading; a key may be bytes or text. A type of '\0' when there is none. */
struct tnet tnet_find(const struct tnet *dict, const char *key);

/* The element of a list, from 0. */
struct tnet tnet_at(const struct tnet *list, size_t i);

/* Behind its payload, for a walk with tnet_next(). */
const char *tnet_end(const struct tnet *v);

bool tnet_is(const struct tnet *v, const char *text);
bool tnet_is_text(const struct tnet *v); /* bytes or text */
bool tnet_is_true(const struct tnet *v);

/* An integer from 0 on; the fallback for anything else. */
int64_t tnet_integer(const struct tnet *v, int64_t fallback);

/* Bytes, text or a number into room, cut to size with its NUL, and at the
 * first NUL within; "" for others. */
void tnet_copy(char *room, size_t size, const struct tnet *v);

#endif
