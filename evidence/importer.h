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
 *		.how = N_("In the app …"),
 *		.sniff = sniff, .read = read_log,
 *	};
 *
 * An importer gives every record it understands to importer_row(), and every
 * line it does not to importer_bad(): nothing is silently skipped. It reads
 * one member of a file (evidence/source.h) at a time, unpacked: lines through
 * importer_lines(), bytes through importer_open().
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "archive/block.h"
#include "archive/object_writer.h"
#include "base/progress.h"
#include "base/zone.h"
#include "evidence/host.h"
#include "evidence/lines.h"
#include "evidence/source.h"

/* What the person gave, borrowed. */
struct importer_options {
	const struct zone *zone;       /* --tz, or NULL */
	int year;		       /* --year, or 0 */
	const char *date;	       /* --date, when the log was taken off
					  the device, or NULL */
	const char *mapping;	       /* a mapping (evidence/mapping.h), for
					  tables of no known program, or NULL */
	const char *map;	       /* --map, its columns, or NULL */
	const char *delimiter;	       /* --delimiter, one character, or NULL */
	const char *time_format;       /* --time-format, or NULL */
	const char *blocked, *allowed; /* values that mean so, with commas
					  between them, or NULL */
};

/* Who takes the rows of an import instead of a writer. */
struct importer_sink {
	int (*row)(const struct observation *o, void *ctx);
	int (*bad)(const char *member, uint64_t number, const char *reason,
		void *ctx); /* or NULL; reason is constant */
	void *ctx;
};

/* One import under way; read() is called for each member that counts. */
struct importer_job {
	const char *path;
	const struct importer_options *options;
	struct block_writer *writer; /* NULL: nothing is kept, only counted */
	struct object_writer *keep;  /* takes the file as the pass that gives
					rows reads it; NULL: it is kept */
	bool kept;		     /* keep has the whole file */
	const struct importer_sink *sink; /* or NULL */
	const struct progress *progress;
	size_t index;	    /* the member's number in the file, from 0 */
	const char *member; /* its name, "" or NULL for the file itself */
	size_t ordinal;	    /* of the members that are read, from 0 */
	uint64_t good, bad;
	uint64_t details; /* bytes of different details given so far */
	uint64_t kinds[OBSERVATION_KINDS], by[OBSERVATION_DISPOSITIONS];
	bool looking;		 /* a first look, which hashes nothing */
	bool seen;		 /* file is set: a pass went to its end */
	bool hashed;		 /* and so did one that was no look */
	struct source_file file; /* its digest is set when it is hashed, and
				  * was kept before */
};

/* The beginning of a file or member, as an importer sniffs it. */
enum { IMPORTER_HEAD = 64 << 10 };
struct importer_head {
	const char *text; /* unpacked; UTF-16 as UTF-8; no byte order mark */
	size_t len;
	bool whole;	  /* there is no more */
	const char *name; /* without folders: decides between equals only */
	const char *why;  /* set by sniff(): what it is known by, N_() */
};

struct importer {
	const char *name;
	int version; /* raised when the same file would give other rows */
	const char *summary; /* N_() */
	const char *how;     /* N_(): how a person gets such a log */
	/* How sure it is from the first bytes: 0 no, 100 certain; then it
	 * sets head->why. */
	int (*sniff)(struct importer_head *head);
	int (*read)(struct importer_job *job);
	/* Files beside it that belong to it, by what follows its name ("-wal");
	 * NULL-terminated, or NULL. */
	const char *const *beside;
	bool sensitive; /* such a file tells far more of a person than its
			 * records do: only what they are is kept, unless the
			 * person says otherwise */
	bool table; /* its first line may be a heading, of which no row comes */
	bool mapped; /* reads by a mapping, which the person gives */
	/* The host that a line names, for formats that tell of one look-up in
	 * several lines; false for other lines. An answer that names only what
	 * an alias led to has that name. NULL: a line is a row. */
	bool (*line_host)(char host[HOST_MAX + 1], const struct line *line);
};

/* All importers, NULL-terminated. */
extern const struct importer *const importers[];

const struct importer *importer_find(const char *name);

/* For importers. A row's strings may be NULL for none; those that are not
 * plain text are kept with escapes for controls and broken UTF-8; detail is
 * valid JSON. The member is filled in where it is NULL. A reason is constant
 * English, marked with N_(): it is kept, and translated where it is shown.
 * importer_bad_at() is for records that are no lines: number from 1, and
 * ascending. */
int importer_row(struct importer_job *job, const struct observation *o);
int importer_bad(
	struct importer_job *job, const struct line *line, const char *reason);
int importer_bad_at(struct importer_job *job, uint64_t number,
	uint64_t position, const char *reason);

/* The member of a record that stands in a table of a database: "log.db/t"
 * in a ZIP, else "t". */
enum { IMPORTER_MEMBER = 512 };
void importer_table(char out[IMPORTER_MEMBER], const struct importer_job *job,
	const char *table);

/* What belongs to an SQLite database that was in use. */
extern const char *const importer_wal[];

/* The job's member as a source, to read bytes from; each is closed. All
 * passes over a file must see the same file: ERR_IO when it changed. The first
 * that is no look hashes it, or keeps it. */
int importer_open(struct source **out, struct importer_job *job);
int importer_close(struct source *source, struct importer_job *job, int rc);

/* ERR_INVALID: the job's times have no zone, and the person gave none. */
int importer_no_zone(const struct importer_job *job);

/* Calls fn for every line of the job's member; reports progress, and counts
 * too long lines as bad. Empty lines are passed over. May be called twice. */
typedef int (*importer_line_fn)(
	struct importer_job *job, const struct line *line, void *ctx);
int importer_lines(struct importer_job *job, importer_line_fn fn, void *ctx);

/* The same as a first look, before the pass that gives rows: what fn gives is
 * neither kept nor counted, and what is known of the file (but its digest)
 * stands in the job, so that later passes are compared with it. */
int importer_look(struct importer_job *job, importer_line_fn fn, void *ctx);

#endif
