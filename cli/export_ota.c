/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/export.h"

#include <string.h>

#include "archive/store.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/ota_export.h"

extern const struct cmd cmd_export;
extern const struct export_kind export_ota;

static void print_json(
	const struct ota_export_result *r, const char *dir, bool dry_run)
{
	cJSON *o = out_object("export"), *list = json_array();

	json_set(o, "kind", "ota");
	json_set(o, "folder", dir);
	json_set_int(o, "versions", (int64_t)r->versions);
	json_set_int(o, "snapshots", (int64_t)r->snapshots);
	json_set_int(o, "left_out", (int64_t)r->left_out);
	for (size_t i = 0; i < r->problems.n; i++)
		json_push_string(list, r->problems.v[i].words);
	json_add(o, "problems", list);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

static void tell(const struct cli *cli, const struct ota_export_result *r,
	const char *dir)
{
	if (cli->json) {
		print_json(r, dir, cli->dry_run);
		return;
	}
	for (size_t i = 0; i < r->problems.n; i++)
		out_note(cli, "%s", r->problems.v[i].words);
	out_note(cli,
		cli->dry_run ? _("would be written below '%s': versions: %zu, "
				 "snapshots: %zu; left out: %zu")
			     : _("written below '%s': versions: %zu, "
				 "snapshots: %zu; left out: %zu"),
		dir, r->versions, r->snapshots, r->left_out);
}

static int run(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	struct store *store = NULL;
	struct ota_export_result result = { 0 };
	struct progress progress = out_progress(cli);
	struct ota_export e = { .dir = o->output,
		.service = argc > 0 ? argv[0] : NULL,
		.type = argc > 1 ? argv[1] : NULL,
		.dry_run = cli->dry_run,
		.progress = &progress };
	int rc, status;

	if (argc > 2)
		return out_usage(&cmd_export, _("too many words; put names "
						"with spaces in quotes"));
	if (o->output == NULL || strcmp(o->output, "-") == 0)
		return out_usage(&cmd_export,
			_("-o says in which folder, as in -o collection"));
	rc = out_open(cli, &store, false);
	if (rc == 0)
		rc = ota_export_run(&result, store, &e);
	out_progress_end();
	if (rc == 0)
		tell(cli, &result, o->output);
	status = rc != 0	       ? out_fail()
		 : result.left_out > 0 ? CMD_PARTIAL
				       : CMD_DONE;
	ota_export_release(&result);
	store_close(store);
	return status;
}

const struct export_kind export_ota = {
	.name = "ota",
	.run = run,
};
