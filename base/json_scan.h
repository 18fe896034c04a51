/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_JSON_SCAN_H
#define BASE_JSON_SCAN_H

/*
 * The bounded scanner under base/json: a pull parser without recursion, for
 * validation and for documents too large for a tree (HAR; each line of
 * NDJSON is a text of its own).
 *
 *	struct json_scan s;
 *	struct json_token t;
 *
 *	json_scan_init(&s, text, len, NULL);
 *	while ((rc = json_scan_next(&s, &t)) == 0 && t.kind != JSON_END)
 *		...
 *	json_scan_release(&s);
 *
 * It borrows the text; memory beside it grows with the keys of the objects
 * that are open, and with nothing else. A duplicate key is refused at the
 * end of its object: act on what was read only when the end was reached.
 * Behind an error, a scanner is only good for json_scan_release().
 */

#include "base/json.h"

enum json_kind {
	JSON_END, /* the document is complete */
	JSON_OBJECT,
	JSON_OBJECT_END,
	JSON_ARRAY,
	JSON_ARRAY_END,
	JSON_KEY,
	JSON_STRING,
	JSON_NUMBER,
	JSON_TRUE,
	JSON_FALSE,
	JSON_NULL,
};

/* text is borrowed from the input: for keys and strings the raw characters
 * between the quotes, escapes not resolved (json_scan_unescape() does). */
struct json_token {
	enum json_kind kind;
	const char *text;
	size_t len;
	size_t offset; /* in bytes from the start of the input */
	size_t depth;  /* containers around it */
};

struct json_scan {
	const char *text;
	size_t len, at;
	struct json_limits limits;
	size_t values;
	struct json_frame *stack; /* owned: the open containers */
	size_t depth, cap;
	struct json_key *keys; /* owned: those of the open objects */
	size_t n_keys, keys_cap;
	struct str text_of_keys; /* unescaped, a NUL behind each */
	int state;
};

/* limits may be NULL; see json.h. Every scanner that was initialised is
 * released, which leaves a zeroed struct. */
void json_scan_init(struct json_scan *s, const char *text, size_t len,
	const struct json_limits *limits);
void json_scan_release(struct json_scan *s);

/* The next token; ERR_PARSE or ERR_LIMIT with line and column. */
int json_scan_next(struct json_scan *s, struct json_token *out);

/* Skips the container that the last token opened, to its end (checking it
 * all the same). */
int json_scan_skip(struct json_scan *s);

/* Appends the string of a token that the scanner gave, with its escapes
 * resolved. */
int json_scan_unescape(struct str *out, const struct json_token *t);

/* Line and column (from 1, characters) of an offset. */
void json_scan_place(const char *text, size_t len, size_t offset, size_t *line,
	size_t *column);

#endif
