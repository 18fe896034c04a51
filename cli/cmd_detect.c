/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "base/str.h"
#include "cli/out.h"
#include "evidence/importer.h"

static void say(const struct cli *cli, const char *path,
	const struct importer *importer, const struct str *head)
{
	cJSON *object;

	if (cli->json) {
		object = out_object("detect");
		json_set(object, "file", path);
		if (importer != NULL)
			json_set(object, "format", importer->name);
		else
			json_set(object, "guess",
				importer_guess(head->p, head->len));
		out_json(object);
		return;
	}
	out_text(stdout, path);
	if (importer != NULL)
		printf(": %s (%s)\n", importer->name, _(importer->summary));
	else
		printf(_(": %s; no log that is known here\n"),
			_(importer_guess(head->p, head->len)));
}

static int detect(const struct cli *cli, const char *path)
{
	const struct importer *importer;
	struct str head = { 0 };
	int rc = importer_head(&head, path);

	if (rc != 0) {
		str_release(&head);
		return out_fail();
	}
	importer = importer_sniff(head.p, head.len);
	say(cli, path, importer, &head);
	str_release(&head);
	return importer != NULL ? CMD_DONE : CMD_PARTIAL;
}

extern const struct cmd cmd_detect;

static int run(struct cli *cli, int argc, char **argv)
{
	int status = CMD_DONE;

	if (argc == 0)
		return out_usage(&cmd_detect, _("which file?"));
	for (int i = 0; i < argc; i++) {
		int one = detect(cli, argv[i]);

		if (one > status)
			status = one;
	}
	return status;
}

const struct cmd cmd_detect = {
	.name = "detect",
	.args = N_("FILE…"),
	.summary = N_("tell what kind of log a file is"),
	.run = run,
};
