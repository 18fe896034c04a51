/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MASK_H
#define EVIDENCE_MASK_H

/*
 * What of a request may stand in a row, and what not. Values of headers,
 * cookies, parameters and bodies never do; their names may. Of a path stay
 * the parts that look like words; what looks like an identifier or stands
 * behind a telling word becomes "*". What was left out is remembered by name,
 * so that a person knows that the original holds it.
 *
 *	struct mask m = { 0 };
 *
 *	mask_name(&m, "Authorization", 13);
 *	mask_path(&m, &path, text, len);
 *	mask_query(&m, &query, text, len);
 *	mask_detail(&m, detail);		"ev.masked":["authorization"]
 */

#include <stdbool.h>
#include <stddef.h>

#include "base/json.h"
#include "base/str.h"

enum {
	MASK_NAMES = 24,     /* remembered for one record */
	MASK_NAME = 40,	     /* bytes of one */
	MASK_TEXT = 512,     /* bytes of a path or a query that are kept */
	MASK_BODY = 1 << 20, /* of a body, in which names are looked for */
};

/* A zeroed one has left out nothing. */
struct mask {
	char names[MASK_NAMES][MASK_NAME + 1];
	size_t n;
	char word[MASK_NAME + 1]; /* the last one in a body */
	size_t word_len, seen;
	bool closed; /* a quotation mark stands behind it */
	bool off;    /* the body is passed over */
};

/* Whether a header, cookie, parameter or JSON key of this name holds a
 * secret, an account or a device: "Set-Cookie", "access_token", "imei". */
bool mask_is_secret(const char *name, size_t len);

/* Whether a text looks like an identifier, not like a word: a UUID, a hash,
 * a token, a long number, letters that make no word, an address of e-mail. */
bool mask_is_identifier(const char *text, size_t len);

/* Remembers the name: always, or when it is a secret's. */
void mask_add(struct mask *m, const char *name);
void mask_name(struct mask *m, const char *name, size_t len);

/* Appends a path with its telling parts as "*"; and a query's names, "&"
 * between them, without a value: a part without "=" is one, and "*". */
void mask_path(struct mask *m, struct str *out, const char *path, size_t len);
void mask_query(struct mask *m, struct str *out, const char *query, size_t len);

/* Appends a message of a program, "net::ERR_FAILED", "connection refused",
 * with the words as "*" that could be a URL or a value. */
void mask_message(struct mask *m, struct str *out, const char *text);

/* Looks for names of secrets in a body that comes in pieces: JSON keys and
 * form fields. json: only when it begins as JSON, since pages and scripts
 * name much. mask_body_end() before the next body. */
void mask_body(struct mask *m, const char *text, size_t len, bool json);
void mask_body_end(struct mask *m);

/* Sets "ev.masked", a sorted list, unless nothing was left out. */
void mask_detail(const struct mask *m, cJSON *detail);

#endif
