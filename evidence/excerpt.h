/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EXCERPT_H
#define EVIDENCE_EXCERPT_H

/*
 * The lines of a log that tell of chosen hosts, byte for byte as they stand
 * in the original and in its order: those that rows were read from, those
 * that name the host where they tell what became of a look-up (a resolver's
 * answers), and a table's heading. An answer that names only what an alias of
 * the host led to is not among them: others may have asked for that. A log
 *holds a household: only what is cited leaves the house.
 *
 * Only a log that is kept as the text that it is has such lines: one that is
 * packed, a database or a capture is refused, and not cut at places that mean
 * something else in it.
 *
 *	const char *const hosts[] = { "push.vendor.example", NULL };
 *
 *	rc = excerpt_make(&e, store, exhibit, hosts);
 *	excerpt_release(&e);
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/str.h"

struct excerpt {
	struct str text; /* the lines */
	uint64_t lines;	 /* of the hosts; the heading is not counted */
	uint64_t rows;	 /* observations of the hosts */
	uint64_t total;	 /* observations in the log */
	uint64_t first_line, last_line; /* their numbers in the original */
	bool heading; /* the first line is the table's heading */
};

void excerpt_release(struct excerpt *e);

/* Lines of an exhibit about hosts that match one of the patterns (see
 * host_matches(); NULL-terminated). ERR_NOTFOUND when no row does; ERR_INVALID
 * for an exhibit that has no lines (packed, a database, a capture); ERR_LIMIT
 * when they are too many or too large. */
int excerpt_make(struct excerpt *out, struct store *s, int64_t exhibit,
	const char *const globs[]);

#endif
