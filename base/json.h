/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_JSON_H
#define BASE_JSON_H

/*
 * JSON (RFC 8259) that came from outside, and JSON that is hashed.
 *
 *	cJSON *tree = NULL;
 *
 *	rc = json_parse(&tree, text, len, NULL);
 *	if (rc == 0)
 *		name = json_string(tree, "name");	may be NULL
 *	...
 *	cJSON_Delete(tree);
 *
 * Our own bounded scanner reads the text first and refuses what cJSON would
 * silently change: duplicate keys, \u0000, lone surrogates, invalid UTF-8,
 * numbers beyond 2^53 (however they are written), too deep nesting, anything
 * behind the end. Messages say line and column, both from 1, the column in
 * characters: "line 3, column 5: …". Behind it, cJSON holds the tree.
 * Nanoseconds and other large integers are strings.
 */

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum { JSON_DEPTH = 64 };

/* Zero members mean the defaults: JSON_DEPTH, STR_MAX bytes, 10^7 values. A
 * tree is never deeper than CJSON_NESTING_LIMIT. */
struct json_limits {
	size_t depth, bytes, values;
};

/* The tree, owned by the caller (cJSON_Delete). limits may be NULL.
 * ERR_PARSE or ERR_LIMIT with line and column; *out untouched. */
int json_parse(cJSON **out, const char *text, size_t len,
	const struct json_limits *limits);

/* json_parse() of a file's content; the message begins with the path:
 * "'case.json', line 3, column 5: …". */
int json_read(cJSON **out, const char *path, const struct json_limits *limits);

/* Where the value at a JSON Pointer (RFC 6901) begins in a valid text: line
 * and column. When the path does not exist, the place of its nearest
 * ancestor, and ERR_NOTFOUND. */
int json_locate(size_t *line, size_t *column, const char *text, size_t len,
	const char *pointer);

/* Appends the canonical form of RFC 8785 (JCS): keys in UTF-16 order, no
 * white space, shortest numbers. ERR_INVALID for a number that is not
 * finite. */
int json_canonical(struct str *out, const cJSON *value);

/* Appends the string as a JSON string literal with its quotes, as RFC 8785
 * writes it. Bytes that are not UTF-8 become U+FFFD: the literal is always
 * valid. */
int json_quote(struct str *out, const char *text, size_t len);

/* Members of an object, borrowed from it. NULL or the fallback when absent
 * or of another type (for json_integer: a fraction, or beyond 2^53). */
const char *json_string(const cJSON *object, const char *name);
const cJSON *json_member(const cJSON *object, const char *name);
int64_t json_integer(const cJSON *object, const char *name, int64_t fallback);
bool json_bool(const cJSON *object, const char *name, bool fallback);

/* Builders that end the process when memory is short, as mem.h does. set_*
 * replaces an existing member. json_add takes ownership of value; json_set of
 * NULL sets "". An integer beyond 2^53 is set as the string of its digits. */
cJSON *json_object(void);
cJSON *json_array(void);
void json_set(cJSON *object, const char *name, const char *text);
void json_set_int(cJSON *object, const char *name, int64_t v);
void json_set_bool(cJSON *object, const char *name, bool v);
void json_add(cJSON *object, const char *name, cJSON *value);
void json_push(cJSON *array, cJSON *value);
void json_push_string(cJSON *array, const char *text);

/* Appends the tree without line breaks, for --json and NDJSON: as
 * json_canonical(), but members stay in the order they were added. */
int json_print(struct str *out, const cJSON *value);

#endif
