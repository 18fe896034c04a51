/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BASE_FILE_H
#define BASE_FILE_H

/*
 * Files read whole under a limit, and written whole or not at all.
 *
 * A write goes to a temporary file beside the target, is flushed to the
 * disk, renamed over the target, and the folder is flushed too: after a
 * crash at any moment there is the old file or the new one, never half of
 * one. Files are created 0600, folders 0700: they hold a household's logs.
 *
 * Messages name the path and the cause.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/str.h"

/* Appends the whole file to out, whose ceiling is the limit (ERR_LIMIT says
 * so). "-" reads standard input. A folder, a device or a pipe is ERR_INVALID.
 */
int file_read(struct str *out, const char *path);

/* Replaces path by len bytes, atomically. With FILE_EXCL an existing path is
 * ERR_EXISTS and stays. FILE_LATER is for many files at once: it replaces,
 * and the disk has them after one file_sync_all() behind the last. */
enum file_mode { FILE_REPLACE, FILE_EXCL, FILE_LATER };
int file_write(
	const char *path, const void *data, size_t len, enum file_mode mode);

/*
 * The same in pieces, for what is too large for memory:
 *
 *	struct file_writer w;
 *
 *	rc = file_writer_open(&w, path, FILE_REPLACE);
 *	if (rc == 0)
 *		rc = file_writer_add(&w, data, len);	(any number of times)
 *	rc = file_writer_close(&w, rc);
 *
 * close() with a non-zero rc throws the temporary file away and returns that
 * rc; with 0 it makes the file real. Every writer that was opened must be
 * closed.
 */
struct file_writer {
	int fd;
	int dirfd;	 /* the folder, -1 when not open */
	char *path;	 /* owned: the final path */
	char *name;	 /* borrowed from path: its last component */
	char *temporary; /* owned: the temporary's name in the folder */
	enum file_mode mode;
};
int file_writer_open(
	struct file_writer *w, const char *path, enum file_mode mode);
int file_writer_add(struct file_writer *w, const void *data, size_t len);
int file_writer_close(struct file_writer *w, int rc);

/* Makes the folder (0700), and the ones above it that are missing. An
 * existing folder is fine; anything else of that name is ERR_EXISTS. */
int file_mkdir(const char *path);

/* Flushes a folder's entries to the disk. */
int file_sync_dir(const char *path);

/* Flushes all that was written to the file system of a folder. */
int file_sync_all(const char *path);

/* Size in bytes of a regular file; ERR_NOTFOUND, ERR_INVALID when it is not
 * one. */
int file_size(const char *path, uint64_t *out);

bool file_exists(const char *path);

/* Appends dir + "/" + name, or name alone when it is absolute. */
int file_join(struct str *out, const char *dir, const char *name);

/* The part behind the last slash; borrowed from path. */
const char *file_basename(const char *path);

#endif
