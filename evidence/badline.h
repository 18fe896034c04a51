/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_BADLINE_H
#define EVIDENCE_BADLINE_H

/*
 * The lines and records of an exhibit that were not read: where each stands,
 * and why. The archive numbers members in the order they were read; here they
 * have their names again.
 */

#include <stdint.h>

#include "archive/store.h"
#include "evidence/importer.h"
#include "evidence/kept.h"

struct badline {
	const char *member; /* borrowed; "" for the exhibit itself */
	uint64_t line, position;
	const char *reason; /* constant English, N_() */
};

typedef int (*badline_fn)(const struct badline *bad, void *ctx);

/* Gives each in the order they were read; fn's non-zero ends it. k is the
 * exhibit's content laid out. *importer, unless NULL, becomes who read the
 * rows that count, NULL where they were typed in. ERR_NOTFOUND when nothing
 * was read from the exhibit. */
int badline_each(struct store *s, int64_t exhibit, struct kept *k,
	const struct importer **importer, badline_fn fn, void *ctx);

#endif
