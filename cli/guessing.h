/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_GUESSING_H
#define CLI_GUESSING_H

/*
 * A table that no program is known for, on its way in: who reads it, and what
 * its columns seem to be, shown before it is used.
 *
 *	struct guessing g;
 *
 *	status = guessing_choose(&g, cli, path, &order);
 *	if (status == CMD_DONE)
 *		… g.importer, g.options
 *	guessing_release(&g);
 */

#include "cli/cmd.h"
#include "evidence/detect.h"

struct guessing_order {
	const char *format; /* --format, or NULL */
	const struct importer_options *options;
	bool yes; /* --guess: use it when it is whole */
};

struct guessing {
	const struct importer *importer; /* NULL: to be found out */
	struct importer_options options; /* with the mapping */
	char *mapping;			 /* owned, or NULL */
};

/* CMD_DONE where the file can be read so. Of a table without a mapping the
 * guess is shown: as a mapping file on standard output, its first records in
 * comments, and CMD_PARTIAL; with --guess, or where a person can be asked, on
 * standard error, and it is used when they say so. CMD_TROUBLE, said, when it
 * is not whole, or the options are wrong. */
int guessing_choose(struct guessing *out, const struct cli *cli,
	const char *path, const struct guessing_order *order);
void guessing_release(struct guessing *g);

/* Appends what a mapped table seems to be, as a mapping file; "" for other
 * files, and where nothing was found. */
void guessing_print(
	struct str *out, const char *path, const struct detect_found *found);

#endif
