/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/self.h"
#include "base/utf8.h"
#include "cli/args.h"

enum { SUMMARY_COLUMN = 18, OPTION_COLUMN = 28, WIDTH = 78 };

static void pad(struct str *out, size_t from, size_t column)
{
	size_t have = utf8_width(out->p + from, out->len - from);

	if (have >= column) {
		str_putc(out, '\n');
		have = 0;
	}
	for (; have < column; have++)
		str_putc(out, ' ');
}

int help_synopsis(struct str *out, const struct cmd *cmd)
{
	str_printf(out, "constat %s", cmd->name);
	if (cmd->options != NULL)
		str_printf(out, " [%s]…", _("OPTION"));
	if (cmd->args != NULL && cmd->args[0] != '\0')
		str_printf(out, " %s", _(cmd->args));
	return str_check(out, "help");
}

int help_overview(struct str *out)
{
	str_printf(out, "%s\n\n%s\n\n%s\n",
		_("usage: constat [-C DIR] COMMAND [OPTION]… [ARGUMENT]…"),
		_("Keeps dated, provable copies of privacy policies, sets them "
		  "beside what a\nblocker's log shows, and writes the "
		  "complaint to the authority."),
		_("commands:"));
	for (const struct cmd *const *c = cmds; *c != NULL; c++) {
		size_t from = out->len;

		str_printf(out, "  %s", (*c)->name);
		pad(out, from, SUMMARY_COLUMN);
		str_printf(out, "%s\n", _((*c)->summary));
	}
	str_printf(out, "\n%s\n%s\n",
		_("'constat help COMMAND' tells more of one. Run alone on a "
		  "terminal, constat asks"),
		_("for the vendor, the log and the dates, and leads on from "
		  "there."));
	return str_check(out, "help");
}

static void option_name(struct str *out, const struct opt *o)
{
	if (o->letter != 0)
		str_printf(out, "-%c, --%s", o->letter, o->name);
	else
		str_printf(out, "    --%s", o->name);
	if (o->arg != NULL)
		str_printf(out, " %s", _(o->arg));
}

static void options(struct str *out, const struct opt *o)
{
	for (; o != NULL && o->name != NULL; o++) {
		size_t from = out->len;

		str_puts(out, "  ");
		option_name(out, o);
		pad(out, from, OPTION_COLUMN);
		str_printf(out, "%s\n", _(o->help));
	}
}

int help_fill(struct str *out, const char *text)
{
	size_t column = 0;

	while (*text != '\0') {
		size_t n = strcspn(text, " \n");
		size_t width = utf8_width(text, n);

		if (column > 0 && column + 1 + width > WIDTH) {
			str_putc(out, '\n');
			column = 0;
		} else if (column > 0 && n > 0) {
			str_putc(out, ' ');
			column++;
		}
		str_add(out, text, n);
		column += width;
		text += n;
		if (text[0] == '\n' && text[1] == '\n') {
			str_puts(out, "\n\n");
			column = 0;
			text++;
		}
		text += *text != '\0';
	}
	return str_putc(out, '\n');
}

int help_command(struct str *out, const struct cmd *cmd)
{
	struct cli unused = { 0 };
	struct opt common[ARGS_COMMON + 1];

	args_common(common, &unused);
	str_printf(out, "%s ", _("usage:"));
	help_synopsis(out, cmd);
	str_printf(out, "\n\n%s\n", _(cmd->summary));
	if (cmd->detail != NULL) {
		str_putc(out, '\n');
		help_fill(out, _(cmd->detail));
	}
	if (cmd->options != NULL) {
		str_printf(out, "\n%s\n", _("options:"));
		options(out, cmd->options);
	}
	str_printf(out, "\n%s\n", _("common options:"));
	options(out, common);
	if (cmd->example != NULL)
		str_printf(out, "\n%s\n%s\n", _("example:"), cmd->example);
	return str_check(out, "help");
}

/* A "|" would end the table's cell, inside code too (GFM, tables). */
static void in_cell(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '|')
			str_putc(out, '\\');
		str_putc(out, *text);
	}
}

int help_readme(struct str *out)
{
	str_puts(out, "| command | does |\n|---|---|\n");
	for (const struct cmd *const *c = cmds; *c != NULL; c++) {
		str_printf(out, "| `%s", (*c)->name);
		if ((*c)->args != NULL && (*c)->args[0] != '\0') {
			str_putc(out, ' ');
			in_cell(out, (*c)->args);
		}
		str_puts(out, "` | ");
		in_cell(out, (*c)->summary);
		str_puts(out, " |\n");
	}
	return str_check(out, "help");
}
