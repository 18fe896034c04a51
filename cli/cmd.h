/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CLI_CMD_H
#define CLI_CMD_H

/*
 * Commands as data. A command is one file cmd_<name>.c that ends in one
 * const struct cmd; cli/cmds.c lists them all. Help, man page, README's list
 * and completions are made from these structs.
 *
 *	static const char *output;
 *	static const struct opt options[] = {
 *		{ "output", 'o', OPT_TEXT, N_("FILE"),
 *			N_("write to FILE (- for standard output)"), &output },
 *		{ 0 },
 *	};
 *
 *	const struct cmd cmd_draft = {
 *		.name = "draft",
 *		.args = N_("KIND"),
 *		.summary = N_("write a letter or a complaint"),
 *		.options = options,
 *		.run = run,
 *	};
 *
 * Every command also takes the common options (struct cli), before or after
 * its name.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum cmd_status {
	CMD_DONE = 0,	 /* done, no difference, all verified */
	CMD_PARTIAL = 1, /* a difference, a failed check, part of the work */
	CMD_TROUBLE = 2, /* usage, unreadable input, no archive */
};

enum opt_kind {
	OPT_FLAG,   /* value: bool * */
	OPT_TEXT,   /* value: const char **; the last one given wins */
	OPT_NUMBER, /* value: int64_t *; a non-negative integer */
	OPT_LIST,   /* value: struct opt_list *; may be given several times */
};

struct opt_list {
	const char **v; /* owned array of borrowed arguments */
	size_t n, cap;
};

/* A zeroed one ends the table. */
struct opt {
	const char *name; /* long name, without dashes */
	char letter;	  /* or 0 */
	enum opt_kind kind;
	const char *arg;  /* N_("FILE"), or NULL for a flag */
	const char *help; /* N_(): lower case, no full stop */
	void *value;
};

/* What was said to the program as a whole. */
struct cli {
	const char *dir; /* -C: start looking for the case folder here */
	bool json;	 /* --json */
	bool quiet;	 /* -q: no messages but errors */
	bool dry_run;	 /* -n: change nothing */
	bool no_color;	 /* --no-color or NO_COLOR */
	bool no_pager;	 /* --no-pager: straight to the terminal */
	bool no_input;	 /* --no-input: never ask */
	bool verbose;	 /* -v */
	bool help;	 /* -h: print help instead */
	bool version;	 /* --version */
};

struct cmd {
	const char *name;
	const char *args;    /* N_("SERVICE TERMS [FROM [TO]]"), or "" */
	const char *summary; /* N_(): one line, lower case, no full stop */
	const char *detail;  /* N_(): paragraphs for help and man, or NULL */
	const char *example; /* shell lines, "\n" between them, or NULL */
	const struct opt *options; /* or NULL */
	bool paged; /* prints what is read: through cli/pager.h */
	/* argv[0] is the first argument behind the options. Returns an
	 * enum cmd_status; has printed what is to be said. */
	int (*run)(struct cli *cli, int argc, char **argv);
};

/* All commands in the order of help, NULL-terminated. */
extern const struct cmd *const cmds[];

/* The command of that name, or NULL. */
const struct cmd *cmd_find(const char *name);

#endif
