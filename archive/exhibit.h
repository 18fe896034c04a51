/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_EXHIBIT_H
#define ARCHIVE_EXHIBIT_H

/*
 * Exhibits: files kept as evidence. The original is never altered; a
 * redacted copy is another exhibit that says which one it redacts. Numbers
 * on a document ("Pièce n° 3") are the case's; here an exhibit has an id.
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

/* Strings are owned; "" or NULL when unknown. */
struct exhibit {
	int64_t id;
	char *kind; /* log, statement, letter, email, screenshot, mandate, … */
	char *title;
	char *file; /* its name, without a path */
	char *media_type;
	uint64_t size;
	struct digest content;
	int64_t obtained_ns;
	bool day_only; /* only the day of obtained_ns is known */
	char *obtained_by, *origin, *device, *note;
	int64_t redacts; /* id of the original, 0: none */
	int64_t entry;
};

void exhibit_release(struct exhibit *e);

/* Keeps it; content is an object already. Sets id. Contents that can be
 * guessed (a typed statement) are not named in the ledger: open false. */
int exhibit_add(struct store *s, struct exhibit *e, const char *act, bool open);

/* The id that the next exhibit added in this transaction has: rows may refer
 * to it before, and none of them stays when it is not added. */
int exhibit_reserve(int64_t *id, struct store *s);

/* Whether an exhibit has a content of so many bytes. */
int exhibit_has_size(bool *out, struct store *s, uint64_t size);

/* By id, or by content (the first kept). ERR_NOTFOUND. */
int exhibit_get(struct exhibit *out, struct store *s, int64_t id);
int exhibit_find(
	struct exhibit *out, struct store *s, const struct digest *content);

/* Whether it stays at home: an extract of it is kept beside it, whose records
 * count in its place and are what is shown. */
int exhibit_is_home(bool *out, struct store *s, int64_t id);

/* Every exhibit in order of id; fn's non-zero ends it. */
typedef int (*exhibit_fn)(const struct exhibit *e, void *ctx);
int exhibit_each(struct store *s, exhibit_fn fn, void *ctx);

#endif
