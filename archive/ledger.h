/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_LEDGER_H
#define ARCHIVE_LEDGER_H

/*
 * The append-only log of all that happened to the archive. Entry n is leaf n
 * of the Merkle tree; its bytes are a canonical JSON object (RFC 8785):
 *
 *	{"act":"capture","n":"7","objects":["sha256:…"],
 *	 "row":{"commit":"sha256:…","id":"3","table":"snapshot"},
 *	 "schema":"constat.entry/1","time":"2026-11-24T12:00:00.123Z",
 *	 "tool":{"name":"constat","sha256":"…","version":"0.1.0"}}
 *
 * An entry holds no free text and no personal data, only codes, times,
 * hashes of contents that cannot be guessed, and salted commitments.
 */

#include <cjson/cJSON.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

struct ledger_entry {
	const char *act;	      /* "capture", "import", "stamp", … */
	const struct digest *objects; /* borrowed; contents named openly */
	size_t n_objects;
	const char *table; /* the row of fact it seals, or NULL */
	int64_t row;
	struct digest commit;
	cJSON *codes; /* borrowed: further members, strings only; or NULL */
};

/* Appends inside the caller's transaction; number may be NULL. */
int ledger_append(
	struct store *s, const struct ledger_entry *entry, int64_t *number);

/* The number the next entry will have. Only valid inside a transaction. */
int64_t ledger_next(struct store *s);

/* Every entry in order. fn returns 0 to go on; its other values are passed
 * on. body is the entry's exact bytes. */
typedef int (*ledger_fn)(int64_t number, const char *body, void *ctx);
int ledger_each(struct store *s, ledger_fn fn, void *ctx);

/* The bytes of one entry, appended. ERR_NOTFOUND. */
int ledger_get(struct str *out, struct store *s, int64_t number);

#endif
