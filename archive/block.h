/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ARCHIVE_BLOCK_H
#define ARCHIVE_BLOCK_H

/*
 * Observations of an import in column blocks: at most 8,192 rows each, one
 * zstd blob, names in one dictionary, totals per host kept beside. All of it
 * is derived and can be made again from the exhibit. What counts is the
 * digest over the decoded rows, which the import's ledger entry holds: the
 * layout may change.
 *
 *	struct block_writer *w = NULL;
 *
 *	rc = block_writer_open(&w, store, &import);
 *	rc = block_writer_add(w, &observation);	(any number of times)
 *	rc = block_writer_bad(w, line, position, "no time");
 *	rc = block_writer_close(w, rc);
 *
 * Digest: SHA-256 over, for each row, be64 of ns, window_start, window_end,
 * count, line, position, length; one byte each of disposition, source,
 * precision, zone, year, count_kind, mark; then host, type, client, app,
 * answer, rule, each with its NUL; then, for each bad line, the byte 1, be64
 * of line and position, the reason with its NUL. Each row begins with the
 * byte 0; one that has more (a kind other than a look-up, bytes, a member,
 * a detail) with the byte 2, and ends in the byte of its kind, be64 of sent
 * and received, and member and detail, each with its NUL. So rows that were
 * kept before there was more have the digest that they had.
 */

#include <stdbool.h>
#include <stdint.h>

#include "archive/observation.h"
#include "archive/store.h"
#include "base/digest.h"

enum { BLOCK_ROWS = 8192, BLOCK_BAD_MAX = 100000 };

/* The number of a line that was not read in member m of its exhibit (from 0,
 * in the order they were read), so that numbers of all members ascend. */
#define BLOCK_LINE(m, line) ((uint64_t)(m) << 40 | (line))
#define BLOCK_LINE_MEMBER(number) ((number) >> 40)
#define BLOCK_LINE_NUMBER(number) ((number) & ((UINT64_C(1) << 40) - 1))

/* An import: what was read from an exhibit, by which importer. */
struct block_import {
	int64_t id, exhibit;
	const char *importer; /* "blokada" */
	int importer_version;
	const char *options; /* canonical JSON of what the person gave */
	uint64_t rows, bad;
	int64_t first_ns, last_ns; /* of the rows with a time; 0: none */
	struct digest digest;
};

/* Totals of one host in one import, over its contacts
 * (observation_is_traffic()). */
struct block_total {
	const char *host;
	uint64_t rows;	   /* records */
	uint64_t contacts; /* look-ups of one name by one client within two
			      seconds count once (A, AAAA, HTTPS together);
			      one without a time, a connection and a
			      request count by themselves */
	uint64_t by[OBSERVATION_DISPOSITIONS]; /* records */
	int64_t first_ns, last_ns; /* of the rows with a time; 0: none */
};

struct block_writer;

/* Opens a writer inside the caller's transaction; import's strings are
 * borrowed until close, which sets id, rows, bad, times and digest. */
int block_writer_open(struct block_writer **out, struct store *s,
	struct block_import *import);

/* Adds a row; its texts are copied. What another thread finds in it, as a
 * dictionary that is full (ERR_LIMIT, with the row's line), comes out of a
 * later call or of close. */
int block_writer_add(struct block_writer *w, const struct observation *o);

/* Keeps that a line was not read, and why. Lines must ascend; those of a
 * member are BLOCK_LINE(). */
int block_writer_bad(struct block_writer *w, uint64_t line, uint64_t position,
	const char *reason);
int block_writer_close(struct block_writer *w, int rc);

/* The import that counts for an exhibit: its latest. The strings are owned
 * by the caller (free). ERR_NOTFOUND. */
int block_import_find(
	struct block_import *out, struct store *s, int64_t exhibit);

/* Rows of the imports that count: of one exhibit, or of all (0) but those that
 * stay at home (exhibit_is_home(): no record counts twice), in the order they
 * were read. Strings are borrowed until fn returns. */
typedef int (*block_row_fn)(
	int64_t exhibit, const struct observation *o, void *ctx);
int block_each(struct store *s, int64_t exhibit, block_row_fn fn, void *ctx);

/* The same for some rows only: each function says of a name of the dictionary,
 * once for each import, whether rows with it are wanted (NULL: with any).
 * Blocks without one are hardly decoded. */
typedef bool (*block_name_fn)(const char *name, void *ctx);
struct block_filter {
	int64_t exhibit; /* 0: all */
	block_name_fn host, answer;
	void *ctx; /* of these two */
};
int block_each_like(struct store *s, const struct block_filter *filter,
	block_row_fn fn, void *ctx);

/* Totals per host of one import; rows of bad lines of one import. */
typedef int (*block_total_fn)(const struct block_total *t, void *ctx);
int block_each_total(
	struct store *s, int64_t import, block_total_fn fn, void *ctx);

/* The totals of an exhibit's last import; nothing where none was read. */
int block_exhibit_totals(
	struct store *s, int64_t exhibit, block_total_fn fn, void *ctx);
typedef int (*block_bad_fn)(
	uint64_t line, uint64_t position, const char *reason, void *ctx);
int block_each_bad(struct store *s, int64_t import, block_bad_fn fn, void *ctx);

/* Makes digest and totals of an import again from its blocks and compares
 * them with what is kept. ERR_CORRUPT says what differs. */
int block_verify(struct store *s, int64_t import);

/* Decodes the rows of one packed block against a dictionary: for block_each
 * and the fuzz target. ERR_CORRUPT. */
struct names;
int block_decode(const void *packed, size_t len, size_t rows,
	const struct names *names, block_row_fn fn, void *ctx);

#endif
