/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "evidence/importer.h"

static int run(struct cli *cli, int argc, char **argv)
{
	cJSON *list = json_array(), *object;

	(void)argc;
	(void)argv;
	for (const struct importer *const *i = importers; *i != NULL; i++) {
		cJSON *row = json_object();

		json_set(row, "name", (*i)->name);
		json_set_int(row, "version", (*i)->version);
		json_set(row, "summary", (*i)->summary);
		json_push(list, row);
		if (!cli->json)
			printf("%-10s %s\n", (*i)->name, _((*i)->summary));
	}
	if (!cli->json) {
		cJSON_Delete(list);
		return CMD_DONE;
	}
	object = out_object("formats");
	json_add(object, "formats", list);
	out_json(object);
	return CMD_DONE;
}

const struct cmd cmd_formats = {
	.name = "formats",
	.args = "",
	.summary = N_("list the log formats that can be imported"),
	.run = run,
};
