/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_history.h"

#include <stdio.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/wayback.h"

extern const struct import_history_kind import_history_wayback;

static void print_json(const struct import_history_told *t,
	const struct import_history_work *w, const struct wayback_result *r)
{
	cJSON *o = out_object("import-history"), *skipped = json_object();

	json_set(o, "kind", "wayback");
	json_set(o, "service", w->target.service);
	json_set(o, "terms", w->target.terms->type);
	json_set_int(o, "captures", (int64_t)r->rows);
	json_set_int(o, "fetched", (int64_t)r->fetched);
	json_set_int(o, "sightings", (int64_t)r->sightings);
	json_set_int(o, "kept", (int64_t)r->kept);
	json_set_int(o, "unread", (int64_t)r->unread);
	json_set_int(o, "new_texts", (int64_t)r->versions);
	json_set_int(o, "differing_digests", (int64_t)r->differing);
	for (int i = 0; i < WAYBACK_SKIPS; i++)
		json_set_int(skipped, wayback_skip_name((enum wayback_skip)i),
			(int64_t)r->skipped[i]);
	json_add(o, "skipped", skipped);
	json_add(o, "notes", t->notes);
	json_set_bool(o, "dry_run", t->cli->dry_run);
	out_json(o);
}

static void sum_up(const struct cli *cli, const struct wayback_result *r)
{
	out_note(cli, _("captures listed: %zu"), r->rows);
	for (int i = 0; i < WAYBACK_SKIPS; i++)
		if (r->skipped[i] > 0)
			out_note(cli, "  %zu %s", r->skipped[i],
				_(wayback_skip_words((enum wayback_skip)i)));
	if (cli->dry_run)
		out_note(cli, _("originals that would be fetched: %zu"),
			r->fetched);
	else
		out_note(cli,
			_("sightings: %zu, of which kept: %zu, with a new "
			  "text: %zu, without any: %zu"),
			r->sightings, r->kept, r->versions, r->unread);
}

static int run(struct cli *cli, const struct import_history_options *o,
	int argc, char **argv)
{
	struct import_history_work work = { 0 };
	struct import_history_told told = { .cli = cli };
	struct wayback_result result = { 0 };
	struct wayback w = { .target = &work.target,
		.url = o->url,
		.base = o->wayback,
		.from = o->from,
		.to = o->to,
		.source = o->source,
		.cdx = argc == 2 ? argv[0] : NULL,
		.folder = argc == 2 ? argv[1] : NULL,
		.fetch = { .proxy = o->proxy,
			.ca_file = o->ca_file,
			.allow_private = o->allow_private },
		.pause_s = o->pause_s < 3600 ? (unsigned)o->pause_s : 3600,
		.dry_run = cli->dry_run,
		.note = import_history_note,
		.ctx = &told,
		.progress = out_progress(cli) };
	int rc;

	if (argc != 0 && argc != 2)
		return import_history_usage(
			_("say 'wayback' alone, or with a listing (CDX) and a "
			  "folder of originals"));
	rc = import_history_open(&work, cli, o, true);
	if (cli->json)
		told.notes = json_array();
	if (rc == 0)
		rc = wayback_import(&result, work.store, &w);
	out_progress_end();
	if (rc == 0 && cli->json)
		print_json(&told, &work, &result);
	else if (rc == 0)
		sum_up(cli, &result);
	else
		cJSON_Delete(told.notes);
	import_history_close(&work);
	if (rc != 0)
		return out_fail();
	return result.skipped[WAYBACK_SKIP_MISSING] == 0 &&
			       (result.sightings > 0 || cli->dry_run)
		       ? CMD_DONE
		       : CMD_PARTIAL;
}

const struct import_history_kind import_history_wayback = {
	.name = "wayback",
	.run = run,
};
