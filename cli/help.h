/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_HELP_H
#define CLI_HELP_H

/*
 * The texts made from the command tables: help on the terminal, the man
 * page, README's list of commands, shell completions. One source, so that
 * they agree by construction; a test compares README with it.
 */

#include "base/str.h"
#include "cli/cmd.h"

/* The overview: what constat is for, and the commands with their summaries. */
int help_overview(struct str *out);

/* One command: synopsis, summary, detail, options, example. */
int help_command(struct str *out, const struct cmd *cmd);

/* "constat draft [OPTION]… KIND" */
int help_synopsis(struct str *out, const struct cmd *cmd);

/* The manual page constat(1), in mdoc(7). */
int help_man(struct str *out);

/* README's list: one Markdown table row per command. */
int help_readme(struct str *out);

/* A completion script for "bash", "zsh" or "fish"; ERR_NOTFOUND for another
 * shell. */
int help_completion(struct str *out, const char *shell);

/* Appends a paragraph filled to the width of a terminal; empty lines stay. */
int help_fill(struct str *out, const char *text);

#endif
