/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_START_H
#define CLI_START_H

/*
 * constat alone on a terminal: asks for the vendor, the log and the date in
 * plain words, does the first steps with the commands a person would type
 * (each is shown), and names the next one.
 */

#include "cli/cmd.h"

/* Returns the exit status. An empty answer leaves a step out; the end of
 * the input ends the conversation. */
int start_ask(struct cli *cli);

#endif
