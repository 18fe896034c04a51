/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_OBJECT_WRITER_H
#define ARCHIVE_OBJECT_WRITER_H

/*
 * A content (archive/object.h) that comes in pieces, and whose digest is
 * known last. Hashing and compressing go on in a thread of their own, beside
 * the caller's work; the database is only touched inside these functions.
 *
 *	struct object_writer *w = NULL;
 *
 *	rc = object_writer_open(&w, store);
 *	while (rc == 0 && more)
 *		rc = object_writer_add(w, piece, len);
 *	rc = object_writer_close(w, rc, &digest, &size);
 *
 * In memory are at most OBJECT_WRITER_CHUNKS chunks, plain and packed.
 */

#include "archive/object.h"

enum { OBJECT_WRITER_CHUNKS = 3 };

struct object_writer;

/* Opens one inside the caller's transaction; there is one at a time. */
int object_writer_open(struct object_writer **out, struct store *s);

/* Takes len bytes more. */
int object_writer_add(struct object_writer *w, const void *data, size_t len);

/* Writes what is left and frees w (NULL is allowed). With rc 0 the content is
 * stored: digest, and size when it is not NULL, are set; else the caller
 * rolls back. Returns rc, or what went wrong. */
int object_writer_close(
	struct object_writer *w, int rc, struct digest *out, uint64_t *size);

#endif
