/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_JSON_PICK_H
#define EVIDENCE_JSON_PICK_H

/*
 * Some members of a JSON object, for logs of which every line is one: a
 * single pass over the text, no tree, nothing allocated.
 *
 *	static const char *const names[] = { "T", "QH", "Result" };
 *	struct json_pick p[3];
 *
 *	why = json_pick(p, names, 3, text, len);
 *	if (why == NULL && json_pick(q, …, p[2].text, p[2].len) == NULL)
 *		json_pick_text(&p[1], room, sizeof(room));
 *
 * The whole text is checked against the grammar (RFC 8259) with nesting of
 * at most JSON_DEPTH; a picked member that stands twice is refused, other
 * members are passed over. Milder than base/json_scan, for what programs
 * really write: bytes in strings need not be UTF-8, and numbers may have any
 * size.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/json_scan.h"

/* A value, borrowed from the text: a string without its quotes, its escapes
 * not resolved; an object or array with its brackets. kind JSON_END: there
 * is none. */
struct json_pick {
	enum json_kind kind;
	const char *text;
	size_t len;
	bool escaped; /* a string with escapes in it */
};

/* Picks n members by name. NULL, or why the text is no JSON object, N_();
 * then all are JSON_END. */
const char *json_pick(struct json_pick *out, const char *const *names, size_t n,
	const char *text, size_t len);

/* The value that a text is, of any kind. NULL, or why it is none, N_(). */
const char *json_pick_value(
	struct json_pick *out, const char *text, size_t len);

/* Picks from a member: nothing, and NULL, when it is no object. */
const char *json_pick_in(struct json_pick *out, const char *const *names,
	size_t n, const struct json_pick *object);

/* The elements of an array that was picked, one after the other: *at is 0 at
 * first. False behind the last, and for what is no array. */
bool json_pick_next(
	struct json_pick *out, size_t *at, const struct json_pick *array);

/* A string's text with its escapes resolved, or a number's, into room, NUL
 * behind it; cut to size between characters; a NUL in it becomes U+FFFD. ""
 * for others. False when it was cut, or is neither. */
bool json_pick_text(const struct json_pick *p, char *room, size_t size);

/* A whole number in digits, also when it is a string of them; false for
 * others and beyond max. */
bool json_pick_number(int64_t *out, const struct json_pick *p, int64_t max);

/* True only for true. */
bool json_pick_true(const struct json_pick *p);

/* Whether it is the string, unescaped. */
bool json_pick_is(const struct json_pick *p, const char *text);

#endif
