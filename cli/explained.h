/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_EXPLAINED_H
#define CLI_EXPLAINED_H

/*
 * Whose a host is, in words: what evidence/explain.h found, each thing with
 * its source, what is a guess and why, and what stays unknown.
 */

#include "cli/cmd.h"
#include "evidence/owner.h"

struct store;

/* Prints it, or as JSON. list may be NULL. */
int explained_host(const struct cli *cli, struct store *store,
	const struct owner_list *list, const char *host);

/* "listed", "a guess from the name", … as hosts' table has it. */
const char *explained_basis(const struct owner *o);

#endif
