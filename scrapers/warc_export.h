/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SCRAPERS_WARC_EXPORT_H
#define SCRAPERS_WARC_EXPORT_H

/*
 * The archive as a WARC file (ISO 28500:2017), for other tools and other
 * people: every sighting of the chosen terms, in order of time.
 *
 *	struct warc_export e = { .service = "Exemple", .fn = write_more };
 *	struct warc_export_result done = { 0 };
 *
 *	rc = warc_export(&done, store, &e);
 *
 * What each becomes:
 *  - the capture record, a "metadata" record of JSON, stands first;
 *  - each hop a "request" and a "response": the header block as sent, the
 *    body as kept. Bodies are kept without chunks, so the line that says
 *    "Transfer-Encoding" is written as "X-Orig-Transfer-Encoding": any
 *    reader then decodes the payload rightly, and the block as it was sent
 *    stands in the capture record;
 *  - bytes that an earlier response of this file has, and answers "not
 *    modified", are "revisit" records that name it;
 *  - certificate chains (PEM), the page after scripts, screenshot and print
 *    are "resource" records, each content once a terms;
 *  - a page that was brought in from elsewhere is what is known of it: a
 *    "response" with its header block, or a "resource". Its date is then
 *    not ours: whose word it is says its metadata record;
 *  - each version's Markdown is a "conversion" that refers to the page it
 *    was read from, behind the declaration ("resource") it was read by.
 *
 * The same archive gives the same bytes: ids are made of digests, and the
 * file's own date is that of its newest sighting.
 */

#include "archive/store.h"
#include "base/progress.h"
#include "scrapers/warc_write.h"

/* Borrowed. */
struct warc_export {
	const char *service, *terms; /* any letter case; NULL: all */
	warc_sink_fn fn;	     /* takes the file */
	void *ctx;
	struct progress progress;
};

struct warc_export_result {
	size_t terms, snapshots, versions, records;
};

/* ERR_NOTFOUND when nothing is kept of the terms; then nothing is written. */
int warc_export(struct warc_export_result *out, struct store *s,
	const struct warc_export *e);

#endif
