/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/help.h"
#include "cli/out.h"
#include "evidence/importer.h"

static const char *how;

static const struct opt options[] = {
	{ "how", 0, OPT_TEXT, N_("FORMAT"),
		N_("tell how a person gets such a log"), &how },
	{ 0 },
};

extern const struct cmd cmd_formats;

static cJSON *as_json(const struct importer *i)
{
	cJSON *row = json_object();

	json_set(row, "name", i->name);
	json_set_int(row, "version", i->version);
	json_set(row, "summary", i->summary);
	json_set(row, "how", i->how);
	return row;
}

static int list(const struct cli *cli)
{
	cJSON *rows, *object;

	if (!cli->json) {
		for (const struct importer *const *i = importers; *i != NULL;
			i++)
			printf("%-22s %s\n", (*i)->name, _((*i)->summary));
		return CMD_DONE;
	}
	rows = json_array();
	for (const struct importer *const *i = importers; *i != NULL; i++)
		json_push(rows, as_json(*i));
	object = out_object("formats");
	json_add(object, "formats", rows);
	out_json(object);
	return CMD_DONE;
}

static int tell_how(const struct cli *cli)
{
	const struct importer *i = importer_find(how);
	struct str words = { 0 };
	cJSON *object, *rows;

	if (i == NULL)
		return out_usage(&cmd_formats,
			_("there is no format '%s'; 'constat formats' lists "
			  "them"),
			how);
	if (!cli->json) {
		help_fill(&words, _(i->how));
		printf("%s\n\n%s", _(i->summary), words.p);
		str_release(&words);
		return CMD_DONE;
	}
	rows = json_array();
	json_push(rows, as_json(i));
	object = out_object("formats");
	json_add(object, "formats", rows);
	out_json(object);
	return CMD_DONE;
}

static int run(struct cli *cli, int argc, char **argv)
{
	(void)argv;
	if (argc > 0)
		return out_usage(&cmd_formats,
			_("this command takes no arguments; a format is named "
			  "with --how"));
	return how != NULL ? tell_how(cli) : list(cli);
}

const struct cmd cmd_formats = {
	.name = "formats",
	.args = "",
	.summary = N_("list the log formats that can be imported"),
	.example = "constat formats --how blokada",
	.options = options,
	.run = run,
};
