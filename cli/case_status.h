/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CASE_STATUS_H
#define CLI_CASE_STATUS_H

/*
 * Where a case stands, for "constat case status": the exhibits there are,
 * what is due when, what is left to mend.
 */

#include "cases/backing.h"
#include "cli/cmd.h"

/* Reads the case of an archive and, when it is usable, what backs it. Both
 * are the caller's, also on failure. */
int case_status_read(struct case_json *c, struct backing *b, struct store *s);

/* Says it all; an enum cmd_status. */
int case_status_say(const struct cli *cli, struct store *s);

#endif
