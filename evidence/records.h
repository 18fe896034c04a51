/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_RECORDS_H
#define EVIDENCE_RECORDS_H

/*
 * Chosen records of a log that is no text of lines (a database, a capture, a
 * JSON text), as a file of our own form: NDJSON, a heading and one line each.
 *
 *	{"ev.schema":"constat.records/1","file.hash.sha256":"…",
 *	 "file.name":"dns.db","file.size":40960,"ev.format":"pihole-db",
 *	 "ev.rows":2,"ev.rows_of":3400}
 *	{"@timestamp":…,…,"ev.row":17,"ev.member":"queries","ev.line":17,
 *	 "log.offset":0,"ev.length":0}
 *
 * Keys are those of evidence/ecs.h. The heading names the file that it was
 * taken from by its SHA-256; each line where its record stands there: the
 * file in a ZIP or the table of a database, the number of the record, the
 * offset and the length of its bytes, unpacked, and in event.hash the SHA-256
 * of those bytes. So each can be looked up in the whole by who is shown it.
 */

#include <stdint.h>

#include "archive/object.h"
#include "archive/observation.h"
#include "base/digest.h"
#include "evidence/kept.h"

/* How the heading begins. */
#define RECORDS_HEADING "{\"ev.schema\":\"constat.records/1\""

struct records {
	struct kept *kept; /* the whole, laid out; NULL: no hashes */
	struct digest of;  /* the whole's */
	uint64_t size;
	const char *file, *format; /* borrowed */
	uint64_t chosen, total;	   /* rows */
	uint64_t row; /* number of the next one in the whole: yours to count */
	object_fn fn; /* where the bytes go */
	void *ctx;
	uint64_t position, line; /* where the next line will stand */
};

/* Writes the heading. */
int records_begin(struct records *r);

/* Writes one record; place, unless NULL, becomes the record with the place
 * of its line in the file written (its strings are borrowed from o). */
int records_write(struct records *r, const struct observation *o,
	struct observation *place);

#endif
