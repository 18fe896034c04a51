/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include "archive/folder.h"
#include "archive/store.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cases/case_json.h"
#include "cli/out.h"

extern const struct cmd cmd_init;

static int print_made(const struct cli *cli, const char *dir)
{
	struct store *s = NULL;
	cJSON *object;
	int rc = store_open(&s, dir, STORE_READ);

	if (rc != 0)
		return out_fail();
	if (cli->json) {
		object = out_object("init");
		json_set(object, "folder", dir);
		json_set(object, "archive", store_id(s));
		out_json(object);
	} else {
		out_note(cli,
			_("made the case folder %s\n"
			  "next: 'constat watch URL --service NAME', 'constat "
			  "import LOG'"),
			dir);
	}
	store_close(s);
	return CMD_DONE;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct str text = { 0 };
	int rc;

	if (argc != 1)
		return out_usage(&cmd_init, _("name one folder"));
	if (cli->dry_run) {
		out_note(cli, _("would make the case folder %s"), argv[0]);
		return CMD_DONE;
	}
	rc = case_json_skeleton(&text);
	if (rc == 0)
		rc = folder_create(argv[0], text.p);
	str_release(&text);
	return rc == 0 ? print_made(cli, argv[0]) : out_fail();
}

const struct cmd cmd_init = {
	.name = "init",
	.args = N_("DIR"),
	.summary = N_("make a new case folder"),
	.detail = N_("The folder holds the archive (constat.db), its keys "
		     "(secret), the case (case.json) and what is watched "
		     "(declarations/). It is readable by you alone."),
	.example = "constat init my-case",
	.run = run,
};
