/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_OBJECT_H
#define ARCHIVE_OBJECT_H

/*
 * Contents, addressed by the SHA-256 of their original bytes; inside, chunks
 * of at most 4 MiB, compressed with zstd, each sealed by the SHA-256 of its
 * stored bytes; a content of one chunk may be kept as its difference to a
 * similar one (archive/delta.h). A content is never whole in memory unless
 * asked for whole, and reading it back checks its hash.
 *
 *	rc = object_put(store, page, len, &digest);
 *	rc = object_get(store, &digest, &page);	(page.max is the limit)
 *
 * Contents are stored inside the caller's transaction, once each.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"
#include "base/progress.h"
#include "base/str.h"

enum { OBJECT_CHUNK = 4 << 20 };

/* Stores len bytes. */
int object_put(
	struct store *s, const void *data, size_t len, struct digest *out);

/* The same, for a content that is probably like one of near (contents kept
 * here, best guess first; none is fine, and so are unknown ones). */
int object_put_near(struct store *s, const void *data, size_t len,
	const struct digest *near, size_t n, struct digest *out);

/* Stores a file's content, streaming; size may be NULL. A file that changes
 * meanwhile is ERR_IO. */
int object_put_file(struct store *s, const char *path, struct digest *out,
	uint64_t *size, const struct progress *progress);

/* Appends the content. ERR_NOTFOUND; ERR_LIMIT past out's ceiling;
 * ERR_CORRUPT when it is not what was stored. */
int object_get(struct store *s, const struct digest *d, struct str *out);

/* The content in pieces, in order; the hash is checked behind the last, so
 * use what was given only when 0 comes back. fn's non-zero ends it. */
typedef int (*object_fn)(const void *data, size_t len, void *ctx);
int object_read(
	struct store *s, const struct digest *d, object_fn fn, void *ctx);

/* Removes its bytes; name and size stay, and what was based on it stays
 * readable; the index of passages goes, if it knows the content. A content
 * that is kept again has its bytes back. */
int object_empty(struct store *s, const struct digest *d);

/* Its size in bytes. ERR_NOTFOUND. */
int object_size(struct store *s, const struct digest *d, uint64_t *out);

/* What is known of a content: its id, 0 when it was never kept; and whether
 * its bytes are here, which were removed when its words were destroyed. */
struct object_known {
	int64_t id;
	bool whole;
};
int object_find(
	struct object_known *out, struct store *s, const struct digest *d);

/* The bytes of a content leave; nothing may hang on them. For this module and
 * archive/object_writer.h. */
int object_drop_bytes(struct store *s, int64_t id);

/* Writes it into a new file (base/file). */
int object_export(struct store *s, const struct digest *d, const char *path);

#endif
