/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/self.h"
#include "cli/args.h"
#include "cli/help.h"
#include "cli/out.h"
#include "cli/pager.h"
#include "cli/start.h"

/* Letters that must agree before a command is suggested. */
enum { NEAR = 3 };

static int print_help(const struct cmd *cmd)
{
	struct str text = { 0 };
	int rc = cmd != NULL ? help_command(&text, cmd) : help_overview(&text);

	if (rc == 0)
		fwrite(text.p, 1, text.len, stdout);
	str_release(&text);
	return rc == 0 ? CMD_DONE : out_fail();
}

static const char *nearest(const char *name)
{
	for (const struct cmd *const *c = cmds; *c != NULL; c++)
		if (strlen(name) >= NEAR &&
			strncmp((*c)->name, name, NEAR) == 0)
			return (*c)->name;
	return NULL;
}

static int refuse_unknown(const char *name)
{
	const char *near = nearest(name);

	if (near != NULL)
		err_set(ERR_INVALID,
			_("there is no command '%s'; did you mean '%s'?"), name,
			near);
	else
		err_set(ERR_INVALID,
			_("there is no command '%s'; 'constat help' lists "
			  "them"),
			name);
	return out_fail();
}

/* Whether what is printed is for reading: not --json, and no --format but
 * the terminal's and Markdown. */
static bool is_for_reading(const struct cli *cli, const struct cmd *cmd)
{
	const struct opt *o = cmd->options;
	const char *format;

	while (o != NULL && o->name != NULL && strcmp(o->name, "format") != 0)
		o++;
	format = o != NULL && o->name != NULL ? *(const char **)o->value : NULL;
	return !cli->json &&
	       (format == NULL || strcmp(format, "terminal") == 0 ||
		       strcmp(format, "markdown") == 0);
}

static int run_command(struct cli *cli, const struct opt *common,
	const struct cmd *cmd, const struct args *args)
{
	struct args own;
	int status;

	if (args_read(&own, args->argc, args->argv, common, cmd->options,
		    false) != 0) {
		out_fail();
		return out_usage(cmd, NULL);
	}
	if (cmd->paged && !cli->no_pager && !cli->help &&
		is_for_reading(cli, cmd))
		pager_open();
	if (cli->help)
		status = print_help(cmd);
	else
		status = cmd->run(cli, own.argc, own.argv);
	args_release(cmd->options);
	return status;
}

int run_line(struct cli *cli, int argc, char **argv)
{
	struct opt common[ARGS_COMMON + 1];
	const struct cmd *cmd;
	struct args args;

	args_common(common, cli);
	if (args_read(&args, argc, argv, common, NULL, true) != 0)
		return out_fail();
	if (cli->version) {
		printf("constat %s\n", self_version());
		return CMD_DONE;
	}
	if (args.argc == 0 && !cli->help && out_can_ask(cli))
		return start_ask(cli);
	if (args.argc == 0) {
		print_help(NULL);
		return cli->help ? CMD_DONE : CMD_TROUBLE;
	}
	cmd = cmd_find(args.argv[0]);
	if (cmd == NULL)
		return refuse_unknown(args.argv[0]);
	return run_command(cli, common, cmd, &args);
}

int run_words(const struct cli *cli, const char *const words[])
{
	struct cli copy = *cli;
	size_t n = 0;
	char **argv;
	int status;

	while (words[n] != NULL)
		n++;
	argv = mem_new(n + 2, sizeof(*argv));
	argv[0] = mem_strdup("constat");
	for (size_t i = 0; i < n; i++)
		argv[i + 1] = mem_strdup(words[i]);
	status = run_line(&copy, (int)n + 1, argv);
	fflush(stdout);
	for (size_t i = 0; i <= n; i++)
		free(argv[i]);
	free(argv);
	return status;
}
