/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_JSON_ITEMS_H
#define EVIDENCE_JSON_ITEMS_H

/*
 * The elements of the one array that matters in a JSON text of any size, one
 * at a time, each as a text of its own: a server's reply such as
 *
 *	{"took":3,"data":[{…},{…}],"oldest":"…"}
 *
 * gives {…} and {…} for the key "data". The container may be an object too,
 * whose members are given with their keys. It is looked for in the outermost
 * object; several such texts one after the other (replies saved page by page)
 * count as one; an outermost array is taken for the container itself.
 *
 *	rc = json_items_read(job, "data", see_item, ctx);
 *
 * or, when the bytes come in pieces of any size:
 *
 *	json_items_init(&i, "data", see_item, ctx);
 *	rc = json_items_feed(&i, data, len);	(any number of times)
 *	if (rc == 0)
 *		rc = json_items_end(&i);
 *	json_items_release(&i);
 *
 * UTF-8 with or without a byte order mark, UTF-16 with one. Only brackets
 * and quotes are looked at: whether an item is JSON is for its reader to say
 * (evidence/json_pick.h), and so a broken one spoils itself alone.
 */

#include "base/str.h"
#include "evidence/importer.h"

enum { JSON_ITEMS_MAX = 1 << 20, JSON_ITEMS_KEY = 512 };

/* Borrowed until the callback returns. The last one may be cut, where the
 * input ended in the middle of it. */
struct json_item {
	const char *text;
	size_t len;
	const char *key; /* of an object's member as written, without quotes
			  * and escapes not resolved; NULL for an element */
	size_t key_len;
	uint64_t number;   /* from 1 */
	uint64_t position; /* byte offset in the input, of a member's key */
	uint64_t length;   /* bytes in the input from there */
	bool too_long;	   /* text is its beginning only */
};

/* A non-zero result ends the reading and is passed through. */
typedef int (*json_item_fn)(const struct json_item *item, void *ctx);

struct json_items {
	const char *wanted;
	json_item_fn fn;
	void *ctx;
	struct str item; /* what is held of the one being read */
	struct str key;	 /* the last key seen */
	uint64_t at;	 /* bytes of the input before the piece being read */
	uint64_t number, start, key_at;
	unsigned depth, base; /* base: of the container, 0: not in it */
	char open[2];	      /* brackets of the outer two levels */
	bool in_string, escaped, in_key, in_item, scalar, value;
	unsigned char first[3]; /* until a byte order mark is excluded */
	size_t n_first;
	bool begun, utf16, big, odd;
	unsigned char low;
	unsigned high; /* first half of a surrogate pair, or 0 */
};

void json_items_init(
	struct json_items *i, const char *wanted, json_item_fn fn, void *ctx);
void json_items_release(struct json_items *i);
int json_items_feed(struct json_items *i, const void *data, size_t len);

/* Gives the last item, when it is cut. */
int json_items_end(struct json_items *i);

/* Whether the input ended, so far, in the middle of a text. */
bool json_items_is_open(const struct json_items *i);

/* Calls fn for every item of the job's member. Items that are too long, and
 * an end in the middle between two items, count as bad; progress is told. */
typedef int (*json_items_fn)(
	struct importer_job *job, const struct json_item *item, void *ctx);
int json_items_read(struct importer_job *job, const char *wanted,
	json_items_fn fn, void *ctx);

#endif
