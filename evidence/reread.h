/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_REREAD_H
#define EVIDENCE_REREAD_H

/*
 * The way back for records that stand in no stretch of bytes (the rows of a
 * database): the exhibit is read again, out of what the archive keeps, by its
 * importer and with the options of its import, as if nothing had been read of
 * it yet. A file that lay beside it (a database's -wal) is laid beside it
 * again.
 *
 *	rc = kept_open(&k, store, &exhibit.content);
 *	if (rc == 0)
 *		rc = reread_each(store, &exhibit, &k, compare_row, ctx);
 */

#include "archive/exhibit.h"
#include "archive/observation.h"
#include "archive/store.h"
#include "evidence/kept.h"

/* Calls fn for each record, with its number in o->row; fn's non-zero ends it.
 * k is the exhibit's content, laid out. ERR_NOTFOUND when nothing was read
 * from the exhibit or its importer is not known any more; errors of reading
 * it. */
int reread_each(struct store *s, const struct exhibit *e, struct kept *k,
	int (*fn)(const struct observation *o, void *ctx), void *ctx);

#endif
