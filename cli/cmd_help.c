/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/help.h"
#include "cli/out.h"

static bool man, readme;
static const char *shell;

static const struct opt options[] = {
	{ "man", 0, OPT_FLAG, NULL, N_("print the manual page, in mdoc"),
		&man },
	{ "readme", 0, OPT_FLAG, NULL,
		N_("print the list of commands as Markdown"), &readme },
	{ "completion", 0, OPT_TEXT, N_("SHELL"),
		N_("print the completions for bash, zsh or fish"), &shell },
	{ 0 },
};

static int write_text(struct str *out, const char *name)
{
	const struct cmd *cmd;

	if (man)
		return help_man(out);
	if (readme)
		return help_readme(out);
	if (shell != NULL)
		return help_completion(out, shell);
	if (name == NULL)
		return help_overview(out);
	cmd = cmd_find(name);
	if (cmd == NULL)
		return err_set(ERR_NOTFOUND,
			_("there is no command '%s'; 'constat help' lists "
			  "them"),
			name);
	return help_command(out, cmd);
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct str text = { 0 };
	int rc;

	(void)cli;
	rc = write_text(&text, argc > 0 ? argv[0] : NULL);
	if (rc == 0)
		fwrite(text.p, 1, text.len, stdout);
	str_release(&text);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct cmd cmd_help = {
	.name = "help",
	.args = N_("[COMMAND]"),
	.summary = N_("tell what a command does and how it is called"),
	.options = options,
	.paged = true,
	.run = run,
};
