/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_EXPORT_H
#define CLI_EXPORT_H

/*
 * The kinds of `constat export KIND …`, as data. A kind is one file
 * export_<kind>.c that ends in one const struct; the table is in
 * cmd_export.c, with the options that all kinds share.
 */

#include "cli/cmd.h"

/* The values of the options. NULL: not given. */
struct export_options {
	const char *output; /* -o; "-": standard output */
	const char *host;   /* observations: only such hosts */
	int64_t exhibit;    /* observations: only of this one; 0: all */
	bool full;	    /* observations: nothing left out or masked */
};

struct export_kind {
	const char *name; /* the word behind export */
	/* argv[0] is the first word behind it. As struct cmd's run. */
	int (*run)(struct cli *cli, const struct export_options *o, int argc,
		char **argv);
};

#endif
