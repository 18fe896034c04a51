/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_VERIFY_TABLES_H
#define ARCHIVE_VERIFY_TABLES_H

/*
 * The part of verify that looks at the database as such: its pages and
 * indexes, its references, its tables against those of this format, the
 * small tables no ledger entry tells of, the seals of derived blobs.
 */

#include <stdint.h>

#include "archive/verify.h"

/* Where findings go. */
struct verify_sink {
	verify_fn fn; /* may be NULL */
	void *ctx;
	uint64_t *findings; /* counted here */
};

/* One finding. */
void verify_find(
	const struct verify_sink *sink, const char *where, const char *what);

void verify_tables(struct store *s, const struct verify_sink *sink);

#endif
