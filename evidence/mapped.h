/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_MAPPED_H
#define EVIDENCE_MAPPED_H

/*
 * Reads lines by a mapping (evidence/mapping.h), whatever their format: lines
 * go in, observations come out, or the reasons why there is none.
 *
 *	rc = mapped_open(&m, &mapping, zone, path, see_row, ctx);
 *	if (rc == 0)
 *		rc = mapped_line(m, &line);		(for every line)
 *	if (rc == 0)
 *		rc = mapped_end(m);
 *	mapped_free(m);
 *
 * Values are taken without the blanks around them, "-" as none, and cut at
 *MAPPED_FIELD bytes with "…" behind. A heading, comments and a spreadsheet's
 *"sep=;" are no records.
 */

#include "evidence/importer.h"
#include "evidence/mapping.h"

enum { MAPPED_FIELD = 1000 };

struct mapped;

/* Called for each record: with an observation, borrowed until it returns, or
 * NULL and why, N_(). where is its place. A non-zero result ends the
 * reading. */
typedef int (*mapped_fn)(const struct observation *o, const struct line *where,
	const char *why, void *ctx);

/* The mapping, which is checked, and the zone are borrowed; zone NULL: the
 * mapping's own. path is for messages. ERR_INVALID for a mapping that is not
 * whole, times without a zone, a group that the pattern does not have. */
int mapped_open(struct mapped **out, const struct mapping *m,
	const struct zone *zone, const char *path, mapped_fn fn, void *ctx);
void mapped_free(struct mapped *m);

/* ERR_INVALID when the heading lacks a column, saying which it has. */
int mapped_line(struct mapped *m, const struct line *line);
int mapped_end(struct mapped *m);

/* Whether the times of a mapping are readings of a clock on the wall, so that
 * a zone is needed. */
bool mapped_needs_zone(const struct mapping *m);

/* Whether a table's first line is a spreadsheet's word on its delimiter
 * ("sep=;"). */
bool mapped_is_preface(const char *text, size_t len);

/* The host that a value names: a name, "name:443", "name/path", or a URL; false
 * when it is none. */
bool mapped_host(char out[HOST_MAX + 1], const char *text);

/* Reads the beginning of a file's member, to show what comes of it. */
int mapped_preview(const char *path, size_t index, const struct mapping *m,
	const struct zone *zone, mapped_fn fn, void *ctx);

/* Reads a job's member by the mapping that the person gave with it, for an
 * importer of that format. */
int mapped_import(struct importer_job *job, enum mapping_format format);

#endif
