/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_DATASET_H
#define ARCHIVE_DATASET_H

/*
 * Data sets that a person brought in and that answers lean on (which company
 * a domain belongs to): the very bytes, and under which licence and version.
 * A set is one file or several under one name.
 *
 *	struct dataset d = { .name = "AdGuard", .licence = "CC BY-SA 4.0",
 *		.version = "94ac1779", .file = "trackers.csv", … };
 *
 *	rc = dataset_add(store, &d);		sets d.id
 *	rc = dataset_each(store, fn, ctx);
 *	rc = dataset_remove(store, "AdGuard", &n);
 *
 * Rows are facts: sealed, never changed. Removing adds a row that says so;
 * the bytes stay, since documents were made with them.
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

/* Strings are borrowed when given, and until the callback returns. */
struct dataset {
	int64_t id;
	const char *name, *licence, *version;
	const char *source; /* where it was had from, "" when not told */
	const char *file;   /* the file's name, without a path */
	const char *owner;  /* whose its hosts are, if the person said so */
	const char *format; /* as what it was read: evidence/owner_format.h */
	uint64_t size;
	uint64_t entries;
	struct digest content; /* an object */
	int64_t entry;	       /* of the ledger */
};

/* Keeps it and sets id and entry. The content is an object already. */
int dataset_add(struct store *s, struct dataset *d);

/* Those that count, in the order they were added; fn's non-zero ends it. */
typedef int (*dataset_fn)(const struct dataset *d, void *ctx);
int dataset_each(struct store *s, dataset_fn fn, void *ctx);

/* Removes all files of a name; n is how many. ERR_NOTFOUND. */
int dataset_remove(struct store *s, const char *name, size_t *n);

#endif
