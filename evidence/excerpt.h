/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EXCERPT_H
#define EVIDENCE_EXCERPT_H

/*
 * The lines of a log that tell of chosen hosts, byte for byte as they stand
 * in the original (unpacked, where it is packed) and in its order: those that
 * rows were read from, those that tell what became of the look-ups (a
 * resolver's answers), and a table's heading. A log holds a household: only
 * what is cited leaves the house.
 *
 *	const char *const hosts[] = { "push.vendor.example", NULL };
 *
 *	rc = excerpt_make(&e, store, exhibit, hosts);
 *	excerpt_release(&e);
 *
 * A ZIP gives one part for each file in it that tells of them. Records that
 * are no lines (a database, a capture, a JSON text) are written in the form
 * of evidence/records.h, in one part.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/store.h"
#include "base/str.h"

struct excerpt_part {
	char *member;	 /* owned: "" for the exhibit itself */
	struct str text; /* the lines */
	uint64_t lines;	 /* of the hosts; the heading is not counted */
	uint64_t first_line, last_line; /* their numbers in the original */
	bool heading; /* the first line is the table's heading */
	bool records; /* no lines: in the form of evidence/records.h */
};

struct excerpt {
	struct excerpt_part *v;
	size_t n;
	bool unpacked;	/* the exhibit is packed, the parts are not */
	uint64_t rows;	/* observations of the hosts */
	uint64_t total; /* observations in the log */
};

void excerpt_release(struct excerpt *e);

/* Lines of an exhibit about hosts that match one of the patterns (see
 * host_matches(); NULL-terminated). ERR_NOTFOUND when no row does; ERR_LIMIT
 * when they are too many or too large. */
int excerpt_make(struct excerpt *out, struct store *s, int64_t exhibit,
	const char *const globs[]);

#endif
