/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/export.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/store.h"
#include "base/err.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/json.h"
#include "cli/out.h"
#include "scrapers/csvout.h"

extern const struct cmd cmd_export;
extern const struct export_kind export_csv;

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

static int write_file(struct csvout *c, struct store *store, const char *path)
{
	struct file_writer w;
	int rc = file_writer_open(&w, path, FILE_EXCL);

	c->fn = to_file;
	c->ctx = &w;
	if (rc == 0)
		rc = csvout_versions(store, c);
	return file_writer_close(&w, rc);
}

/* A folder that is there gets the file versions.csv. */
static void choose_path(struct str *out, const char *given)
{
	struct stat st;

	if (stat(given, &st) == 0 && S_ISDIR(st.st_mode))
		file_join(out, given, "versions.csv");
	else
		str_puts(out, given);
}

static void tell(
	const struct cli *cli, const struct csvout *c, const char *path)
{
	cJSON *o;

	if (!cli->json) {
		out_note(cli,
			cli->dry_run ? _("rows that would be written: %zu")
				     : _("rows written: %zu"),
			c->rows);
		return;
	}
	if (strcmp(path, "-") == 0 && !cli->dry_run)
		return;
	o = out_object("export");
	json_set(o, "kind", "csv");
	json_set(o, "file", path);
	json_set_int(o, "rows", (int64_t)c->rows);
	json_set_bool(o, "dry_run", cli->dry_run);
	out_json(o);
}

static int run(
	struct cli *cli, const struct export_options *o, int argc, char **argv)
{
	struct store *store = NULL;
	struct str path = { 0 };
	struct csvout c = { .service = argc > 0 ? argv[0] : NULL,
		.type = argc > 1 ? argv[1] : NULL,
		.fn = cli->dry_run ? count_only : to_output };
	int rc;

	if (argc > 2)
		return out_usage(&cmd_export, _("too many words; put names "
						"with spaces in quotes"));
	if (o->output == NULL)
		return out_usage(&cmd_export,
			_("-o says where to, as in -o versions.csv"));
	choose_path(&path, o->output);
	rc = out_open(cli, &store, false);
	if (rc == 0 && (cli->dry_run || strcmp(path.p, "-") == 0))
		rc = csvout_versions(store, &c);
	else if (rc == 0)
		rc = write_file(&c, store, path.p);
	if (rc == 0 && fflush(stdout) != 0)
		rc = err_sys(_("cannot write the file"));
	if (rc == 0)
		tell(cli, &c, path.p);
	store_close(store);
	str_release(&path);
	return rc == 0 ? CMD_DONE : out_fail();
}

const struct export_kind export_csv = {
	.name = "csv",
	.run = run,
};
