/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Completions: the command names, then the long options of the command.
 * Files are completed by the shell itself.
 */
#include "cli/help.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "cli/args.h"

static void option_names(
	struct str *out, const struct opt *o, const char *before)
{
	for (; o != NULL && o->name != NULL; o++)
		str_printf(out, "%s--%s", before, o->name);
}

static void bash(struct str *out, const struct opt *common)
{
	str_puts(out, "_constat() {\n\tlocal cur=${COMP_WORDS[COMP_CWORD]} "
		      "words\n\tcase ${COMP_WORDS[1]} in\n");
	for (const struct cmd *const *c = cmds; *c != NULL; c++) {
		str_printf(out, "\t%s) words='", (*c)->name);
		option_names(out, (*c)->options, " ");
		option_names(out, common, " ");
		str_puts(out, "' ;;\n");
	}
	str_puts(out, "\tesac\n\t[ \"$COMP_CWORD\" = 1 ] && words='");
	for (const struct cmd *const *c = cmds; *c != NULL; c++)
		str_printf(out, " %s", (*c)->name);
	str_puts(out, "'\n\tCOMPREPLY=( $(compgen -W \"$words\" -- \"$cur\") "
		      ")\n}\ncomplete -o default -F _constat constat\n");
}

static void zsh(struct str *out, const struct opt *common)
{
	str_puts(out, "#compdef constat\nif (( CURRENT == 2 )); then\n"
		      "\tcompadd");
	for (const struct cmd *const *c = cmds; *c != NULL; c++)
		str_printf(out, " %s", (*c)->name);
	str_puts(out, "\n\treturn\nfi\ncase $words[2] in\n");
	for (const struct cmd *const *c = cmds; *c != NULL; c++) {
		str_printf(out, "%s) compadd --", (*c)->name);
		option_names(out, (*c)->options, " ");
		option_names(out, common, " ");
		str_puts(out, " ;;\n");
	}
	str_puts(out, "esac\n_files\n");
}

/* One option of fish's: -l long -s letter -r (takes a value). */
static void fish_options(
	struct str *out, const struct opt *o, const char *condition)
{
	for (; o != NULL && o->name != NULL; o++) {
		str_printf(
			out, "complete -c constat%s -l %s", condition, o->name);
		if (o->letter != 0)
			str_printf(out, " -s %c", o->letter);
		str_puts(out, o->kind == OPT_FLAG ? "\n" : " -r\n");
	}
}

static void fish(struct str *out, const struct opt *common)
{
	for (const struct cmd *const *c = cmds; *c != NULL; c++) {
		struct str condition = { 0 };

		str_printf(out,
			"complete -c constat -n __fish_use_subcommand -a %s\n",
			(*c)->name);
		str_printf(&condition, " -n '__fish_seen_subcommand_from %s'",
			(*c)->name);
		fish_options(out, (*c)->options, condition.p);
		str_release(&condition);
	}
	fish_options(out, common, "");
}

int help_completion(struct str *out, const char *shell)
{
	struct cli unused = { 0 };
	struct opt common[ARGS_COMMON + 1];

	args_common(common, &unused);
	if (strcmp(shell, "bash") == 0)
		bash(out, common);
	else if (strcmp(shell, "zsh") == 0)
		zsh(out, common);
	else if (strcmp(shell, "fish") == 0)
		fish(out, common);
	else
		return err_set(ERR_NOTFOUND,
			_("no completion for '%s'; there is bash, zsh, fish"),
			shell);
	return str_check(out, "help");
}
