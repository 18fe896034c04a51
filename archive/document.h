/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_DOCUMENT_H
#define ARCHIVE_DOCUMENT_H

/*
 * Documents that were made: kind, language, digest, and the state of the
 * case and the stamp they were made from. The same document made again adds
 * nothing.
 */

#include <stdint.h>

#include "archive/store.h"
#include "base/digest.h"

struct document {
	int64_t id;
	const char *kind, *lang; /* borrowed */
	struct digest digest;	 /* of the file handed out */
	uint64_t size;
	int64_t casefile; /* row of archive/casefile.h */
	int64_t stamp;	  /* row of archive/stamp.h, 0: none */
};

/* Keeps it and sets id. */
int document_note(struct store *s, struct document *d);

#endif
