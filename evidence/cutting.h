/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_CUTTING_H
#define EVIDENCE_CUTTING_H

/*
 * What of a log is taken out: the places of chosen records in its members,
 * and of the lines that belong to them: a table's heading, a byte order mark
 * without which UTF-16 cannot be read, the lines that tell what became of a
 * look-up. A verdict belongs to the last look-up of its name before it: it is
 * left out when that one was not chosen.
 *
 *	cutting_init(&c);
 *	rc = cutting_row(&c, &observation, chosen);	(every row, in order)
 *	cutting_bad(&c, member, line);			(every bad line)
 *	if (rc == 0)
 *		rc = cutting_end(&c, &kept, importer);
 *	if (rc == 0 && c.lines)
 *		rc = cutting_copy(&c, m, &kept, fn, ctx);
 *	cutting_release(&c);
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/names.h"
#include "archive/object.h"
#include "archive/observation.h"
#include "evidence/importer.h"
#include "evidence/kept.h"

enum { CUTTING_PLACES = 1000000 };

/* A stretch of a member; line 0: no line of its own. In the copy of the
 * member it begins at copy_position, in line copy_line. */
struct cutting_place {
	uint64_t position, length, line;
	uint64_t copy_position, copy_line;
};

struct cutting_member {
	char *name; /* owned */
	struct cutting_place *v;
	size_t n, cap;
	unsigned char *others; /* owned: a bit for each line of a row that
				  was not chosen */
	size_t others_cap;
	bool first_is_row; /* a row, or a bad line, stands in line 1 */
	bool heading;	   /* its first place is the table's heading */
};

struct cutting {
	struct cutting_member *v;
	size_t n, cap, last;	/* members in which records were chosen */
	uint64_t chosen, total; /* rows */
	struct names hosts;	/* of the chosen */
	uint32_t *sorted;	/* owned: their numbers by name */
	bool *shut;		/* owned: by place in sorted */
	bool rows_only;		/* some stand in no stretch of bytes */
	bool lines; /* set by cutting_end(): what was chosen are whole lines,
		       which can be copied as they stand */
};

void cutting_init(struct cutting *c);
void cutting_release(struct cutting *c);

/* ERR_LIMIT when more is chosen than CUTTING_PLACES. */
int cutting_row(struct cutting *c, const struct observation *o, bool chosen);
void cutting_bad(struct cutting *c, const char *member, uint64_t line);

/* Finds the lines that belong to the chosen, and puts all in the order of the
 * original. importer NULL: rows that were typed in. */
int cutting_end(
	struct cutting *c, struct kept *k, const struct importer *importer);

/* The place that begins at that offset of the member, or NULL. */
const struct cutting_place *cutting_find(
	const struct cutting_member *m, uint64_t position);

/* Gives the places of a member, byte for byte. */
int cutting_copy(const struct cutting_member *m, struct kept *k, object_fn fn,
	void *ctx);

#endif
