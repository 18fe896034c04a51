/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_RUN_H
#define CLI_RUN_H

/*
 * Runs a command line: the common options, the command's own, help where it
 * is asked for, the command.
 */

#include "cli/cmd.h"

/* argv[0] is the program. cli holds what is known already and gets the
 * common options. Returns the exit status; everything has been said. */
int run_line(struct cli *cli, int argc, char **argv);

/* The same for words of our own ("import", path, "--tz", zone, NULL); cli is
 * read, not changed. */
int run_words(const struct cli *cli, const char *const words[]);

#endif
