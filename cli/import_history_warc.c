/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/import_history.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/warc_import.h"

extern const struct import_history_kind import_history_warc;

static void print_json(const struct import_history_told *t,
	const struct import_history_work *w, const struct warc_import_result *r)
{
	cJSON *o = out_object("import-history"), *skipped = json_object();

	json_set(o, "kind", "warc");
	json_set(o, "service", w->target.service);
	json_set(o, "terms", w->target.terms->type);
	json_set_int(o, "records", (int64_t)r->records);
	json_set_int(o, "used", (int64_t)r->used);
	json_set_int(o, "sightings", (int64_t)r->sightings);
	json_set_int(o, "kept", (int64_t)r->kept);
	json_set_int(o, "unread", (int64_t)r->unread);
	json_set_int(o, "new_texts", (int64_t)r->versions);
	json_set_int(o, "damaged_places", (int64_t)r->damages);
	for (int i = 0; i < WARC_SKIPS; i++)
		json_set_int(skipped, warc_skip_name((enum warc_skip)i),
			(int64_t)r->skipped[i]);
	json_add(o, "skipped", skipped);
	json_add(o, "notes", t->notes);
	json_set_bool(o, "dry_run", t->cli->dry_run);
	out_json(o);
}

static void sum_up(const struct cli *cli, const struct warc_import_result *r)
{
	out_note(cli, _("records: %zu, of which used: %zu"), r->records,
		r->used);
	for (int i = 0; i < WARC_SKIPS; i++)
		if (r->skipped[i] > 0)
			out_note(cli, "  %zu %s", r->skipped[i],
				_(warc_skip_words((enum warc_skip)i)));
	if (r->damages > 0)
		out_note(cli, _("damaged places: %zu"), r->damages);
	out_note(cli,
		cli->dry_run ? _("sightings: %zu, of which would be kept: %zu")
			     : _("sightings: %zu, of which kept: %zu, with a "
				 "new text: %zu, without any: %zu"),
		r->sightings, r->kept, r->versions, r->unread);
	if (r->sightings == 0)
		out_note(cli,
			_("no record is of these terms; --url says where the "
			  "page stood then"));
}

static int run(struct cli *cli, const struct import_history_options *o,
	int argc, char **argv)
{
	struct import_history_work w = { 0 };
	struct import_history_told told = { .cli = cli };
	struct warc_import_result result = { 0 };
	struct warc_import i = { .paths = (const char *const *)argv,
		.n = argc > 0 ? (size_t)argc : 0,
		.target = &w.target,
		.url = o->url,
		.source = o->source,
		.dry_run = cli->dry_run,
		.note = import_history_note,
		.ctx = &told,
		.progress = out_progress(cli) };
	int rc;

	if (argc < 1)
		return import_history_usage(_("say 'warc' and the files"));
	rc = import_history_open(&w, cli, o, true);
	if (cli->json)
		told.notes = json_array();
	if (rc == 0)
		rc = warc_import(&result, w.store, &i);
	out_progress_end();
	if (rc == 0 && cli->json)
		print_json(&told, &w, &result);
	else if (rc == 0)
		sum_up(cli, &result);
	else
		cJSON_Delete(told.notes);
	import_history_close(&w);
	if (rc != 0)
		return out_fail();
	return result.sightings > 0 ? CMD_DONE : CMD_PARTIAL;
}

const struct import_history_kind import_history_warc = {
	.name = "warc",
	.run = run,
};
