/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/cmd.h"

#include "archive/store.h"
#include "base/file.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/capturing.h"
#include "cli/out.h"
#include "scrapers/capture.h"

extern const struct cmd cmd_capture;

static struct capturing capturing = { .pause_ms = -1 };
static bool due, accept;
static const char *why;

static const struct opt options[] = {
	{ "due", 0, OPT_FLAG, NULL,
		N_("only what is due and no other process has (as 'constat "
		   "run' does)"),
		&due },
	{ "accept", 0, OPT_FLAG, NULL,
		N_("the last wall of these terms is the document after all: "
		   "make it a version"),
		&accept },
	{ "why", 0, OPT_TEXT, N_("TEXT"),
		N_("the reason for --accept, for the record"), &why },
	CAPTURING_OPTIONS(capturing),
	{ 0 },
};

static int check(const struct cli *cli, int argc)
{
	if (argc > 2)
		return out_usage(&cmd_capture, _("too many words; put names "
						 "with spaces in quotes"));
	if (accept && argc < 2)
		return out_usage(&cmd_capture,
			_("--accept needs the service and the terms"));
	if (accept && (due || cli->dry_run))
		return out_usage(&cmd_capture,
			_("--accept goes with neither --due nor --dry-run"));
	if (due && argc > 0)
		return out_usage(&cmd_capture, _("--due looks at all terms"));
	return CMD_DONE;
}

static int capture(struct store *store, struct capture_options *o)
{
	struct str folder = { 0 };
	int rc;

	file_join(&folder, store_dir(store), "declarations");
	o->folder = folder.p;
	rc = accept ? capture_accept(store, o, why != NULL ? why : "")
		    : capture_run(store, o);
	str_release(&folder);
	return rc;
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct store *store = NULL;
	struct capture_options o = { .service = argc > 0 ? argv[0] : NULL,
		.terms = argc > 1 ? argv[1] : NULL,
		.due = due };
	int status = check(cli, argc);
	int rc;

	if (status != CMD_DONE)
		return status;
	rc = capturing_fill(&o, &capturing, cli);
	if (rc == 0)
		rc = out_open(cli, &store, !cli->dry_run);
	if (rc == 0)
		rc = capture(store, &o);
	store_close(store);
	return rc == 0 ? capturing_sum_up(&capturing) : out_fail();
}

const struct cmd cmd_capture = {
	.name = "capture",
	.args = N_("[SERVICE [TERMS]]"),
	.summary = N_("fetch what is declared, and keep it"),
	.detail = N_("Fetches every page that the declarations name (or those "
		     "of one service), keeps it with the record of how it was "
		     "obtained, and keeps a new version when its text changed. "
		     "Prints a line for each: new, unchanged, changed, wall or "
		     "failed. One that fails never stops the others."),
	.example = "constat capture\nconstat capture Exemple 'Privacy Policy'",
	.options = options,
	.run = run,
};
