/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_DETECT_H
#define EVIDENCE_DETECT_H

/*
 * What a file is, by its content, whatever it is called: the importer that
 * is surest of its beginning, unpacked; in a ZIP, of the members'.
 *
 *	struct detect_found found;
 *
 *	rc = detect_file(&found, path, NULL);
 *	if (rc == 0 && found.importer != NULL)
 *		… found.importer->name, found.why
 *	detect_release(&found);
 */

#include "evidence/importer.h"

struct detect_member {
	size_t index;
	char *name; /* owned: "" for a file that is no ZIP */
};

struct detect_found {
	const struct importer *importer; /* NULL: none knows it */
	const struct importer *rival;	 /* one that is as sure: the person
					  * must choose; else NULL */
	const char *why;		 /* N_(): what it is known by */
	const char *guess; /* N_(): what it looks like when none knows it */
	enum source_wrap wrap;
	struct detect_member *v; /* owned: what this importer reads in it */
	size_t n, cap;
	size_t others; /* members that other importers know */
};

/* Looks into a file. wanted: the importer that the person chose, then the
 * members are those it knows, or the first where it knows none; NULL: any.
 * Errors of source_open() and source_read(). */
int detect_file(struct detect_found *out, const char *path,
	const struct importer *wanted);
void detect_release(struct detect_found *found);

/* Has the importer read all that it reads in the file, member by member. */
int detect_read(const struct detect_found *found, struct importer_job *job);

/* The importer that is surest of a head; NULL when none knows it. rival may
 * be NULL. */
const struct importer *detect_head(
	struct importer_head *head, const struct importer **rival);

/* Puts the beginning of the member that a source has come to into room, as
 * sniff() wants it. room outlives the head. */
int detect_read_head(
	struct importer_head *head, struct str *room, struct source *source);

/* What bytes that no importer knows look like ("a PNG picture"), for
 * messages; never NULL, N_(). */
const char *detect_guess(const char *head, size_t len);

#endif
