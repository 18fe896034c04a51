/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_SOURCE_H
#define EVIDENCE_SOURCE_H

/*
 * The bytes of a log's file as its reader wants them, in pieces: those of the
 * file itself, or those packed in it by gzip (RFC 1952), zstd (RFC 8878) or
 * as members of a ZIP (libarchive unpacks). Files are untrusted: what unpacks
 * to SOURCE_RATIO times its size, beyond SOURCE_FREE bytes, is refused, and
 * so is a ZIP of more than SOURCE_MEMBERS members. Nothing is ever written
 * under a member's name.
 *
 *	struct source *s = NULL;
 *	bool more = true;
 *
 *	rc = source_open(&s, path, true, progress);
 *	while (rc == 0 && (rc = source_next(s, &more)) == 0 && more)
 *		do
 *			rc = source_read(s, buffer, sizeof(buffer), &n);
 *		while (rc == 0 && n > 0);
 *	rc = source_close(s, rc, &file);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/progress.h"

enum {
	SOURCE_MEMBERS = 10000,
	SOURCE_RATIO = 200,
	SOURCE_FREE = 256 << 20,
};

enum source_wrap { SOURCE_PLAIN, SOURCE_GZIP, SOURCE_ZSTD, SOURCE_ZIP };

/* What is known of the file when it was read. */
struct source_file {
	uint64_t size;
	int64_t changed_ns; /* when it was last changed */
	struct digest digest;
};

struct source;

/* Opens a file. hash: its digest is wanted at the end. progress may be NULL.
 * ERR_NOTFOUND, ERR_INVALID for anything but a regular file, ERR_IO. */
int source_open(struct source **out, const char *path, bool hash,
	const struct progress *progress);

/* Gives every byte of the file to fn, as it is read, once and in order; what
 * the reader leaves, source_close() reads for it, and fails with ERR_IO when
 * the file changed meanwhile. For plain files, before the first byte is read:
 * what is packed is not read in order. fn's non-zero ends the reading. */
typedef int (*source_tap_fn)(const void *data, size_t len, void *ctx);
void source_tap(struct source *s, source_tap_fn fn, void *ctx);

/* Goes to the next member, the first at first: a file that is no ZIP has
 * one. *more is false behind the last. Folders and links are passed over.
 * ERR_PARSE for a ZIP that cannot be read, ERR_LIMIT. */
int source_next(struct source *s, bool *more);

/* Goes on to member i, from 0; only forwards. ERR_NOTFOUND. */
int source_seek(struct source *s, size_t i);

/* At most len bytes of the member; *n is 0 at its end. ERR_IO, ERR_PARSE for
 * damaged or encrypted data, ERR_LIMIT. */
int source_read(struct source *s, void *buffer, size_t len, size_t *n);

/* The member's name, made printable: "" for a file that is no ZIP, else as
 * the ZIP has it. Borrowed until the next source_next(). */
const char *source_name(const struct source *s);

/* Its number, from 0. */
size_t source_index(const struct source *s);

enum source_wrap source_wrap(const struct source *s);

/* The same of bytes: how a file that begins with these is packed. */
enum source_wrap source_wrap_of(const void *head, size_t len);

uint64_t source_size(const struct source *s);	/* of the file, in bytes */
int64_t source_changed(const struct source *s); /* its time, see above */

/* Frees it; with rc 0 and out not NULL reads on to the file's end and tells
 * what is known of it (the digest is zero where hash was false). Returns rc,
 * or what went wrong. */
int source_close(struct source *s, int rc, struct source_file *out);

/* ERR_IO: a file is no longer what it was. */
int source_changed_meanwhile(const char *path);

/* "gzip" …; "" for a plain file. Constant. */
const char *source_wrap_name(enum source_wrap w);

#endif
