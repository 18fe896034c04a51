/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_IMPORT_HISTORY_H
#define CLI_IMPORT_HISTORY_H

/*
 * The kinds of `constat import-history KIND …`, as data. A kind is one file
 * import_history_<kind>.c that ends in one const struct; the table is in
 * cmd_import_history.c, with the options that all kinds share.
 */

#include "cli/cmd.h"
#include "scrapers/past.h"

/* The values of the options. NULL, empty: not given. */
struct import_history_options {
	const char *url, *seen, *zone, *source, *service, *type, *by;
	struct opt_list select, remove;
	const char *from, *to, *wayback; /* of the kind "wayback" */
	int64_t pause_s;
	bool allow_private;
	const char *ca_file, *proxy;
	bool versions, snapshots; /* of the kind "ota" */
};

struct import_history_kind {
	const char *name; /* the word behind import-history */
	/* argv[0] is the first word behind it. As struct cmd's run. */
	int (*run)(struct cli *cli, const struct import_history_options *o,
		int argc, char **argv);
};

/* "constat: <words>", and where help is; CMD_TROUBLE. */
__attribute__((format(printf, 1, 2))) int import_history_usage(
	const char *fmt, ...);

/*
 * The open archive and the terms that the options name:
 *
 *	struct import_history_work w = { 0 };
 *
 *	rc = import_history_open(&w, cli, o);
 *	...
 *	import_history_close(&w);
 */
struct import_history_work {
	struct store *store;
	struct past_target target;
	struct past_wanted wanted; /* borrowed from the options and below */
	struct str folder;
	const char **select, **remove;
};

/* Opens the archive and fills wanted; with `find`, target too. */
int import_history_open(struct import_history_work *w, struct cli *cli,
	const struct import_history_options *o, bool find);
void import_history_close(struct import_history_work *w);

/* What an import tells as it goes: a line each, or with --json an array. The
 * function is a note of warc_import() and wayback_import(). */
struct import_history_told {
	const struct cli *cli;
	cJSON *notes; /* NULL without --json */
};
void import_history_note(const char *where, const char *what, void *ctx);

#endif
