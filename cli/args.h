/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_ARGS_H
#define CLI_ARGS_H

/*
 * Reads a command line by the option tables of cli/cmd.h, through
 * getopt_long(3): long and short options, values joined or apart, options
 * and arguments mixed, "--" ends the options. Unknown, ambiguous and
 * incomplete options end in a message that names them.
 */

#include "cli/cmd.h"

/* The options every command takes, bound to cli. The caller gives the array,
 * ARGS_COMMON + 1 long. */
enum { ARGS_COMMON = 10 };
void args_common(struct opt out[ARGS_COMMON + 1], struct cli *cli);

/* What was asked for besides options. */
struct args {
	int argc;    /* arguments that are no options */
	char **argv; /* borrowed from the caller's argv, reordered */
};

/* Reads argv (argv[0] is the program or the command) with two tables; own
 * may be NULL. stop: end at the first argument that is no option. Sets the
 * tables' values. ERR_INVALID with a message for the person. */
int args_read(struct args *out, int argc, char **argv, const struct opt *common,
	const struct opt *own, bool stop);

/* The values of an OPT_LIST option, ended by NULL as rooms want them; NULL
 * when there are none. The list's memory. */
const char *const *args_list(struct opt_list *list);

/* Frees the lists that a table's OPT_LIST options gathered. */
void args_release(const struct opt *options);

#endif
