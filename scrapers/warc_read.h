/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_READ_H
#define SCRAPERS_WARC_READ_H

/*
 * Reads a WARC file record by record, in one pass and bounded memory: of GNU
 * Wget, ArchiveBox, warcprox, Heritrix and others; plain, compressed whole,
 * or a gzip member for each record.
 *
 *	struct warc_reader *r = NULL;
 *	const struct warc_record *record;
 *
 *	rc = warc_reader_open(&r, "site.warc.gz");
 *	while (rc == 0 && (rc = warc_reader_next(&record, r)) == 0 &&
 *		record != NULL)
 *		rc = warc_reader_block(&block, r);	or not
 *	warc_reader_close(r);
 *
 * What is damaged (bytes between records, a length that lies, a member cut
 * off) never ends the reading: it is written down, and reading goes on with
 * the next record that can be found. Records found so are marked doubtful,
 * until a compressed member begins anew: what looks like a record may then
 * be part of a page.
 */

#include "scrapers/warc.h"
#include "scrapers/warc_input.h"

struct warc_reader;

/* ERR_NOTFOUND, ERR_IO. */
int warc_reader_open(struct warc_reader **out, const char *path);

/* Reads from a function; size of all it gives, or 0 when unknown. */
struct warc_reader *warc_reader_new(
	warc_source_fn fn, void *ctx, uint64_t size);
void warc_reader_close(struct warc_reader *r);

/* The next record's head, borrowed until the next call; NULL at the end. What
 * is left of the block before is skipped. ERR_IO only. */
int warc_reader_next(const struct warc_record **out, struct warc_reader *r);

/* Appends the record's block, once. ERR_LIMIT past out's ceiling; ERR_PARSE
 * when it is cut off or damaged. Reading may go on behind either. */
int warc_reader_block(struct str *out, struct warc_reader *r);

/* What was wrong so far. Borrowed. */
const struct warc_damages *warc_reader_damages(const struct warc_reader *r);

#endif
