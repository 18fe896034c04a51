/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_KEPT_H
#define EVIDENCE_KEPT_H

/*
 * The way back: the bytes that records were read from, out of what the
 * archive keeps, never from where the file once lay. A content is laid out in
 * a file without a name (it goes with the process, however that ends), and
 * unpacked there member by member as its importer read it.
 *
 *	struct kept k;
 *
 *	rc = kept_open(&k, store, &exhibit.content);
 *	if (rc == 0)
 *		rc = kept_record(&k, &observation, take_bytes, ctx);
 *	kept_close(&k);
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/object.h"
#include "archive/observation.h"
#include "archive/store.h"
#include "base/digest.h"
#include "evidence/lines.h"

enum { KEPT_PATH = 32 };

struct kept {
	int fd;		      /* the content as it is kept */
	char path[KEPT_PATH]; /* leads there, for readers that open files */
	int plain;	      /* the member, unpacked: may be fd; -1: none */
	char *member;	      /* owned: whose bytes plain has */
	uint64_t size;	      /* of plain, in bytes */
};

/* Lays a content out. k is to be closed whatever comes back. Errors of
 * object_read(); ERR_IO when no room is left for it. */
int kept_open(struct kept *k, struct store *s, const struct digest *content);

/* The same for a file that is not kept. */
int kept_open_file(struct kept *k, const char *path);

/* An empty one, to be written. */
int kept_create(struct kept *k);
int kept_add(struct kept *k, const void *data, size_t len);

void kept_close(struct kept *k);

/* Goes to a member by its name in the records: "" for the file itself,
 * unpacked. ERR_NOTFOUND; ERR_INVALID when two members have that name;
 * errors of source_read(). */
int kept_member(struct kept *k, const char *member);

/* The bytes of a stretch of the member, in pieces; fn's non-zero ends it.
 * ERR_CORRUPT when the member has no such bytes. */
int kept_bytes(struct kept *k, uint64_t position, uint64_t length, object_fn fn,
	void *ctx);

/* The very bytes of a record: a line with its end, a record of a capture or
 * of a JSON text. ERR_INVALID for the row of a database, whose bytes do not
 * stand in one stretch. */
int kept_record(
	struct kept *k, const struct observation *o, object_fn fn, void *ctx);

/* Whether the member that it went to had to be unpacked (ZIP, gzip, zstd). */
bool kept_is_packed(const struct kept *k);

/* The lines of the member. */
int kept_lines(struct kept *k, line_fn fn, void *ctx);

#endif
