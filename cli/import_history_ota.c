/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_history.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/ota_import.h"

extern const struct import_history_kind import_history_ota;

static void print_json(const struct ota_import_result *r, bool dry_run)
{
	cJSON *o = out_object("import-history"), *list = json_array();

	json_set(o, "repository", r->repository);
	json_set(o, "holds", r->versions ? "versions" : "snapshots");
	json_set_int(o, "commits", (int64_t)r->commits);
	json_set_int(o, "foreign", (int64_t)r->foreign);
	json_set_int(o, "kept", (int64_t)r->count.kept);
	json_set_int(o, "known", (int64_t)r->count.known);
	json_set_int(o, "new_texts", (int64_t)r->count.texts);
	json_set_int(o, "technical", (int64_t)r->count.technical);
	json_set_int(o, "unread", (int64_t)r->count.unread);
	json_set_int(o, "undeclared", (int64_t)r->count.undeclared);
	json_set_int(o, "refused", (int64_t)r->count.refused);
	for (size_t i = 0; i < r->problems.n; i++)
		json_push_string(list, r->problems.v[i].words);
	json_add(o, "problems", list);
	json_set_bool(o, "dry_run", dry_run);
	out_json(o);
}

/* What was left out, and why. */
static void tell_rest(const struct cli *cli, const struct ota_import_result *r)
{
	for (size_t i = 0; i < r->problems.n; i++)
		out_note(cli, "%s", r->problems.v[i].words);
	if (r->problems.more)
		out_note(cli, _("… and more of the kind"));
	if (r->count.undeclared > 0)
		out_note(cli,
			_("snapshots of terms that are not declared here, "
			  "left out: %zu; with their declarations they can be "
			  "read"),
			r->count.undeclared);
	if (r->foreign > 0)
		out_note(cli,
			_("commits that are not of Open Terms Archive's robot, "
			  "left out: %zu"),
			r->foreign);
}

static void tell(const struct cli *cli, const struct ota_import_result *r)
{
	if (cli->json) {
		print_json(r, cli->dry_run);
		return;
	}
	tell_rest(cli, r);
	out_note(cli,
		r->versions ? _("'%s', versions; commits: %zu")
			    : _("'%s', snapshots; commits: %zu"),
		r->repository, r->commits);
	out_note(cli,
		cli->dry_run ? _("would be kept: %zu (technical upgrades: %zu, "
				 "without a text: %zu); there already: %zu; "
				 "refused: %zu")
			     : _("kept: %zu (technical upgrades: %zu, without "
				 "a text: %zu); there already: %zu; refused: "
				 "%zu"),
		r->count.kept, r->count.technical, r->count.unread,
		r->count.known, r->count.refused);
}

static int run(struct cli *cli, const struct import_history_options *o,
	int argc, char **argv)
{
	struct import_history_work w = { 0 };
	struct ota_import_result r = { 0 };
	struct progress progress = out_progress(cli);
	struct ota_import i = { .service = o->service,
		.type = o->type,
		.dry_run = cli->dry_run,
		.progress = &progress };
	int rc, status;

	if (argc != 1)
		return import_history_usage(
			_("say 'ota' and the repository's folder"));
	if (o->versions && o->snapshots)
		return import_history_usage(
			_("a repository holds --versions or --snapshots"));
	i.dir = argv[0];
	i.kind = o->versions	? OTA_IMPORT_VERSIONS
		 : o->snapshots ? OTA_IMPORT_SNAPSHOTS
				: OTA_IMPORT_DETECT;
	rc = import_history_open(&w, cli, o, false);
	i.folder = w.folder.p;
	if (rc == 0)
		rc = ota_import_run(&r, w.store, &i);
	out_progress_end();
	if (rc == 0)
		tell(cli, &r);
	status = rc != 0	       ? out_fail()
		 : r.count.refused > 0 ? CMD_PARTIAL
				       : CMD_DONE;
	ota_import_release(&r);
	import_history_close(&w);
	return status;
}

const struct import_history_kind import_history_ota = {
	.name = "ota",
	.run = run,
};
