/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_LINES_H
#define EVIDENCE_LINES_H

/*
 * A log's lines, one at a time, in little memory: UTF-8 with or without a
 * byte order mark, UTF-16 with one (PowerShell's redirection), LF or CRLF,
 * the last line with or without an end, NUL bytes as they come.
 *
 *	rc = lines_file(&file, path, see_line, ctx, progress);
 *
 * or, when the bytes come in pieces of any size:
 *
 *	lines_init(&l, see_line, ctx);
 *	rc = lines_feed(&l, data, len);		(any number of times)
 *	if (rc == 0)
 *		rc = lines_end(&l);
 *	lines_release(&l);
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/progress.h"
#include "base/str.h"
#include "evidence/source.h"

enum { LINES_MAX = 64 << 10 }; /* a longer line is told, not kept */

/* Borrowed until the callback returns. text is without its end, not
 * NUL-terminated, and not checked to be UTF-8. */
struct line {
	const char *text;
	size_t len;
	uint64_t number;   /* from 1 */
	uint64_t position; /* byte offset in the file */
	uint64_t length;   /* bytes in the file, end included */
	bool too_long;	   /* text is its beginning only */
};

/* A non-zero result ends the reading and is passed through. */
typedef int (*line_fn)(const struct line *line, void *ctx);

struct lines {
	line_fn fn;
	void *ctx;
	struct str held;	/* beginning of a line whose end has not come */
	struct str plain;	/* a UTF-16 line as UTF-8 */
	uint64_t number;	/* of the line before */
	uint64_t position;	/* of the line being read */
	uint64_t length;	/* its bytes so far */
	unsigned char first[3]; /* until a byte order mark is excluded */
	size_t n_first;
	bool begun, utf16, big; /* big-endian */
	char low;		/* the byte before, in UTF-16 */
};

void lines_init(struct lines *l, line_fn fn, void *ctx);
void lines_release(struct lines *l);
int lines_feed(struct lines *l, const void *data, size_t len);

/* The last line, when it has no end. */
int lines_end(struct lines *l);

/* Reads the lines of the member that a source has come to. */
int lines_source(struct source *source, line_fn fn, void *ctx);

/* Reads a file's lines; of a ZIP those of its first member. Errors of
 * source_open() and source_read(). progress may be NULL. */
int lines_file(struct source_file *out, const char *path, line_fn fn, void *ctx,
	const struct progress *progress);

#endif
