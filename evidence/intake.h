/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_INTAKE_H
#define EVIDENCE_INTAKE_H

/*
 * A file becomes an exhibit, and a log's lines become observations: whole,
 * in one transaction, or not at all.
 */

#include "archive/exhibit.h"
#include "evidence/importer.h"

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
};

/* Imports a log. importer NULL: by its beginning. ERR_PARSE when no importer
 * knows it or not one line was read (the message quotes the first reason).
 * Bytes that were imported already, with these options (none given: with
 * any), change nothing; with others they are read again, and the new rows
 * count. dry: everything is done, then taken back. */
struct intake_order {
	const char *path;
	const struct importer *importer;
	const struct importer_options *options;
	const struct intake_about *about;
	const struct progress *progress;
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
