/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/export.h"

#include <stdio.h>
#include <string.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/warc_export.h"

extern const struct cmd cmd_export;
extern const struct export_kind export_warc;

static int to_file(const void *data, size_t len, void *ctx)
{
	return file_writer_add(ctx, data, len);
}

static int to_output(const void *data, size_t len, void *ctx)
{
	(void)ctx;
	return fwrite(data, 1, len, stdout) == len
		       ? 0
		       : err_sys(_("cannot write the file"));
}

static int count_only(const void *data, size_t len, void *ctx)
{
	(void)data;
	(void)len;
	(void)ctx;
	return 0;
}

static int write_file(struct warc_export_result *out, struct store *store,
	struct warc_export *e, const char *path)
{
	struct file_writer w;
	int rc = file_writer_open(&w, path, FILE_EXCL);

	e->fn = to_file;
	e->ctx = &w;
	if (rc == 0)
		rc = warc_export(out, store, e);
	return file_writer_close(&w, rc);
}

static void tell(const struct cli *cli, const struct warc_export_result *r,
	const char *path)
{
	cJSON *json;

	if (!cli->json) {
		out_note(cli,
			cli->dry_run
				? _("records that would be written: %zu "
				    "(terms: %zu, snapshots: %zu, versions: "
				    "%zu)")
				: _("records written: %zu (terms: %zu, "
				    "snapshots: %zu, versions: %zu)"),
			r->records, r->terms, r->snapshots, r->versions);
		return;
	}
	if (strcmp(path, "-") == 0 && !cli->dry_run)
		return;
	json = out_object("export");
	json_set(json, "kind", "warc");
	json_set(json, "file", path);
	json_set_int(json, "terms", (int64_t)r->terms);
	json_set_int(json, "snapshots", (int64_t)r->snapshots);
	json_set_int(json, "versions", (int64_t)r->versions);
	json_set_int(json, "records", (int64_t)r->records);
	json_set_bool(json, "dry_run", cli->dry_run);
	out_json(json);
}

static int run(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	struct store *store = NULL;
	struct warc_export_result result = { 0 };
	struct warc_export e = { .service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL,
		.fn = to_output,
		.progress = out_progress(cli) };
	int rc;

	if (argc > 2)
		return out_usage(&cmd_export, _("too many words; put names "
						"with spaces in quotes"));
	if (o->output == NULL)
		return out_usage(&cmd_export,
			_("-o says where to, as in -o policies.warc.gz"));
	rc = out_open(cli, &store, false);
	if (rc == 0 && cli->dry_run)
		e.fn = count_only;
	if (rc == 0 && (cli->dry_run || strcmp(o->output, "-") == 0))
		rc = warc_export(&result, store, &e);
	else if (rc == 0)
		rc = write_file(&result, store, &e, o->output);
	out_progress_end();
	if (rc == 0 && fflush(stdout) != 0)
		rc = err_sys(_("cannot write the file"));
	if (rc == 0)
		tell(cli, &result, o->output);
	store_close(store);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct export_kind export_warc = {
	.name = "warc",
	.run = run,
};
