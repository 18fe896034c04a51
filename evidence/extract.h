/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_EXTRACT_H
#define EVIDENCE_EXTRACT_H

/*
 * A log with only the records that a person chose: a file beside the whole.
 * Of a text it has the lines, byte for byte and in their order, with the
 * heading and the lines that say what became of the look-ups (see
 * evidence/cutting.h); of anything else, and of lines in several files of a
 * ZIP, the records in the form of evidence/records.h.
 *
 *	rc = extract_make(&e, &whole, &only);
 *	if (rc == 0)
 *		… e.file.path is to be kept …
 *		rc = extract_rows(&e, add_row, ctx);
 *	extract_release(&e);
 *
 * Rows are those that were read from the whole, where their neighbours tell
 * the year, the window or the disposition; their places are those in the
 * extract.
 */

#include "evidence/cutting.h"
#include "evidence/importer.h"
#include "evidence/kept.h"
#include "evidence/only.h"

/* The whole, borrowed. */
struct extract_whole {
	const char *path;
	const char *file; /* its name without folders */
	const struct importer *importer;
	/* Reads it, once for each call, into a sink. */
	int (*read)(const struct importer_sink *sink, void *ctx);
	void *ctx;
	const struct source_file *known; /* after the first read */
};

/* What of the whole could not be read: told, and not kept with the extract. */
enum { EXTRACT_BAD = 3 };
struct extract_bad {
	uint64_t line;
	const char *reason; /* constant English, N_() */
};

struct extract {
	const struct extract_whole *whole;
	const struct only *only;
	struct kept original;
	struct kept file; /* the extract */
	struct cutting cutting;
	char *name; /* owned: how the file would be called */
	uint64_t bad;
	struct extract_bad first_bad[EXTRACT_BAD];
	/* While rows are given. */
	uint64_t row;
	int (*fn)(const struct observation *o, void *ctx);
	void *ctx;
};

/* ERR_NOTFOUND when nothing matches; ERR_LIMIT when too much does. e is to be
 * released whatever comes back; whole and only outlive it. */
int extract_make(struct extract *e, const struct extract_whole *whole,
	const struct only *only);

/* What the extract that an exhibit is was taken of. */
struct extract_of {
	bool is_extract; /* false: the exhibit is none; nothing else is set */
	struct digest digest;
	uint64_t size, rows, bad;
	char file[256]; /* its name, cut where it is longer */
};
int extract_of(struct extract_of *out, struct store *s, int64_t exhibit);

/* Gives each chosen row, with its place in the extract. */
int extract_rows(struct extract *e,
	int (*fn)(const struct observation *o, void *ctx), void *ctx);
void extract_release(struct extract *e);

#endif
