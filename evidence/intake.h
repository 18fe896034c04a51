/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_INTAKE_H
#define EVIDENCE_INTAKE_H

/*
 * A file becomes an exhibit, and a log's lines become observations: whole,
 * in one transaction, or not at all.
 */

#include "archive/exhibit.h"
#include "evidence/extract.h"
#include "evidence/importer.h"
#include "evidence/only.h"

/* What is known of a file besides its bytes; borrowed, "" or NULL where
 * nothing is. */
struct intake_about {
	const char *kind; /* "log", "email", … */
	const char *title, *device, *note, *origin, *obtained_by;
	int64_t obtained_ns; /* 0: now */
	bool day_only;
	int64_t redacts;
};

/* What an import gave. exhibit is to be released. */
struct intake_result {
	struct exhibit exhibit;
	struct block_import import; /* its strings are constant */
	const struct importer *importer;
	bool known; /* these bytes were an exhibit already; nothing changed */
	uint64_t kinds[OBSERVATION_KINDS], by[OBSERVATION_DISPOSITIONS];
	bool extract;	/* the exhibit is one; then: */
	int64_t whole;	/* the exhibit that is the whole, 0: not kept */
	uint64_t total; /* records in the whole */
	uint64_t bad;	/* lines of the whole that were not read */
	struct extract_bad first_bad[EXTRACT_BAD]; /* the first of these */
	struct source_file file;		   /* the whole */
};

/* Imports a log. importer NULL: by its beginning. ERR_PARSE when no importer
 * knows it or not one line was read (the message quotes the first reason).
 * Bytes that were imported already, with these options (none given: with
 * any), change nothing; with others they are read again, and the new rows
 * count. dry: everything is done, then taken back. */

/* What is kept of a file of which an extract is made. */
enum intake_keep {
	INTAKE_KEEP_WHOLE,   /* its bytes, as an exhibit that stays at home */
	INTAKE_KEEP_EXTRACT, /* its digest and size, in the extract's record */
	INTAKE_KEEP_DEFAULT, /* the extract alone of what is sensitive */
};

/* An extract is made where only filters, or where the whole is not kept; its
 * rows are those that count, and the whole gets none of its own. */
struct intake_order {
	const char *path;
	const struct importer *importer;
	const struct importer_options *options;
	const struct intake_about *about;
	const struct progress *progress;
	const struct only *only; /* NULL: all */
	enum intake_keep keep;
	bool dry;
};
int intake_log(struct intake_result *out, struct store *s,
	const struct intake_order *order);
void intake_result_release(struct intake_result *r);

/* Keeps any other file as an exhibit. known as above. */
int intake_file(struct exhibit *out, bool *known, struct store *s,
	const char *path, const struct intake_about *about);

/* A media type by the file's beginning and name, constant. */
const char *intake_media_type(const char *path, const char *head, size_t len);

#endif
