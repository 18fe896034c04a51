/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_DELTA_H
#define ARCHIVE_DELTA_H

/*
 * Contents of one chunk stored as their difference to another: a zstd frame
 * whose prefix is the base's content ("zstd -d --patch-from=BASE" reads it).
 *
 *	rc = delta_write(store, id, page, len, near, n);
 *	...
 *	rc = delta_reader_open(&r, store);
 *	if (rc == 0)
 *		rc = delta_reader_get(&data, &len, r, id);
 *	delta_reader_close(r);
 *
 * What always holds: a base is older than what is based on it (a smaller
 * id), and its depth is smaller, at most DELTA_DEPTH; so a chain ends, after
 * a bounded number of steps. The seal of a difference covers base and depth.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

enum { DELTA_DEPTH = 32 };

/* Writes the only chunk of object id (its row is there): against the best of
 * the first few of near that can be a base, or by itself when that is
 * smaller. len is at most OBJECT_CHUNK. */
int delta_write(struct store *s, int64_t id, const void *data, size_t len,
	const struct digest *near, size_t n);

/* Makes room for the removal of an object: what is based on it is written
 * anew, against the base it had itself. */
int delta_detach(struct store *s, int64_t id);

/* Reads objects of one chunk by id, differences or not. What was read lately
 * is remembered, so that the objects of one chain, one after the other, cost
 * one step each. Nothing may be removed from the store meanwhile. */
struct delta_reader;
int delta_reader_open(struct delta_reader **out, struct store *s);
void delta_reader_close(struct delta_reader *r);

/* The content, unchecked: compare its hash. Borrowed until the next call.
 * ERR_CORRUPT when it cannot be unpacked, or its chain is not sound. */
int delta_reader_get(
	const void **data, size_t *len, struct delta_reader *r, int64_t id);

/* Unpacks one frame into exactly len bytes at out; a base of 0 bytes is
 * none. False when it is anything else. */
struct delta_packed {
	const void *data, *base;
	size_t len, base_len;
};
bool delta_unpack(void *out, size_t len, const struct delta_packed *packed);

#endif
