/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The manual page in mdoc(7): the macros that mandoc and groff know. A line
 * of text that begins with a dot or an apostrophe would be a macro; it gets
 * a zero-width \& in front, and backslashes are doubled as \e.
 */
#include "cli/help.h"

#include <string.h>

#include "base/i18n.h"
#include "base/self.h"
#include "cli/args.h"

static void text(struct str *out, const char *words)
{
	bool start = true;

	for (; *words != '\0'; words++) {
		if (start && (*words == '.' || *words == '\''))
			str_puts(out, "\\&");
		start = *words == '\n';
		if (start && words[1] == '\n') {
			str_puts(out, "\n.Pp");
			continue;
		}
		if (*words == '\\')
			str_puts(out, "\\e");
		else
			str_putc(out, *words);
	}
	str_putc(out, '\n');
}

static void option_list(struct str *out, const struct opt *o)
{
	str_puts(out, ".Bl -tag -width Ds\n");
	for (; o != NULL && o->name != NULL; o++) {
		str_puts(out, ".It ");
		if (o->letter != 0)
			str_printf(out, "Fl %c , ", o->letter);
		str_printf(out, "Fl -%s", o->name);
		if (o->arg != NULL)
			str_printf(out, " Ar %s", _(o->arg));
		str_putc(out, '\n');
		text(out, _(o->help));
	}
	str_puts(out, ".El\n");
}

static void command(struct str *out, const struct cmd *cmd)
{
	str_printf(out, ".Ss %s\n", cmd->name);
	text(out, _(cmd->summary));
	str_puts(out, ".Bd -literal\n");
	help_synopsis(out, cmd);
	str_puts(out, "\n.Ed\n");
	if (cmd->detail != NULL) {
		str_puts(out, ".Pp\n");
		text(out, _(cmd->detail));
	}
	if (cmd->options != NULL)
		option_list(out, cmd->options);
	if (cmd->example != NULL) {
		str_puts(out, ".Bd -literal\n");
		text(out, cmd->example);
		str_puts(out, ".Ed\n");
	}
}

static void environment(struct str *out)
{
	str_printf(out, ".Sh %s\n", _("ENVIRONMENT"));
	str_puts(out, ".Bl -tag -width Ds\n.It Ev CONSTAT_PAGER , PAGER\n");
	text(out, _("the program that long texts are read in on a terminal, "
		    "as a line for the shell; else less. Empty or cat: none"));
	str_puts(out, ".It Ev LESS\n");
	text(out, _("options of less; FRX where it is not set"));
	str_puts(out, ".It Ev NO_COLOR\n");
	text(out, _("not empty: print without colour"));
	str_puts(out, ".El\n");
}

static void closing(struct str *out)
{
	str_printf(out, ".Sh %s\n", _("FILES"));
	str_puts(out, ".Bl -tag -width Ds\n.It Pa constat.db\n");
	text(out, _("the archive: one SQLite file"));
	str_puts(out, ".It Pa secret\n");
	text(out, _("keys of this archive; never leaves the folder"));
	str_puts(out, ".It Pa case.json\n");
	text(out, _("the case, to be edited by hand"));
	str_puts(out, ".It Pa declarations/\n");
	text(out, _("one JSON file per service, in Open Terms Archive's "
		    "format"));
	str_puts(out, ".El\n");
	environment(out);
	str_printf(out, ".Sh %s\n", _("EXIT STATUS"));
	str_puts(out, ".Bl -tag -width Ds\n.It 0\n");
	text(out, _("done; no difference; all verified"));
	str_puts(out, ".It 1\n");
	text(out, _("a difference was found, a check failed, or a part of the "
		    "work failed"));
	str_puts(out, ".It 2\n");
	text(out, _("trouble: usage, unreadable input, no archive"));
	str_puts(out, ".El\n");
}

int help_man(struct str *out)
{
	struct cli unused = { 0 };
	struct opt common[ARGS_COMMON + 1];

	args_common(common, &unused);
	str_puts(out, ".Dd November 24, 2026\n.Dt CONSTAT 1\n.Os\n");
	str_printf(out, ".Sh %s\n.Nm constat\n.Nd ", _("NAME"));
	text(out, _("keeps dated copies of privacy policies and writes the "
		    "complaint"));
	str_printf(out, ".Sh %s\n.Nm\n.Op Fl C Ar DIR\n.Ar COMMAND\n",
		_("SYNOPSIS"));
	str_puts(out, ".Op Ar OPTION ...\n.Op Ar ARGUMENT ...\n");
	str_printf(out, ".Sh %s\n", _("COMMON OPTIONS"));
	option_list(out, common);
	str_printf(out, ".Sh %s\n", _("COMMANDS"));
	for (const struct cmd *const *c = cmds; *c != NULL; c++)
		command(out, *c);
	closing(out);
	return str_check(out, "help");
}
