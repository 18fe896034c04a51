/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef EVIDENCE_IMPORTER_H
#define EVIDENCE_IMPORTER_H

/*
 * The one table of log formats. An importer is one file import_<name>.c
 * that describes its outside format on top and ends in its const struct.
 *
 *	const struct importer import_blokada = {
 *		.name = "blokada", .version = 1,
 *		.summary = N_("Blokada 4, requests.csv"),
 *		.sniff = sniff, .read = read_log,
 *	};
 *
 * An importer gives every record it understands to importer_row(), and every
 * line it does not to importer_bad(): nothing is silently skipped.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/block.h"
#include "base/progress.h"
#include "base/zone.h"
#include "evidence/host.h"
#include "evidence/lines.h"

/* What the person gave, borrowed. */
struct importer_options {
	const struct zone *zone;       /* --tz, or NULL */
	int year;		       /* --year, or 0 */
	const char *map;	       /* --map, for the generic CSV */
	const char *delimiter;	       /* --delimiter, one character, or NULL */
	const char *time_format;       /* --time-format, or NULL */
	const char *blocked, *allowed; /* values that mean so, with commas
					  between them, or NULL */
};

/* One import under way. */
struct importer_job {
	const char *path;
	const struct importer_options *options;
	struct block_writer *writer; /* NULL: nothing is kept, only counted */
	const struct progress *progress;
	uint64_t good, bad;
	struct lines_file file; /* once importer_lines() has come back */
};

struct importer {
	const char *name;
	int version; /* raised when the same file would give other rows */
	const char *summary; /* N_() */
	/* How sure it is from the first bytes: 0 no, 100 certain. */
	int (*sniff)(const char *head, size_t len);
	int (*read)(struct importer_job *job);
	bool table; /* its first line may be a heading, of which no row comes */
	/* The host that a line names, for formats that tell of one look-up in
	 * several lines; false for other lines. NULL: a line is a row. */
	bool (*line_host)(char host[HOST_MAX + 1], const struct line *line);
};

/* All importers, NULL-terminated. */
extern const struct importer *const importers[];

const struct importer *importer_find(const char *name);

/* The importer that is surest of a file's beginning; NULL when none is. */
const struct importer *importer_sniff(const char *head, size_t len);

/* Reads the beginning of a file, for sniffing. */
enum { IMPORTER_HEAD = 64 << 10 };
int importer_head(struct str *out, const char *path);

/* What a file that no importer knows looks like ("a PNG picture"), for
 * messages; never NULL. Constant. */
const char *importer_guess(const char *head, size_t len);

/* For importers. A row's strings may be NULL for none; those that are not
 * plain text are kept with escapes for controls and broken UTF-8. A reason
 * is constant English, marked with N_(): it is kept, and translated where it
 * is shown. */
int importer_row(struct importer_job *job, const struct observation *o);
int importer_bad(
	struct importer_job *job, const struct line *line, const char *reason);

/* Calls fn for every line of the job's file; reports progress, and counts
 * too long lines as bad. Empty lines are passed over. May be called twice. */
typedef int (*importer_line_fn)(
	struct importer_job *job, const struct line *line, void *ctx);
int importer_lines(struct importer_job *job, importer_line_fn fn, void *ctx);

#endif
